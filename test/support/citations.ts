/** What the comments and pages of this project point to, and which of it a reader of the clone cannot open. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { anchorsOf } from './anchors.ts';

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
const pagesOfClone: readonly string[] = ['.', ...['docs', '.github', 'client'].filter((folder) => existsSync(folder))]
  .flatMap((folder) =>
    readdirSync(folder, { recursive: folder !== '.', encoding: 'utf8' }).map((name) => `${folder}/${name}`),
  )
  .filter((path) => path.endsWith('.md'));

/** The comments of a source, each as one line; of a page everything but its blocks of code. */
export function proseOf(file: string, text = readFileSync(file, 'utf8')): readonly string[] {
  if (file.endsWith('.md')) return text.replaceAll(/^```.*?^```/gms, '').split('\n');
  const comments = /\.(?:ts|mjs|js|css|bicep|bicepparam|html|kql)$/.test(file)
    ? /\/\*[\s\S]*?\*\/|(?<=^|[\s;{(])\/\/.*(?:\n\s*\/\/.*)*|<!--[\s\S]*?-->/g
    : /(?<=^|\s)#.*(?:\n\s*#.*)*/g;
  return [...text.matchAll(comments)].map(([comment]) =>
    comment.replaceAll(/\n\s*(?:\*|\/\/|#) ?/g, ' ').replaceAll(/^\/\*\*? ?|\s*\*\/$/g, ''),
  );
}

export function danglingIn(prose: string): readonly string[] {
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
export function missingPagesIn(text: string): readonly string[] {
  return [...text.replaceAll(URL_IN_TEXT, '').matchAll(PAGE)].flatMap(([link, path = '', anchor]) => {
    const pages = pagesOfClone.filter((page) => `./${page}`.endsWith(`/${path}`));
    const isThere = pages.some(
      (page) => anchor === undefined || anchorsOf(readFileSync(page, 'utf8')).includes(anchor),
    );
    return isThere ? [] : [link];
  });
}
