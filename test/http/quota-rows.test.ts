/** Rows of the quota's table that this version did not write, through the bundle that ships, against Azurite. */
import { TableClient } from '@azure/data-tables';
import { connectionOf } from '../../local/azure/storage/storage-service.ts';
import { type Answer, type System, startSystem } from './system.ts';

const DAY_MS = 86_400_000;

let system: System;
let client: TableClient;
beforeAll(async () => {
  system = await startSystem({ storage: true });
  client = TableClient.fromConnectionString(connectionOf(system.azure.urls.storage ?? ''), 'realtimequota', {
    allowInsecureConnection: true,
  });
});
afterAll(() => system.stop());

/** A caller who has had one secret, and whose row is then another's work. */
async function callerWithRow(sub: string, row: Readonly<Record<string, unknown>>) {
  const headers = await system.bearer({ sub });
  const { caller } = await system.mintLine(await system.mint({ headers }));
  await client.upsertEntity({ partitionKey: String(caller), rowKey: 'issued', ...row }, 'Replace');
  // What this instance knows of the row is no longer what it is, which it finds out when it writes.
  return { caller, mint: async (): Promise<Answer> => system.mint({ headers: await system.bearer({ sub }) }) };
}

test('a row that cannot be read counts as full for one window, says so in the log, and then heals by itself', async () => {
  const { caller, mint } = await callerWithRow('unreadable', { format: 1, issued: '12:00' });
  const refused = await mint();
  expect(refused).toMatchObject({ status: 429, json: { code: 'quota_exceeded' } });
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(DAY_MS / 1_000);
  expect(await system.logged('quota_row_unreadable')).toMatchObject([{ caller }]);
  expect((await system.request('/api/readyz')).json['warnings']).toEqual([]);
  expect(await system.mint({ headers: await system.bearer({ sub: 'somebody-else' }) })).toMatchObject({ status: 200 });
  await system.advance(DAY_MS + 5_000);
  // The first request after a day finds the settings old.
  await system.mintUntil(200);
  for (let unit = 0; unit < 6; unit += 1) expect(await mint()).toMatchObject({ status: 200 });
  expect(await mint()).toMatchObject({ status: 429 });
});

test('a row of a newer version is not touched: 503 for its caller, and everybody else is served', async () => {
  const row = { format: 2, units: 'of a version to come' };
  const { caller, mint } = await callerWithRow('newer', row);
  const refused = await mint();
  expect(refused).toMatchObject({ status: 503, json: { code: 'quota_unavailable' } });
  expect(await system.mintLine(refused)).toMatchObject({ cause: 'NewerRow' });
  expect(await client.getEntity(String(caller), 'issued')).toMatchObject(row);
  expect((await system.request('/api/readyz')).json['warnings']).toEqual([]);
  expect(await system.mint({ headers: await system.bearer({ sub: 'somebody-else' }) })).toMatchObject({ status: 200 });
});

test('instants of a host that is an hour ahead lock nobody out for an hour', async () => {
  const ahead = Date.now() + 3_600_000;
  const issued = [ahead.toString(36), ...Array.from({ length: 5 }, () => '1')].join('.');
  const { mint } = await callerWithRow('ahead', { format: 1, issued });
  const refused = await mint();
  expect(refused).toMatchObject({ status: 429, json: { 'violated-policies': ['minute'] } });
  expect(Number(refused.headers.get('retry-after'))).toBeLessThanOrEqual(62);
  await system.advance(63_000);
  expect(await mint()).toMatchObject({ status: 200 });
});
