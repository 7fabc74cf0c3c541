/** Every setting of the app: the parts' own settings composed, under one prefix. */
import * as z from 'zod/mini';
import { REVOCATION_SETTINGS } from '../auth/revocation.ts';
import { SALT_SETTINGS } from '../auth/salt.ts';
import { callerSettings } from '../auth/settings.ts';
import { CALL_SETTINGS, callerCallRules } from '../calls/settings.ts';
import { CORS_SETTINGS } from '../http/cors-settings.ts';
import { isRequired, type Setting } from '../lib/setting.ts';
import type { Profiles } from '../profiles/profile.ts';
import { PROFILE_SETTINGS } from '../profiles/settings.ts';
import { MAX_CEILING } from '../quota/ceiling.ts';
import { ceilingPolicies, QUOTA_SETTINGS, quotaPolicies } from '../quota/settings.ts';
import { REALTIME_SETTINGS } from '../realtime/settings.ts';
import type { Targets } from '../realtime/targets.ts';

/** Prefix of the app's keys in the store, which other apps may share. */
export const KEY_PREFIX = 'realtime:';

/** What an entry of `callers` may say of the end users of apps, in the place of the settings of these names. */
const END_USER_LIMITS = {
  quota: z.optional(quotaPolicies),
  calls: z.optional(callerCallRules),
  /** Over all of them together. */
  ceiling: z.optional(ceilingPolicies(MAX_CEILING)),
};

/** The base keys: each is judged by itself. */
export const BASE_SETTINGS = {
  ...REALTIME_SETTINGS,
  ...callerSettings(END_USER_LIMITS),
  ...CORS_SETTINGS,
  ...QUOTA_SETTINGS,
  ...CALL_SETTINGS,
  ...REVOCATION_SETTINGS,
  ...SALT_SETTINGS,
} as const;

type ValueOf<S> = S extends Setting<infer T> ? T : never;

export type BaseSettings = { readonly [Key in keyof typeof BASE_SETTINGS]: ValueOf<(typeof BASE_SETTINGS)[Key]> };

/** What targets are made of. */
type OfTargets = 'targets' | 'endpoint' | 'deployment' | 'tokenScope';

/** One immutable snapshot of values that can be used. Of the profiles each says whether it can. */
export interface Settings extends Omit<BaseSettings, OfTargets> {
  readonly targets: Targets;
  readonly profiles: Profiles;
  /** Keys with the prefix that are set and that nobody reads, because others are set too. */
  readonly unread: readonly string[];
}

export interface SettingKey {
  /** Without the prefix; `<name>` stands for any. */
  readonly key: string;
  readonly writtenBy: 'bicep' | 'operator';
  readonly required: boolean;
  /** What holds while the value is wrong and this process has had no good one. */
  readonly otherwise: 'refused' | 'default' | 'its callers are refused';
  readonly meaning: string;
  /** The default as it would stand in the store; `undefined` when there is none. */
  readonly defaultText: string | undefined;
}

/** The same as a table, for the documentation, the infrastructure's tests and the doctor. */
export const SETTING_KEYS: readonly SettingKey[] = [
  ...toRows(BASE_SETTINGS, ({ limits }) => (limits === true ? 'refused' : 'default')),
  ...toRows(PROFILE_SETTINGS, () => 'its callers are refused'),
];

function toRows(
  settings: Readonly<Record<string, Setting<unknown>>>,
  otherwiseOf: (setting: Setting<unknown>) => SettingKey['otherwise'],
): readonly SettingKey[] {
  return Object.entries(settings).map(([key, setting]) => ({
    key,
    writtenBy: setting.writtenBy,
    meaning: setting.meaning,
    required: isRequired(setting),
    otherwise: otherwiseOf(setting),
    defaultText: setting.default === undefined ? undefined : toText(setting.default),
  }));
}

function toText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
