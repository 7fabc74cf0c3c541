/** Whoever has the clone and a browser can open everything that a comment or a page points to. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { danglingIn, missingPagesIn, proseOf } from '../support/citations.ts';

const FOLDERS = ['src', 'local', 'client/src', 'tools', 'test', 'infra', 'docs', '.github', '.ci'];
const TEXT = /\.(?:ts|mjs|css|html|md|sh|bicep|bicepparam|kql|yml)$|^\.ci\/[\w-]+$/;
/** This test and its support name what they forbid. */
const EXAMPLES = ['test/unit/citations.test.ts', 'test/support/citations.ts'];

const files = [
  'client/README.md',
  ...readdirSync('.').filter((name) => /\.(?:md|mjs)$/.test(name)),
  ...FOLDERS.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => `${folder}/${name.replaceAll('\\', '/')}`),
  ),
].filter((file) => TEXT.test(file) && !EXAMPLES.includes(file) && statSync(file).isFile());

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
