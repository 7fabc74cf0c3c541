/** The App Configuration store, read page by page and polled by each page's ETag. */
import { AppConfigurationClient, type ConfigurationSetting } from '@azure/app-configuration';
import type { TokenCredential } from '@azure/identity';
import type { StoredValue } from '../lib/stored-value.ts';
import { KEY_PREFIX } from '../settings/keys.ts';
import type { StoredSettings } from '../settings/parse-settings.ts';
import type { SettingsStore } from '../settings/settings-store.ts';

export interface StoreOptions {
  readonly endpoint: string;
  readonly label: string | undefined;
  readonly credential: TokenCredential;
  /** Upper bound of one read with all of its pages. */
  readonly timeoutMs: number;
}

class MalformedListing extends Error {
  override readonly name = 'MalformedListing';
}

interface Page {
  readonly etag: string | undefined;
  readonly entries: readonly (readonly [key: string, value: StoredValue])[];
}

/** App Configuration's wire form of "no label". */
const NO_LABEL = '\0';
/** In a filter they mean a list, a prefix and an escape (learn.microsoft.com/azure/azure-app-configuration/rest-api-key-value, "Reserved characters"). */
const RESERVED = /[*,\\]/g;
const NOT_MODIFIED = 304;
/** When to ask again is the cell's to say, which knows how often the store has failed and what it asked for. */
const RETRY = { maxRetries: 0 };

export function createAppConfigurationStore({ endpoint, label, credential, timeoutMs }: StoreOptions): SettingsStore {
  // Built at the first read: its constructor throws at an endpoint that is no URL, and nothing may fail at start.
  let client: AppConfigurationClient | undefined;
  let pages: readonly Page[] = [];
  let stored: StoredSettings = new Map();
  let isWell = true;

  async function readPages(): Promise<StoredSettings> {
    client ??= new AppConfigurationClient(endpoint, credential, { retryOptions: RETRY });
    const held = pages;
    const next: Page[] = [];
    const listing = client.listConfigurationSettings({
      keyFilter: `${KEY_PREFIX}*`,
      labelFilter: label?.replace(RESERVED, '\\$&') ?? NO_LABEL,
      pageEtags: held.flatMap(({ etag }) => etag ?? []),
      abortSignal: AbortSignal.timeout(timeoutMs),
    });
    for await (const page of listing.byPage()) {
      const unchanged = page._response.status === NOT_MODIFIED ? held[next.length] : undefined;
      // The SDK reads a body that is no listing as a page without settings: believed, it would delete them all.
      if (!unchanged && page.etag === undefined) throw new MalformedListing();
      next.push(unchanged ?? { etag: page.etag, entries: page.items.map(toEntry) });
    }
    if (next.length !== held.length || next.some((page, index) => page !== held[index])) {
      stored = new Map(next.flatMap(({ entries }) => entries));
    }
    pages = next;
    return stored;
  }

  return {
    async read() {
      // What an app that slept finds of its connections: nobody has been asked yet, and nobody is to wait for that.
      const mayRepeat = isWell;
      isWell = false;
      const read = await readPages().catch((cause: unknown) => {
        if (!mayRepeat || !isLostConnection(cause)) throw cause;
        return readPages();
      });
      isWell = true;
      return read;
    },
  };
}

function isLostConnection(cause: unknown): boolean {
  const { code } = (cause ?? {}) as { code?: unknown };
  return code === 'ECONNRESET' || code === 'EPIPE';
}

/** A value that was never written is null on the wire. */
function toEntry({ key, value, contentType }: ConfigurationSetting): Page['entries'][number] {
  return [key, { text: value ?? '', contentType }];
}
