/** Settings as they stand in the store, and the snapshot that they make. */
import { TOKEN_SCOPES } from '../../src/lib/clouds.ts';
import type { BASE_SETTINGS, Settings } from '../../src/settings/keys.ts';
import { parseSettings, type StoredSettings } from '../../src/settings/parse-settings.ts';
import { unwrap } from './result.ts';

export const TENANT = '11111111-2222-3333-4444-555555555555';
export const OTHER_TENANT = '99999999-2222-3333-4444-555555555555';
export const API = 'aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee';

const SMALLEST = {
  endpoint: 'https://contoso.openai.azure.com',
  deployment: 'gpt-realtime',
  callers: JSON.stringify([{ tenant: TENANT, audiences: [API], scope: 'access_as_user' }]),
};

/** A value of each key that is good, and not what the key has by default; `targets` stand in the place of others. */
export const OTHER_VALUES = {
  endpoint: 'https://fabrikam.openai.azure.com',
  deployment: 'mini',
  resourceId: '/subscriptions/1',
  tokenScope: TOKEN_SCOPES[1],
  secretSeconds: '45',
  callers: JSON.stringify([{ tenant: TENANT, audiences: [API], role: 'Mint.All' }]),
  'cors:origins': '["https://app.example.com"]',
  quota: '{"hour":{"limit":1,"windowSeconds":3600}}',
  calls: '{"maxMinutes":10}',
  'calls:endBefore': '2026-11-23T12:00:00Z',
  revoked: '{"subjects":["0123456789abcdef0123456789abcdef"]}',
  salt: 'https://contoso.azconfig.io#blue',
} satisfies Record<Exclude<keyof typeof BASE_SETTINGS, 'targets'>, string>;
export type BaseKey = keyof typeof OTHER_VALUES;
export const BASE_KEYS = Object.keys(OTHER_VALUES) as BaseKey[];

/** The required keys with good values; `overrides` are without the prefix, and `undefined` takes a key away. */
export function storedSettings(overrides: Readonly<Record<string, string | undefined>> = {}): StoredSettings {
  const entries = Object.entries({ ...SMALLEST, ...overrides });
  return new Map(
    entries.flatMap(([key, value]) => (value === undefined ? [] : [[`realtime:${key}`, { text: value }] as const])),
  );
}

/** The values of the keys that stand, whichever member of the settings has them. */
export function inForce({ targets: [target], ...settings }: Settings) {
  return { ...settings, ...target };
}

export function someSettings(overrides: Readonly<Record<string, string | undefined>> = {}): Settings {
  return unwrap(parseSettings(storedSettings(overrides)));
}
