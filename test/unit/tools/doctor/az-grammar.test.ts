/** Each `az` that the doctor's source writes has a command and options that the Azure CLI has. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { optionsOf } from '../../../../local/azure/cli/az-grammar.ts';

const ROOT = 'tools/doctor';
const files = readdirSync(ROOT, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
const calls = files.flatMap((file) =>
  callsIn(readFileSync(join(ROOT, file), 'utf8')).map((words) => [file, words.join(' '), words] as const),
);

/** The literal words, in order; names come from variables. */
function callsIn(source: string): readonly (readonly string[])[] {
  return [...source.matchAll(/(?<![.\w])az\(/g)].flatMap(({ index }) => {
    const words = [...callText(source.slice(index)).matchAll(/'([^'\n]*)'/g)].map(([, word = '']) => word);
    return words.length === 0 ? [] : [words];
  });
}

function callText(source: string): string {
  let depth = 0;
  for (let at = source.indexOf('('); at < source.length; at += 1) {
    if (source[at] === '(') depth += 1;
    if (source[at] === ')') depth -= 1;
    if (depth === 0) return source.slice(0, at);
  }
  return source;
}

test('there are such calls', () => {
  expect(calls.length).toBeGreaterThan(15);
});

test.each(calls)('%s: az %s', (_file, _line, words) => {
  const first = words.findIndex((word) => word.startsWith('-'));
  const command = (first === -1 ? words : words.slice(0, first)).join(' ');
  const known = optionsOf(command);
  expect([command, known !== undefined]).toEqual([command, true]);
  const spellings = known?.flatMap((option) => option.spellings) ?? [];
  const used = words.filter((word) => /^--?[a-z]/.test(word));
  expect(spellings).toEqual(expect.arrayContaining(used));
});
