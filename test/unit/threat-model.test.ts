import { existsSync, readFileSync } from 'node:fs';

const model = readFileSync('docs/threat-model.md', 'utf8');
const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };
/** The rows of every table whose last column says what shows it. */
const threats = [...model.matchAll(/^\| They try .*\n\|[ |-]+\n((?:\|.*\n)+)/gm)].flatMap(([, rows = '']) =>
  rows.trim().split('\n'),
);

test('tells at least twenty threats, each with a suite or a command that shows what stops it', () => {
  expect(threats.length).toBeGreaterThanOrEqual(20);
  expect(threats.filter((row) => !/`(?:test\/|npm run )[^`]+`[^|]*\|$/.test(row))).toEqual([]);
});

test('names only suites that exist, for every part of src that does', () => {
  const suites = [...model.matchAll(/`(test\/[^`]+)`/g)].map(([, path = '']) => path);
  const missing = suites.filter((path) => {
    const part = /^test\/unit\/([^/]+)$/.exec(path)?.[1];
    return !existsSync(path) && (part === undefined || existsSync(`src/${part}`));
  });
  expect(missing).toEqual([]);
});

test('names only commands that exist', () => {
  const named = [...model.matchAll(/`npm run ([\w:]+)/g)].map(([, name = '']) => name);
  expect(named.filter((name) => !(name in scripts))).toEqual([]);
});

test('says the two things that nothing stops', () => {
  expect(model).toContain('A minted configuration is a default, not a lock.');
  expect(model).toContain('decide who may call');
});
