/** One setting of the App Configuration store: read with its ETag, and written only over what was read. */
import { AppConfigurationClient, type ConfigurationSetting } from '@azure/app-configuration';
import type { TokenCredential } from '@azure/identity';
import { valueAt } from '../../src/lib/json.ts';
import { readStoredValue } from '../../src/lib/stored-value.ts';
import type { StoreName } from '../doctor/az-commands.ts';
import { LOOK_TIMEOUT_MS, type Look, look } from '../doctor/look.ts';

export interface HeldSetting {
  /** What it means to the app. */
  readonly text: string;
  /** With its ETag, its content type and its tags. */
  readonly stored: ConfigurationSetting;
}

/** `changed`: somebody has written it since it was read. `failed` has a status, or the kind of an error. */
export type Written =
  | { readonly kind: 'written' }
  | { readonly kind: 'changed' | 'locked' | 'forbidden' }
  | { readonly kind: 'failed'; readonly because: string };

export interface SettingStore {
  read(key: string): Promise<Look<HeldSetting>>;
  write(held: HeldSetting, text: string): Promise<Written>;
}

const RETRIES = { maxRetries: 2, retryDelayInMs: 50, maxRetryDelayInMs: 200 };
/** App Configuration's answers to a write: RFC 9110 section 15.5.13 for the ETag, 409 for a locked key. */
const REFUSALS = new Map([
  [412, 'changed'],
  [409, 'locked'],
  [403, 'forbidden'],
] as const);

export function createSettingStore({ endpoint, label }: StoreName, credential: TokenCredential): SettingStore {
  const client = new AppConfigurationClient(endpoint, credential, { retryOptions: RETRIES });
  return {
    read: (key) =>
      look(`the setting ${key}`, async (abortSignal) => {
        const id = { key, ...(label !== undefined && { label }) };
        const stored = await client.getConfigurationSetting(id, { abortSignal });
        return { text: textOf(stored), stored };
      }),
    async write({ stored, text: before }, text) {
      // A value that was JSON stays JSON; every other one is the text itself.
      const isJson = stored.value?.trim() !== before;
      const next = { ...stored, value: isJson ? JSON.stringify(text) : text };
      try {
        const abortSignal = AbortSignal.timeout(LOOK_TIMEOUT_MS);
        await client.setConfigurationSetting(next, { onlyIfUnchanged: true, abortSignal });
        return { kind: 'written' };
      } catch (error) {
        return toRefusal(error);
      }
    },
  };
}

function textOf({ value = '', contentType }: ConfigurationSetting): string {
  const read = readStoredValue({ text: value, contentType }, 'text');
  return read.ok ? read.value : '';
}

function toRefusal(error: unknown): Written {
  const status = valueAt(error, ['statusCode']);
  const kind = [...REFUSALS].find(([code]) => code === status)?.[1];
  if (kind !== undefined) return { kind };
  const name = error instanceof Error ? error.name : 'unknown error';
  return { kind: 'failed', because: typeof status === 'number' ? `it answered ${status}` : name };
}
