/** Whoever has the clone and a browser can open everything that a comment or a page points to. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { anchorsOf } from '../support/anchors.ts';

const FOLDERS = ['src', 'local', 'client/src', 'examples', 'tools', 'test', 'infra', 'docs', '.github', '.ci'];
const TEXT = /\.(?:ts|mjs|css|html|md|sh|bicep|bicepparam|kql|yml)$|^\.ci\/[\w-]+$/;
/** Names what it forbids. */
const THIS = 'test/unit/citations.test.ts';

const DOCUMENT =
  /RFC \d{3,5}|OpenID Connect|OAuth 2|W3C|WHATWG|Fetch\b|OpenAPI|HTML|ECMA|https?:\/\/\S+|[\w.-]+\.com\/\S+|\.md\b/;
const SECTION = /\bsections? (?:\d+(?:\.\d+)*|["“][^"”]+["”])|§ ?\d+/gi;
/** How far before a section its document may stand: `OpenAPI 3.1.1 requires of the objects …(sections 4.8.1`. */
const REACH = 70;

/** What a reader cannot open, whatever stands around it. */
const DANGLING: readonly RegExp[] = [
  // Numbers of sections alone: `(1.2)`, `(2.1, 2.3)`, `(see 6.1, DeploymentNotFound)`. A range or a unit is a quantity.
  /\((?:see |cf\.? |as in )?\d{1,2}\.\d{1,2}(?:(?:[,;]| and) [^()]*)?\)/g,
  // Marks and row numbers of a table that is elsewhere: `(rep)`, `(rec-oai)`, `(F6)`.
  /\((?:rep|rec|doc|inf|unv|gk)(?:-oai)?(?:[:,;] ?[^()]*)?\)/g,
  /\([A-Z]\d{1,2}(?:, ?[A-Z]?\d{1,2})*\)/g,
  // A document by a name that is none in the clone.
  /\bshared\/(?:reference|cases|[A-Z])\S*/g,
  /\bthe reference (?:says|has|page)\b|\breference: [\w-]+/gi,
];

const PAGE = /(?<![\w/.-])(?:\.{0,2}\/)*((?:[\w-]+\/)*[\w-]+\.md)\b(?:#([\w-]+))?/g;
const URL_IN_TEXT = /\b(?:https?:\/\/|github\.com\/|learn\.microsoft\.com\/)\S+/g;

/** `README.md` is there three times: of the project, of `docs` and of `client`. */
const pagesOfClone: readonly string[] = [
  '.',
  ...['docs', '.github', 'client', 'examples'].filter((folder) => existsSync(folder)),
]
  .flatMap((folder) =>
    readdirSync(folder, { recursive: folder !== '.', encoding: 'utf8' }).map((name) => `${folder}/${name}`),
  )
  .filter((path) => path.endsWith('.md'));

const files = [
  'client/README.md',
  ...readdirSync('.').filter((name) => /\.(?:md|mjs)$/.test(name)),
  ...FOLDERS.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => `${folder}/${name.replaceAll('\\', '/')}`),
  ),
].filter((file) => TEXT.test(file) && file !== THIS && statSync(file).isFile());

test('reads every comment and page of the clone', () => {
  expect(files.length).toBeGreaterThan(700);
  expect(files).toEqual(expect.arrayContaining(['src/app.ts', 'infra/main.bicep', 'docs/azure.md', '.ci/run']));
});

test('has no comment and no page that cites a section of nothing', () => {
  const found = files.flatMap((file) =>
    proseOf(file)
      .flatMap(danglingIn)
      .map((cited) => `${file}: ${cited}`),
  );
  expect(found).toEqual([]);
});

test('names no page and no section of one that is not in the clone', () => {
  const found = files.flatMap((file) => missingPagesIn(readFileSync(file, 'utf8')).map((page) => `${file}: ${page}`));
  expect(found).toEqual([]);
});

describe('what is noticed', () => {
  test.each([
    '/** As recorded (1.2). */',
    '/** Two of them (2.1, 2.3). */',
    '/** Not known yet (6.1, DeploymentNotFound). */',
    '/** Section 4: on every call. */',
    '/** Limits of one unit, see section 5.3. */',
    '/** RFC 9110 has it; section 5.3 has the limits. */',
    '// Host forms: section "Host forms".',
    '/** Reported of a refusal (rep). */',
    '/** Its 404 (rec-oai: hang-up). */',
    '/** One word, one meaning (F6). */',
    '/** The reference says only that it was sent. */',
    '/** What an SDK sends (reference: clients, 1.8). */',
    '/**\n * What a gateway says\n * (1.3).\n */',
    '/** As § 3 has it. */',
  ])('in a source: %s', (comment) => {
    expect(proseOf('src/any.ts', `const one = 1; ${comment}\n`).flatMap(danglingIn)).toHaveLength(1);
  });

  test('in a script and in a page', () => {
    expect(proseOf('infra/any.sh', 'az login # as written (3.4)\n').flatMap(danglingIn)).toEqual(['(3.4)']);
    expect(proseOf('docs/any.md', 'Azure has three forms (3.2).\n').flatMap(danglingIn)).toEqual(['(3.2)']);
  });

  test.each(['house.md', 'docs/azure-realtime.md', '../decisions/gone.md', 'docs/azure.md#no-such-section'])(
    'of pages: %s',
    (page) => {
      expect(missingPagesIn(`/** As ${page} has it. */`)).toHaveLength(1);
    },
  );
});

describe('what may be cited', () => {
  test.each([
    '/** What passes (RFC 9110 section 15.5.9 and 15.5.10, RFC 8470 section 5.2). */',
    '/** RFC 9110 sections 15.6.2 and 15.6.6. */',
    '/** A token (OpenID Connect Core\n * section 3.1.3.7). */',
    '/** Names of DOMException, W3C Media Capture and Streams section 10.2. */',
    '/** Section 5 of RFC 8259. */',
    '/** Its median (1.51–1.70), a wait (0.5 to 6 s), a version (3.9.1). */',
    '// learn.microsoft.com/azure/rest-api-key-value, section "Reserved characters".',
  ])('in a source: %s', (comment) => {
    expect(proseOf('src/any.ts', `${comment}\n`).flatMap(danglingIn)).toEqual([]);
  });

  test('code and quantities are no citation', () => {
    expect(proseOf('src/any.ts', 'const two = half(0.5, 1.2) / z.gte(0.25);\n')).toEqual([]);
  });

  test.each(['docs/azure.md#hang-up', '../README.md', 'decisions/bundles.md', 'https://example.com/any/house.md'])(
    'of pages: %s',
    (page) => {
      expect(missingPagesIn(`See ${page}.`)).toEqual([]);
    },
  );
});

/** The comments of a source, each as one line; of a page everything but its blocks of code. */
function proseOf(file: string, text = readFileSync(file, 'utf8')): readonly string[] {
  if (file.endsWith('.md')) return text.replaceAll(/^```.*?^```/gms, '').split('\n');
  const comments = /\.(?:ts|mjs|js|css|bicep|bicepparam|html|kql)$/.test(file)
    ? /\/\*[\s\S]*?\*\/|(?<=^|[\s;{(])\/\/.*(?:\n\s*\/\/.*)*|<!--[\s\S]*?-->/g
    : /(?<=^|\s)#.*(?:\n\s*#.*)*/g;
  return [...text.matchAll(comments)].map(([comment]) =>
    comment.replaceAll(/\n\s*(?:\*|\/\/|#) ?/g, ' ').replaceAll(/^\/\*\*? ?|\s*\*\/$/g, ''),
  );
}

function danglingIn(prose: string): readonly string[] {
  return [...DANGLING.flatMap((pattern) => prose.match(pattern) ?? []), ...sectionsOfNothing(prose)];
}

function sectionsOfNothing(prose: string): readonly string[] {
  return [...prose.matchAll(SECTION)].flatMap(({ 0: section, index }) => {
    const before =
      prose
        .slice(Math.max(0, index - REACH), index)
        .split(/[.;] /)
        .at(-1) ?? '';
    const after = /^,? of (?:the )?(.{0,30})/.exec(prose.slice(index + section.length))?.[1] ?? '';
    return DOCUMENT.test(before) || DOCUMENT.test(after) ? [] : [section];
  });
}

/** Pages and their sections that are named anywhere in a text and are not in the clone. */
function missingPagesIn(text: string): readonly string[] {
  return [...text.replaceAll(URL_IN_TEXT, '').matchAll(PAGE)].flatMap(([link, path = '', anchor]) => {
    const pages = pagesOfClone.filter((page) => `./${page}`.endsWith(`/${path}`));
    const isThere = pages.some(
      (page) => anchor === undefined || anchorsOf(readFileSync(page, 'utf8')).includes(anchor),
    );
    return isThere ? [] : [link];
  });
}
