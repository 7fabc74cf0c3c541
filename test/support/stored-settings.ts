/** Settings as they stand in the store, and the snapshot that they make. */
import type { Settings } from '../../src/settings/keys.ts';
import { parseSettings, type StoredSettings } from '../../src/settings/parse-settings.ts';
import { unwrap } from './result.ts';

export const TENANT = '11111111-2222-3333-4444-555555555555';
export const API = 'aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee';

const SMALLEST = {
  endpoint: 'https://contoso.openai.azure.com',
  deployment: 'gpt-realtime',
  callers: JSON.stringify([{ tenant: TENANT, audiences: [API], scope: 'access_as_user' }]),
};

/** The required keys with good values; `overrides` are without the prefix, and `undefined` takes a key away. */
export function storedSettings(overrides: Readonly<Record<string, string | undefined>> = {}): StoredSettings {
  const entries = Object.entries({ ...SMALLEST, ...overrides });
  return new Map(
    entries.flatMap(([key, value]) => (value === undefined ? [] : [[`realtime:${key}`, { text: value }] as const])),
  );
}

export function someSettings(overrides: Readonly<Record<string, string | undefined>> = {}): Settings {
  return unwrap(parseSettings(storedSettings(overrides)));
}
