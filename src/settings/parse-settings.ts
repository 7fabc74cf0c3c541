/** From the texts of the store to one snapshot, or to everything that is wrong with them. */
import { err, ok, type Result } from '../lib/result.ts';
import type { Setting } from '../lib/setting.ts';
import { validate } from '../lib/validation.ts';
import { BASE_SETTINGS, KEY_PREFIX, type Settings } from './keys.ts';

/** `key` with its prefix, as it stands in the store; `problem` completes the sentence "<key> …". */
export interface SettingProblem {
  readonly key: string;
  readonly problem: string;
}

/** Keys with the prefix, as they stand in the store. */
export type StoredSettings = ReadonlyMap<string, string>;

const DEFINITIONS = Object.entries<Setting<unknown>>(BASE_SETTINGS);
const KNOWN_KEYS: ReadonlySet<string> = new Set(DEFINITIONS.map(([key]) => KEY_PREFIX + key));

export function parseSettings(stored: StoredSettings): Result<Settings, readonly SettingProblem[]> {
  const problems: SettingProblem[] = [];
  const values = DEFINITIONS.map(([name, setting]) => {
    const key = KEY_PREFIX + name;
    const read = readSetting(setting, stored.get(key));
    if (!read.ok) problems.push(...read.error.map((problem) => ({ key, problem })));
    return [name, read.ok ? read.value : undefined] as const;
  });
  // Every definition of BASE_SETTINGS was read and none has a problem, which is what the type of Settings says.
  return problems.length > 0 ? err(problems) : ok(Object.freeze(Object.fromEntries(values)) as Settings);
}

/** Keys under the prefix that this version does not read. They never refuse, so that a version can be rolled back. */
export function unknownKeys(stored: StoredSettings): readonly string[] {
  return [...stored.keys()].filter((key) => !KNOWN_KEYS.has(key)).sort();
}

function readSetting<T>(setting: Setting<T>, text: string | undefined): Result<T, readonly string[]> {
  if (text === undefined || text.trim() === '') {
    return setting.absent === undefined ? err(['is not set']) : ok(setting.absent);
  }
  const validated = validate(setting.schema, text);
  if ('value' in validated) return ok(validated.value);
  return err(validated.findings.map(({ pointer, message }) => (pointer === '' ? message : `at ${pointer} ${message}`)));
}
