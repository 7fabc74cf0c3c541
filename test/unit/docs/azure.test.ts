/** What the code relies on about Azure: each statement is marked, and its source can be opened. */
import { existsSync, readFileSync } from 'node:fs';
import { anchorsOf } from '../../support/anchors.ts';

const page = readFileSync('docs/azure.md', 'utf8');
const [statements = '', sources = ''] = page.split(/^## Sources$/m);
const MARK = /^(?:documented|recorded|reported|not verified|read in the worker’s source)/;

/** Of every table after the marks’ own: the cells of a row, its head and rule left out. */
const rows = statements
  .split(/^## /m)
  .slice(1)
  .flatMap((section) => [...section.matchAll(/(?<=^\| -.*\n(?:\|.*\n)*)\| (.*) \|$/gm)])
  .map(([, cells = '']) => cells.split(' | ').map((cell) => cell.trim()));
const namedIn = (text: string) => [...text.matchAll(/\[([^\]\n]+)\](?![(:])/g)].map(([, name = '']) => name);
const defined = new Map(
  [...sources.matchAll(/^\[([^\]]+)\]: (https:\S+)$/gm)].map(([, name = '', url = '']) => [name, url]),
);

test('has a mark for each statement, and a source for what is said to have one', () => {
  expect(rows.length).toBeGreaterThan(70);
  const unmarked = rows.filter((cells) => !MARK.test(cells.at(-2) ?? ''));
  const unfounded = rows.filter(
    ([...cells]) => !/^not verified/.test(cells.at(-2) ?? '') && namedIn(cells.slice(-2).join(' ')).length === 0,
  );
  expect({ unmarked, unfounded }).toEqual({ unmarked: [], unfounded: [] });
});

test('has an address for every source that it names, and names every address', () => {
  const named = new Set(namedIn(statements));
  expect([...named].filter((name) => !defined.has(name))).toEqual([]);
  expect([...defined.keys()].filter((name) => !named.has(name))).toEqual([]);
});

test('has a date for every source that is no thread', () => {
  const dated = [...sources.matchAll(/^\| \[([^\]]+)\] +\| .+ \| (?:read )?\d{4}-\d{2}(?:-\d{2})? +\|$/gm)];
  const isThread = (name: string) => /#\d+$/.test(name);
  expect(dated.map(([, name]) => name)).toEqual([...defined.keys()].filter((name) => !isThread(name)));
});

test('links only to pages and sections that exist', () => {
  const broken = [...page.matchAll(/\]\(([\w./-]*)(?:#([\w-]+))?\)/g)].filter(([, file = '', anchor]) => {
    const path = file === '' ? 'docs/azure.md' : `docs/${file}`;
    return !existsSync(path) || (anchor !== undefined && !anchorsOf(readFileSync(path, 'utf8')).includes(anchor));
  });
  expect(broken.map(([link]) => link)).toEqual([]);
});
