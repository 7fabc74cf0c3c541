/** How a table of the host's storage is reached, whichever it is. */
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
/** Of a transient failure. A repeated write can only lose its own unit: the first may have changed the ETag. */
const RETRY = { maxRetries: 1, retryDelayInMs: 50, maxRetryDelayInMs: 200 };
const LOOPBACK = /^http:\/\/(?:127\.0\.0\.1|localhost|\[::1\])[:/]/;

/** @throws at an address that is none, so it is called at the first use. */
export function createTableClient(
  name: string,
  { connection, tableServiceUri = '', credential }: StorageOptions,
): TableClient {
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

/** On a cold instance the identity's first token takes longer than a caller waits for a decision. Never rejects. */
export async function warmUpStorage({ connection, credential }: StorageOptions): Promise<void> {
  if (connection === undefined) await credential.getToken(STORAGE_SCOPE).catch(() => undefined);
}

export function statusOf(error: unknown): unknown {
  return (error as { statusCode?: unknown } | null)?.statusCode;
}

/** `UpdateConditionNotSatisfied`, `EntityAlreadyExists`, … (Table service error codes). */
export function codeOf(error: unknown): unknown {
  const { details } = (error ?? {}) as { details?: { odataError?: { code?: unknown } } };
  return details?.odataError?.code;
}
