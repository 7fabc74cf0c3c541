/** What the tables of the app have in common: how one is reached, and what an error of the service means. */
import { TableClient, type TableServiceClientOptions } from '@azure/data-tables';
import type { TokenCredential } from '@azure/identity';

export interface StorageOptions {
  /** `undefined` where an identity is used. */
  readonly connection: string | undefined;
  readonly tableServiceUri: string | undefined;
  readonly credential: TokenCredential;
}

class PlainHttp extends Error {
  override readonly name = 'PlainHttp';
}

const STORAGE_SCOPE = 'https://storage.azure.com/.default';
/** Of a transient failure. A repeated write can only lose its own change: the first may have changed the ETag. */
const RETRY = { maxRetries: 1, retryDelayInMs: 50, maxRetryDelayInMs: 200 };
const LOOPBACK = /^http:\/\/(?:127\.0\.0\.1|localhost|\[::1\])[:/]/;

/** The client is built at the first use: its constructor throws at an address that is none, and nothing may fail at start. */
export function lazyTableClient(options: StorageOptions, tableName: string): () => TableClient {
  let made: TableClient | undefined;
  return () => {
    made ??= createClient(options, tableName);
    return made;
  };
}

/** Fetches the identity's token, which on a cold instance takes longer than a caller waits. */
export async function warmUpStorage({ connection, credential }: StorageOptions): Promise<void> {
  if (connection === undefined) await credential.getToken(STORAGE_SCOPE).catch(() => undefined);
}

function createClient({ connection, tableServiceUri = '', credential }: StorageOptions, name: string): TableClient {
  const common: TableServiceClientOptions = { retryOptions: RETRY };
  if (connection === undefined) {
    // The SDK refuses plain http too, at each request and with another sentence.
    if (!tableServiceUri.startsWith('https://')) throw new PlainHttp();
    return new TableClient(tableServiceUri, name, credential, common);
  }
  const endpoint = /(?:^|;)\s*TableEndpoint=([^;]+)/i.exec(connection)?.[1] ?? '';
  const allowInsecureConnection = LOOPBACK.test(endpoint);
  return TableClient.fromConnectionString(connection, name, { ...common, allowInsecureConnection });
}

/** Somebody else made, changed or deleted the row. */
export function hasMoved(error: unknown): boolean {
  const code = codeOf(error);
  return statusOf(error) === 412 || code === 'EntityAlreadyExists' || code === 'ResourceNotFound';
}

export function isWithoutTable(error: unknown): boolean {
  return codeOf(error) === 'TableNotFound';
}

/** There is no row, or no table yet, which the first write makes. */
export function isNotFound(error: unknown): boolean {
  return statusOf(error) === 404;
}

function statusOf(error: unknown): unknown {
  return (error as { statusCode?: unknown } | null)?.statusCode;
}

/** `UpdateConditionNotSatisfied`, `EntityAlreadyExists`, … (Table service error codes); of a transaction it is apart. */
function codeOf(error: unknown): unknown {
  const { code, details } = (error ?? {}) as { code?: unknown; details?: { odataError?: { code?: unknown } } };
  return details?.odataError?.code ?? code;
}
