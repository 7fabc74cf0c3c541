/** The row of a call that is on the line, as nobody but a test writes it. */
import { TableClient } from '@azure/data-tables';
import type { EmulatedAzure } from '../../../local/azure/emulated-azure.ts';
import { connectionOf } from '../../../local/azure/storage/storage-service.ts';
import { LIVE, PARTITION } from '../../../src/azure/call-rows.ts';
import { CALLS_TABLE_NAME } from '../../../src/azure/call-table.ts';

type Body = Readonly<Record<string, unknown>>;

/** Whatever its version. */
export async function changeRow(azure: EmulatedAzure, id: string, change: (body: Body) => Body): Promise<void> {
  const connection = connectionOf(azure.urls.storage ?? '');
  const client = TableClient.fromConnectionString(connection, CALLS_TABLE_NAME, { allowInsecureConnection: true });
  const { body } = await client.getEntity<{ body: string }>(PARTITION, LIVE + id);
  const changed = JSON.stringify(change(JSON.parse(body)));
  await client.updateEntity({ partitionKey: PARTITION, rowKey: LIVE + id, body: changed }, 'Merge');
}
