/** What stands in the two tables when the storm is over. */
import { TableClient } from '@azure/data-tables';
import type { EmulatedAzure } from '../../../local/azure/emulated-azure.ts';
import { connectionOf } from '../../../local/azure/storage/storage-service.ts';
import { ENDED, LIVE, readEnded, readPlace, type StoredRow } from '../../../src/azure/call-rows.ts';
import { CALLS_TABLE_NAME } from '../../../src/azure/call-table.ts';
import { parseCallsText } from '../../../src/azure/calls-text.ts';
import { TABLE_NAME } from '../../../src/azure/quota-table.ts';
import type { EndedCall } from '../../../src/calls/call.ts';
import type { CallerCalls } from '../../../src/quota/caller-calls.ts';

export interface Books {
  /** Azure's ids. */
  readonly live: readonly string[];
  readonly ended: readonly EndedCall[];
  /** When each place lapses; 0 where the row cannot be read. */
  readonly places: readonly number[];
  /** By the caller's hash; `undefined` where the row cannot be read. */
  readonly callers: ReadonlyMap<string, CallerCalls | undefined>;
}

export async function readBooks(azure: EmulatedAzure): Promise<Books> {
  const [calls, callers] = await Promise.all([rowsOf(azure, CALLS_TABLE_NAME), rowsOf(azure, TABLE_NAME)]);
  const of = (prefix: string) => calls.filter(({ rowKey = '' }) => rowKey.startsWith(prefix));
  return {
    live: of(LIVE).map(({ rowKey = '' }) => rowKey.slice(LIVE.length)),
    ended: of(ENDED).flatMap((row) => readEnded(row) ?? []),
    places: of('place:').map((row) => readPlace(row)?.until ?? 0),
    callers: new Map(
      callers
        .filter(({ rowKey }) => rowKey === 'calls')
        .map(({ partitionKey, slots, spent }) => [
          String(partitionKey),
          parseCallsText({ slots: String(slots ?? ''), spent: String(spent ?? '') }),
        ]),
    ),
  };
}

async function rowsOf(azure: EmulatedAzure, table: string): Promise<readonly StoredRow[]> {
  const connection = connectionOf(azure.urls.storage ?? '');
  const client = TableClient.fromConnectionString(connection, table, { allowInsecureConnection: true });
  const rows: StoredRow[] = [];
  try {
    for await (const row of client.listEntities<Record<string, unknown>>()) rows.push(row as StoredRow);
  } catch (error) {
    // Its first write makes a table.
    if ((error as { readonly statusCode?: unknown }).statusCode !== 404) throw error;
  }
  return rows;
}
