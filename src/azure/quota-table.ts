/**
 * The quota's table in Azure Tables. A partition for each caller, so that no two callers share a partition's limit of
 * 2,000 requests a second; in it a row of units and, since there are calls, a row of these.
 */
import type { TableClient, TransactionAction } from '@azure/data-tables';
import { NO_CALLS } from '../quota/caller-calls.ts';
import {
  type CallerRows,
  type CallsRow,
  type QuotaRow,
  type QuotaTable,
  RowError,
  type RowsChange,
} from '../quota/quota-table.ts';
import { parseCallsText, toCallsText } from './calls-text.ts';
import { parseIssuedText, toIssuedText } from './issued-text.ts';
import {
  hasMoved,
  isNotFound,
  isWithoutTable,
  lazyTableClient,
  type StorageOptions,
  warmUpStorage,
} from './table-client.ts';

export const TABLE_NAME = 'realtimequota';
const ISSUED_ROW = 'issued';
const CALLS_ROW = 'calls';
/** Of each row. A higher one is a newer version's: such a row is neither read nor written. */
const FORMAT = 1;

export function createAzureQuotaTable(options: StorageOptions): QuotaTable {
  const client = lazyTableClient(options, TABLE_NAME);

  /** `undefined`: there is no such row. */
  async function find(partitionKey: string, rowKey: string, abortSignal: AbortSignal) {
    try {
      const entity = await client().getEntity<Record<string, unknown>>(partitionKey, rowKey, { abortSignal });
      // An Edm.Int64 comes as a bigint.
      const format = Number(entity['format']);
      if (format > FORMAT) throw new RowError('NewerRow');
      return { entity, isOurs: format === FORMAT };
    } catch (error) {
      // Without a table there is no row either; the first write makes it.
      if (isNotFound(error)) return undefined;
      throw error;
    }
  }

  async function readIssued(callerHash: string, signal: AbortSignal): Promise<QuotaRow> {
    const row = await find(callerHash, ISSUED_ROW, signal);
    if (!row) return { issued: [], etag: undefined };
    const { issued, timestamp, etag } = row.entity;
    const writtenAt = Date.parse(timestamp ?? '');
    return {
      issued: row.isOurs && typeof issued === 'string' ? parseIssuedText(issued) : undefined,
      writtenAt: Number.isNaN(writtenAt) ? undefined : writtenAt,
      etag,
    };
  }

  async function readCalls(callerHash: string, signal: AbortSignal): Promise<CallsRow> {
    const row = await find(callerHash, CALLS_ROW, signal);
    if (!row) return { calls: NO_CALLS, etag: undefined };
    const { slots, spent, etag } = row.entity;
    const isText = typeof slots === 'string' && typeof spent === 'string';
    return { calls: row.isOurs && isText ? parseCallsText({ slots, spent }) : undefined, etag };
  }

  async function read(callerHash: string, want: { readonly calls: boolean }, signal: AbortSignal): Promise<CallerRows> {
    if (!want.calls) return { issued: await readIssued(callerHash, signal) };
    const [issued, calls] = await Promise.all([readIssued(callerHash, signal), readCalls(callerHash, signal)]);
    return { issued, calls };
  }

  async function write(callerHash: string, before: CallerRows, change: RowsChange, signal: AbortSignal) {
    try {
      return await putChange(client(), callerHash, before, change, signal);
    } catch (error) {
      if (hasMoved(error)) return undefined;
      if (!isWithoutTable(error)) throw error;
      await client().createTable({ abortSignal: signal });
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

async function putChange(
  client: TableClient,
  partitionKey: string,
  before: CallerRows,
  { issued, calls }: RowsChange,
  signal: AbortSignal,
): Promise<Partial<CallerRows>> {
  const common = { partitionKey, format: FORMAT };
  const rows = [
    ...(issued ? [{ ...common, rowKey: ISSUED_ROW, etag: before.issued.etag, issued: toIssuedText(issued) }] : []),
    ...(calls ? [{ ...common, rowKey: CALLS_ROW, etag: before.calls?.etag, ...toCallsText(calls) }] : []),
  ];
  const etags = await putRows(client, rows, signal);
  return {
    ...(issued && { issued: { issued, etag: etags[0] } }),
    ...(calls && { calls: { calls, etag: etags.at(-1) } }),
  };
}

/** Both or neither, each as it was read: gives their new ETags. */
async function putRows(
  client: TableClient,
  rows: readonly { partitionKey: string; rowKey: string; etag: string | undefined }[],
  abortSignal: AbortSignal,
): Promise<readonly (string | undefined)[]> {
  const [only] = rows;
  if (rows.length === 1 && only) {
    const { etag, ...entity } = only;
    const answer =
      etag === undefined
        ? await client.createEntity(entity, { abortSignal })
        : await client.updateEntity(entity, 'Replace', { etag, abortSignal });
    return [answer.etag];
  }
  const actions = rows.map(
    ({ etag, ...entity }): TransactionAction =>
      etag === undefined ? ['create', entity] : ['update', entity, 'Replace', { etag }],
  );
  const { subResponses } = await client.submitTransaction(actions, { abortSignal });
  return subResponses.map(({ etag }) => etag);
}
