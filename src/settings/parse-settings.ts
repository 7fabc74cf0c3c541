/** From the texts of the store to one snapshot, or to everything that is wrong with them. */
import { err, ok, type Result } from '../lib/result.ts';
import type { Setting, SettingProblem } from '../lib/setting.ts';
import { validate } from '../lib/validation.ts';
import { isProfileKey, readProfiles } from '../profiles/settings.ts';
import { BASE_SETTINGS, type BaseSettings, KEY_PREFIX, type Settings } from './keys.ts';

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
  if (problems.length > 0) return err(problems);
  // Every definition of BASE_SETTINGS was read and none has a problem, which is what the type says.
  const base = Object.fromEntries(values) as BaseSettings;
  return ok(Object.freeze({ ...base, profiles: readProfiles(stored, KEY_PREFIX, base) }));
}

/** Keys under the prefix that this version does not read. They never refuse, so that a version can be rolled back. */
export function unknownKeys(stored: StoredSettings): readonly string[] {
  const isKnown = (key: string): boolean => KNOWN_KEYS.has(key) || isProfileKey(key.slice(KEY_PREFIX.length));
  return [...stored.keys()].filter((key) => !isKnown(key)).sort();
}

function readSetting<T>(setting: Setting<T>, text: string | undefined): Result<T, readonly string[]> {
  if (text === undefined || text.trim() === '') {
    return setting.absent === undefined ? err(['is not set']) : ok(setting.absent);
  }
  const validated = validate(setting.schema, text);
  if ('value' in validated) return ok(validated.value);
  return err(validated.findings.map(({ pointer, message }) => (pointer === '' ? message : `at ${pointer} ${message}`)));
}
