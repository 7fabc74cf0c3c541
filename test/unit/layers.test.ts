/** The plan of the house, tools/layers.ts, against the house. */

import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, sep } from 'node:path';
import { ROOMS, type Room } from '../../tools/layers.ts';

const files = ['src', 'local', 'client', 'tools', 'examples'].flatMap(sourceFiles);
const imports = files.flatMap((file) => importsOf(file));

function roomOf(file: string): Room | undefined {
  const leading = ROOMS.filter(({ path }) => file === path || file.startsWith(`${path}/`));
  return leading.toSorted((one, other) => other.path.length - one.path.length)[0];
}

/** Between two rooms; what stays in one room is its own matter. */
function arrowsOf(some: readonly Import[]): readonly { readonly arrow: string; readonly permitted: boolean }[] {
  return some.flatMap(({ from, to }) => {
    const [one, other] = [roomOf(from), roomOf(to)];
    if (one === other) return [];
    const permitted = other !== undefined && one?.mayImport.includes(other.path) === true;
    return [{ arrow: `${one?.path} -> ${other?.path}`, permitted }];
  });
}

test('has a room for every file', () => {
  expect(files.length).toBeGreaterThan(300);
  expect(files.filter((file) => roomOf(file) === undefined)).toEqual([]);
});

test('lets no room import one that it may not know', () => {
  expect(arrowsOf(imports).flatMap(({ arrow, permitted }) => (permitted ? [] : [arrow]))).toEqual([]);
});

test('permits nothing that no file needs', () => {
  const drawn = new Set(arrowsOf(imports).map(({ arrow }) => arrow));
  const permitted = ROOMS.flatMap(({ path, mayImport }) => mayImport.map((other) => `${path} -> ${other}`));
  expect(permitted.filter((arrow) => !drawn.has(arrow))).toEqual([]);
});

test('goes one way: no room is imported by what it imports', () => {
  const reached = (room: string, seen: ReadonlySet<string> = new Set()): readonly string[] =>
    (ROOMS.find(({ path }) => path === room)?.mayImport ?? []).flatMap((next) =>
      seen.has(next) ? [] : [next, ...reached(next, new Set([...seen, next]))],
    );
  expect(ROOMS.flatMap(({ path }) => (reached(path).includes(path) ? [path] : []))).toEqual([]);
});

test.each([
  ['a type', "import type { Settings } from '../settings/keys.ts';"],
  ['names over several lines', "import {\n  type Settings,\n  KEY_PREFIX,\n} from '../settings/keys.ts';"],
  ['what is handed on', "export { KEY_PREFIX } from '../settings/keys.ts';"],
  ['a file for its effects', "import '../settings/keys.ts';"],
  ['a file when it is needed', "const keys = await import('../settings/keys.ts');"],
])('notices an import of %s that climbs back up', (_what, text) => {
  const found = arrowsOf(importsOf('src/quota/quota.ts', `import { ok } from '../lib/result.ts';\n${text}\n`));
  expect(found).toEqual([
    { arrow: 'src/quota -> src/lib', permitted: true },
    { arrow: 'src/quota -> src/settings', permitted: false },
  ]);
});

interface Import {
  readonly from: string;
  readonly to: string;
}

function sourceFiles(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(folder, name).split(sep).join('/'));
}

function importsOf(file: string, text = readFileSync(file, 'utf8')): readonly Import[] {
  const specifiers = [...text.matchAll(/^(?:import|export)\b[^;]*?'(\.[^']+)'|\bimport\(\s*'(\.[^']+)'/gm)];
  return specifiers.map(([, named, awaited]) => ({
    from: file,
    to: normalize(join(dirname(file), named ?? awaited ?? ''))
      .split(sep)
      .join('/'),
  }));
}
