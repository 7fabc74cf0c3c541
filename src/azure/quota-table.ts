/**
 * The quota's table in Azure Tables. A partition for each caller, so that no two callers share a partition's limit of
 * 2,000 requests a second; in it one row.
 */
import type { TableClient } from '@azure/data-tables';
import { type QuotaRow, type QuotaTable, RowError } from '../quota/quota-table.ts';
import { parseIssuedText, toIssuedText } from './issued-text.ts';
import { codeOf, createTableClient, type StorageOptions, statusOf, warmUpStorage } from './table-client.ts';

export const TABLE_NAME = 'realtimequota';
const ROW_KEY = 'issued';
/** Of the property `issued`. A higher one is a newer version's: such a row is neither read nor written. */
const FORMAT = 1;

export function createAzureQuotaTable(options: StorageOptions): QuotaTable {
  // Built at the first use: the constructor throws at an address that is none, and nothing may fail at start.
  let made: TableClient | undefined;
  function client(): TableClient {
    made ??= createTableClient(TABLE_NAME, options);
    return made;
  }

  async function read(callerHash: string, abortSignal: AbortSignal): Promise<QuotaRow> {
    try {
      const entity = await client().getEntity<Record<string, unknown>>(callerHash, ROW_KEY, { abortSignal });
      const { issued, timestamp, etag } = entity;
      // An Edm.Int64 comes as a bigint.
      const format = Number(entity['format']);
      if (format > FORMAT) throw new RowError('NewerRow');
      const writtenAt = Date.parse(timestamp ?? '');
      return {
        issued: format === FORMAT && typeof issued === 'string' ? parseIssuedText(issued) : undefined,
        writtenAt: Number.isNaN(writtenAt) ? undefined : writtenAt,
        etag,
      };
    } catch (error) {
      // Without a table there is no row either; the first write makes it.
      if (statusOf(error) === 404) return { issued: [], etag: undefined };
      throw error;
    }
  }

  async function put(
    partitionKey: string,
    before: QuotaRow,
    issued: readonly number[],
    abortSignal: AbortSignal,
  ): Promise<QuotaRow> {
    const entity = { partitionKey, rowKey: ROW_KEY, format: FORMAT, issued: toIssuedText(issued) };
    const { etag } =
      before.etag === undefined
        ? await client().createEntity(entity, { abortSignal })
        : await client().updateEntity(entity, 'Replace', { etag: before.etag, abortSignal });
    return { issued, etag };
  }

  async function write(callerHash: string, before: QuotaRow, issued: readonly number[], abortSignal: AbortSignal) {
    try {
      return await put(callerHash, before, issued, abortSignal);
    } catch (error) {
      if (hasMoved(error, before)) return undefined;
      if (codeOf(error) !== 'TableNotFound') throw error;
      await client().createTable({ abortSignal });
      // With a table of its own, what `before` said of the old one no longer holds: the next attempt reads again.
      return undefined;
    }
  }

  return {
    read,
    write,
    warmUp: () => warmUpStorage(options),
  };
}

/** Somebody else made, changed or deleted the row. */
function hasMoved(error: unknown, before: QuotaRow): boolean {
  const code = codeOf(error);
  return before.etag === undefined
    ? code === 'EntityAlreadyExists'
    : statusOf(error) === 412 || code === 'ResourceNotFound';
}
