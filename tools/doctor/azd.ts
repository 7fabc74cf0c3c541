/** What azd keeps about an environment: `.azure/<env>/.env`, and which environment is the default one. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseJson, valueAt } from '../../src/lib/json.ts';
import { UsageError } from './command-options.ts';

type AzdValues = Readonly<Record<string, string | undefined>>;

/** `KEY="value"` with a backslash before what would end it; `util.parseEnv` undoes those wrongly. */
export function parseAzdEnv(text: string): AzdValues {
  const values: Record<string, string> = {};
  for (const line of text.split('\n')) {
    const [, key, quoted, plain] = /^([A-Za-z_]\w*)=(?:"((?:[^"\\]|\\.)*)"|([^"\s]*))\r?$/.exec(line) ?? [];
    if (key === undefined) continue;
    values[key] = quoted?.replace(/\\(.)/g, (_, char: string) => ESCAPES[char] ?? char) ?? plain ?? '';
  }
  return values;
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };

/**
 * @param ways the options that say where to look.
 * @throws {UsageError} when there is no such environment, or none was named and there is no default.
 */
export async function readAzdEnvironment(folder: string, name: string | undefined, ways: string): Promise<AzdValues> {
  const chosen = name ?? (await defaultEnvironment(folder));
  if (chosen === undefined) {
    throw new UsageError(`Say where to look: ${ways}; --help explains them.`);
  }
  const text = await readFile(join(folder, '.azure', chosen, '.env'), 'utf8').catch(() => undefined);
  if (text === undefined) throw new UsageError(`There is no azd environment "${chosen}" in ${join('.azure', chosen)}.`);
  return parseAzdEnv(text);
}

async function defaultEnvironment(folder: string): Promise<string | undefined> {
  const text = await readFile(join(folder, '.azure', 'config.json'), 'utf8').catch(() => '{}');
  const name = valueAt(parseJson(text), ['defaultEnvironment']);
  return typeof name === 'string' && name !== '' ? name : undefined;
}
