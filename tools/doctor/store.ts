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
const NO_LABEL = '\0';
const MAX_REVISIONS = 100;

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

/** Of one key under one label, the newest first: App Configuration keeps them for days (seven where the store is free). */
export async function readRevisions(
  endpoint: string,
  { key, label }: { readonly key: string; readonly label: string | undefined },
  { credential, abortSignal }: { readonly credential: TokenCredential; readonly abortSignal: AbortSignal },
): Promise<readonly StoredValue[]> {
  const client = new AppConfigurationClient(endpoint, credential, { retryOptions: RETRIES });
  const revisions: { readonly at: number; readonly value: StoredValue }[] = [];
  const listing = client.listRevisions({ keyFilter: key, labelFilter: label ?? NO_LABEL, abortSignal });
  for await (const { value: text = '', contentType, lastModified } of listing) {
    revisions.push({ at: lastModified?.getTime() ?? 0, value: { text, contentType } });
    if (revisions.length === MAX_REVISIONS) break;
  }
  return revisions.toSorted((one, other) => other.at - one.at).map(({ value }) => value);
}

/** As the app reads a text; empty where it is not there or is a reference. `name` is without the prefix. */
export function textOf(stored: StoredSettings, name: string): string {
  const value = stored.get(KEY_PREFIX + name);
  const read = readStoredValue(value ?? { text: '' }, 'text');
  return read.ok ? read.value : '';
}
