/** The app's settings as they stand in the store, of every label: the values are judged here and never printed. */
import { AppConfigurationClient } from '@azure/app-configuration';
import type { TokenCredential } from '@azure/identity';
import { readStoredValue, type StoredValue } from '../../src/lib/stored-value.ts';
import { KEY_PREFIX } from '../../src/settings/keys.ts';
import type { StoredSettings } from '../../src/settings/parse-settings.ts';

/** By label, where '' is none; then by key. */
export type StoredByLabel = ReadonlyMap<string, StoredSettings>;

const RETRIES = { maxRetries: 2, retryDelayInMs: 50, maxRetryDelayInMs: 200 };
const ANY_LABEL = '*';

export async function readStore(
  endpoint: string,
  credential: TokenCredential,
  abortSignal: AbortSignal,
): Promise<StoredByLabel> {
  const client = new AppConfigurationClient(endpoint, credential, { retryOptions: RETRIES });
  const stored = new Map<string, Map<string, StoredValue>>();
  const listing = client.listConfigurationSettings({
    keyFilter: `${KEY_PREFIX}*`,
    labelFilter: ANY_LABEL,
    abortSignal,
  });
  for await (const { key, label = '', value: text = '', contentType } of listing) {
    const settings = stored.get(label) ?? new Map<string, StoredValue>();
    stored.set(label, settings.set(key, { text, contentType }));
  }
  return stored;
}

/** As the app reads a text; empty where it is not there or is a reference. `name` is without the prefix. */
export function textOf(stored: StoredSettings, name: string): string {
  const value = stored.get(KEY_PREFIX + name);
  const read = readStoredValue(value ?? { text: '' }, 'text');
  return read.ok ? read.value : '';
}
