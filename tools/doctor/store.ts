/** The app's settings as they stand in the store, of every label: the values are judged here and never printed. */
import { AppConfigurationClient } from '@azure/app-configuration';
import type { TokenCredential } from '@azure/identity';
import { KEY_PREFIX } from '../../src/settings/keys.ts';

/** By label, where '' is none; then by key. */
export type StoredByLabel = ReadonlyMap<string, ReadonlyMap<string, string>>;

const RETRIES = { maxRetries: 2, retryDelayInMs: 50, maxRetryDelayInMs: 200 };
const ANY_LABEL = '*';

export async function readStore(
  endpoint: string,
  credential: TokenCredential,
  abortSignal: AbortSignal,
): Promise<StoredByLabel> {
  const client = new AppConfigurationClient(endpoint, credential, { retryOptions: RETRIES });
  const stored = new Map<string, Map<string, string>>();
  const listing = client.listConfigurationSettings({
    keyFilter: `${KEY_PREFIX}*`,
    labelFilter: ANY_LABEL,
    abortSignal,
  });
  for await (const { key, label = '', value = '' } of listing) {
    const settings = stored.get(label) ?? new Map<string, string>();
    stored.set(label, settings.set(key, value));
  }
  return stored;
}
