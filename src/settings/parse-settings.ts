/** From the values of the store to one snapshot. Each key is judged by itself, and a wrong one keeps what it had. */
import { inCloud } from '../auth/settings.ts';
import { err, ok, type Result } from '../lib/result.ts';
import { isRequired, type Setting, type SettingProblem } from '../lib/setting.ts';
import { readStoredValue, type StoredValue } from '../lib/stored-value.ts';
import { validate } from '../lib/validation.ts';
import { isProfileKey, type ReadProfile, readProfiles, toProfiles } from '../profiles/settings.ts';
import { hasMinutes } from '../quota/settings.ts';
import { SPARE_WITH_TARGETS, UNREAD_WITH_TARGETS } from '../realtime/settings.ts';
import { toTargets } from '../realtime/targets.ts';
import { BASE_SETTINGS, type BaseSettings, KEY_PREFIX, type Settings } from './keys.ts';

/** Keys with the prefix, as they stand in the store. */
export type StoredSettings = ReadonlyMap<string, StoredValue>;

export interface ReadSettings {
  /** `undefined` where a key that limits somebody has no good value and never had one. */
  readonly settings: Settings | undefined;
  /** Of the base keys, whatever is in force instead. */
  readonly problems: readonly SettingProblem[];
  /** By key without the prefix: what holds until a later reading has a good value. */
  readonly values: ReadonlyMap<string, unknown>;
  readonly profiles: ReadonlyMap<string, ReadProfile> | undefined;
}

const DEFINITIONS = Object.entries<Setting<unknown>>(BASE_SETTINGS);
const KNOWN_KEYS: ReadonlySet<string> = new Set(DEFINITIONS.map(([key]) => KEY_PREFIX + key));

/** `before` is what this process read last. */
export function readSettings(stored: StoredSettings, before?: ReadSettings): ReadSettings {
  const problems: SettingProblem[] = [];
  const values = new Map(before?.values);
  const hasTargets = isSet(stored, 'targets');
  for (const [name, setting] of DEFINITIONS) {
    const key = KEY_PREFIX + name;
    const read = readSetting(setting, stored.get(key));
    if (read.ok) values.set(name, read.value);
    else if (!(hasTargets && isSpare(name, stored))) problems.push(...read.error.map((problem) => ({ key, problem })));
    // A default in the place of a wrong quota, or of a wrong list of revoked callers, would serve who must not be.
    if (!values.has(name) && setting.limits !== true) values.set(name, setting.default);
  }
  const nothing = { settings: undefined, values, profiles: undefined };
  const base = toBase(values, hasTargets);
  if (!base) return { ...nothing, problems };
  const { targets: entries, endpoint, deployment: held, tokenScope, ...others } = base;
  const deployment = entries && !isSet(stored, 'deployment') ? undefined : held;
  const keys = { targets: entries, endpoint, deployment, tokenScope };
  const read = toTargets(keys, KEY_PREFIX, before?.settings?.targets);
  problems.push(...read.problems);
  const { targets, outOfForce } = read;
  if (!targets) return { ...nothing, problems };
  // Of a call that a page begins with a secret nobody counts the minutes, whosever they are.
  const quotas = [base.quota, ...base.callers.map(({ onBehalf }) => onBehalf?.quota ?? {})];
  const relayOnly = quotas.some(hasMinutes);
  const defaults = { targets, outOfForce, secretSeconds: base.secretSeconds, relayOnly };
  const profiles = readProfiles(stored, KEY_PREFIX, defaults, before?.profiles);
  const settings = Object.freeze({
    ...others,
    targets,
    callers: inCloud(base.callers, targets[0].endpoint.cloud),
    profiles: toProfiles(profiles),
    unread: hasTargets
      ? UNREAD_WITH_TARGETS.filter((name) => isSet(stored, name)).map((name) => KEY_PREFIX + name)
      : [],
  });
  return { settings, problems, values, profiles };
}

/** With targets nobody reads this key, so it does not matter what is wrong with it. */
function isSpare(name: string, stored: StoredSettings): boolean {
  return SPARE_WITH_TARGETS.has(name) && !(name === 'deployment' && isSet(stored, name));
}

function isSet(stored: StoredSettings, name: string): boolean {
  return (stored.get(KEY_PREFIX + name)?.text ?? '').trim() !== '';
}

/** All settings at once, and only if nothing is wrong: to judge a store without serving from it. */
export function parseSettings(stored: StoredSettings): Result<Settings, readonly SettingProblem[]> {
  const { settings, problems } = readSettings(stored);
  return settings && problems.length === 0 ? ok(settings) : err(problems);
}

/** Keys under the prefix that this version does not read. They never refuse, so that a version can be rolled back. */
export function unknownKeys(stored: StoredSettings): readonly string[] {
  const isKnown = (key: string): boolean => KNOWN_KEYS.has(key) || isProfileKey(key.slice(KEY_PREFIX.length));
  return [...stored.keys()].filter((key) => !isKnown(key)).sort();
}

/** What stands for targets may be missing, since targets say it themselves. */
type Base = Omit<BaseSettings, 'endpoint' | 'deployment'> & Partial<BaseSettings>;

/** `undefined` where one has none. */
function toBase(values: ReadonlyMap<string, unknown>, hasTargets: boolean): Base | undefined {
  const isComplete = DEFINITIONS.every(([name]) => values.has(name) || (hasTargets && SPARE_WITH_TARGETS.has(name)));
  // Every other definition of BASE_SETTINGS has its value, which is what the type says.
  return isComplete ? (Object.fromEntries(values) as Base) : undefined;
}

function readSetting<T>(setting: Setting<T>, stored: StoredValue = { text: '' }): Result<T, readonly string[]> {
  const text = readStoredValue(stored, setting.format ?? 'text');
  if (!text.ok) return err([text.error]);
  // Of a setting that is not required the default is a T, also where that is undefined.
  if (text.value === '') return isRequired(setting) ? err(['is not set']) : ok(setting.default as T);
  const validated = validate(setting.schema, text.value);
  if (validated.ok) return validated;
  return err(validated.error.map(({ pointer, message }) => (pointer === '' ? message : `at ${pointer} ${message}`)));
}
