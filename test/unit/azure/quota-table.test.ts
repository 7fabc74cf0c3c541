/** The adapter against Azurite, which keeps to the service's status codes and error codes. */
import { TableClient } from '@azure/data-tables';
import {
  connectionOf,
  type StorageService,
  startStorageService,
} from '../../../local/azure/storage/storage-service.ts';
import { createAzureQuotaTable } from '../../../src/azure/quota-table.ts';
import type { StorageOptions } from '../../../src/azure/table-client.ts';
import { type CallerCalls, NO_CALLS } from '../../../src/quota/caller-calls.ts';
import { NOON_MS } from '../../support/clock.ts';
import { aClosedPort } from '../../support/loopback-server.ts';

let storage: StorageService;
let client: TableClient;
beforeAll(async () => {
  storage = await startStorageService(0);
  client = TableClient.fromConnectionString(storage.connection, 'realtimequota', { allowInsecureConnection: true });
});
afterAll(() => storage.stop());

function aTable(overrides: Partial<StorageOptions> = {}) {
  const asked: unknown[] = [];
  const credential = {
    async getToken(scope: string | string[]) {
      asked.push(scope);
      return { token: 'identity-token', expiresOnTimestamp: NOON_MS + 3_600_000 };
    },
  };
  const connection = storage.connection;
  return { asked, ...createAzureQuotaTable({ connection, tableServiceUri: undefined, credential, ...overrides }) };
}

const signal = new AbortController().signal;
const UNITS = { calls: false };
const BOTH = { calls: true };
const NOTHING = { issued: { issued: [], etag: undefined } };
const NO_ROWS = { ...NOTHING, calls: { calls: NO_CALLS, etag: undefined } };
const CALLS: CallerCalls = {
  slots: [{ id: 'mint_1', until: NOON_MS, grantSeconds: 60, live: { callId: 'rtc_1', startedAt: NOON_MS } }],
  spent: [{ endedAt: NOON_MS, seconds: 3 }],
};

describe('the table', () => {
  test('is made by the first write; until then nobody has a row', async () => {
    const table = aTable();
    expect(await table.read('first', UNITS, signal)).toEqual(NOTHING);
    expect(await table.read('first', BOTH, signal)).toEqual(NO_ROWS);
    expect(await table.write('first', NOTHING, { issued: [NOON_MS] }, signal)).toBeUndefined();
    const rows = await table.write('first', NOTHING, { issued: [NOON_MS] }, signal);
    expect(rows).toEqual({ issued: { issued: [NOON_MS], etag: expect.any(String) } });
    expect(await table.read('first', UNITS, signal)).toEqual({
      issued: { ...rows?.issued, writtenAt: expect.any(Number) },
    });
  });

  test('is made by the first write of both rows too', async () => {
    await client.deleteTable();
    const table = aTable();
    expect(await table.write('both', NO_ROWS, { issued: [NOON_MS], calls: CALLS }, signal)).toBeUndefined();
    expect(await table.write('both', NO_ROWS, { issued: [NOON_MS], calls: CALLS }, signal)).toBeDefined();
    expect(await table.read('both', BOTH, signal)).toMatchObject({
      issued: { issued: [NOON_MS] },
      calls: { calls: CALLS },
    });
  });

  test('takes a change of the version that was read, and no other', async () => {
    const table = aTable();
    const rows = { ...NOTHING, ...(await table.write('swap', NOTHING, { issued: [NOON_MS] }, signal)) };
    const changed = await table.write('swap', rows, { issued: [NOON_MS, NOON_MS + 1] }, signal);
    expect(changed?.issued?.issued).toHaveLength(2);
    expect(await table.write('swap', rows, { issued: [] }, signal)).toBeUndefined();
    expect(await table.write('swap', NOTHING, { issued: [] }, signal)).toBeUndefined();
    expect((await table.read('swap', UNITS, signal)).issued.issued).toEqual([NOON_MS, NOON_MS + 1]);
  });

  test.each(['issued', 'calls'] as const)('changes both rows or neither: %s has moved', async (rowKey) => {
    const table = aTable();
    const caller = `moved-${rowKey}`;
    await table.write(caller, NO_ROWS, { issued: [NOON_MS], calls: CALLS }, signal);
    const before = await table.read(caller, BOTH, signal);
    await client.updateEntity({ partitionKey: caller, rowKey, moved: true }, 'Merge');
    const change = { issued: [], calls: NO_CALLS };
    expect(await table.write(caller, before, change, signal)).toBeUndefined();
    expect(await table.write(caller, NO_ROWS, change, signal)).toBeUndefined();
    const still = await table.read(caller, BOTH, signal);
    expect(still).toMatchObject({ issued: { issued: [NOON_MS] }, calls: { calls: CALLS } });
    const after = await table.write(caller, still, change, signal);
    expect(await table.write(caller, { ...still, ...after }, { calls: CALLS }, signal)).toBeDefined();
  });

  test('that somebody deleted, or whose row is gone, is read again and not an error', async () => {
    const table = aTable();
    const rows = { ...NO_ROWS, ...(await table.write('gone', NO_ROWS, { issued: [NOON_MS], calls: CALLS }, signal)) };
    await client.deleteEntity('gone', 'issued');
    expect(await table.write('gone', rows, { issued: [] }, signal)).toBeUndefined();
    expect(await table.write('gone', rows, { issued: [], calls: CALLS }, signal)).toBeUndefined();
    expect(await table.read('gone', UNITS, signal)).toEqual(NOTHING);
  });

  test('keeps the row of the calls where an older version writes its own row whole', async () => {
    const table = aTable();
    await table.write('older', NO_ROWS, { issued: [NOON_MS], calls: CALLS }, signal);
    await client.updateEntity({ partitionKey: 'older', rowKey: 'issued', format: 1, issued: '' }, 'Replace');
    expect(await table.read('older', BOTH, signal)).toMatchObject({ issued: { issued: [] }, calls: { calls: CALLS } });
  });

  test.each([
    ['without instants', { format: 1 }],
    ['with what is no instant', { format: 1, issued: '12:00' }],
    ['with a number for instants', { format: 1, issued: 12 }],
    ['without a format', { issued: '' }],
    ['of a format that never was', { format: 0, issued: '' }],
    ['whose format is none', { format: 'one', issued: '' }],
  ])(
    'gives no instants of a row %s: what cannot be read is not nothing, and can be replaced',
    async (_what, members) => {
      await client.upsertEntity({ partitionKey: 'strange', rowKey: 'issued', ...members }, 'Replace');
      const table = aTable();
      const rows = await table.read('strange', UNITS, signal);
      expect(rows.issued).toMatchObject({ issued: undefined, etag: expect.any(String) });
      expect(await table.write('strange', rows, { issued: [NOON_MS] }, signal)).toMatchObject({
        issued: { issued: [NOON_MS] },
      });
    },
  );

  test.each([
    ['without texts', { format: 1 }],
    ['with a slot that is none', { format: 1, slots: 'x', spent: '' }],
    ['without a format', { slots: '', spent: '' }],
  ])('gives no calls of a row %s, which can be replaced', async (_what, members) => {
    await client.upsertEntity({ partitionKey: 'strange', rowKey: 'calls', ...members }, 'Replace');
    const table = aTable();
    const rows = await table.read('strange', BOTH, signal);
    expect(rows.calls).toMatchObject({ calls: undefined, etag: expect.any(String) });
    expect(await table.write('strange', rows, { calls: CALLS }, signal)).toMatchObject({ calls: { calls: CALLS } });
  });

  test.each([
    ['a number', 'issued', { format: 2, issued: '' }],
    ['a 64-bit number', 'issued', { format: { type: 'Int64', value: '2' }, issued: 'x' }],
    ['a text', 'issued', { format: '3' }],
    ['a number', 'calls', { format: 2, slots: '', spent: '' }],
  ])('gives no row of a newer version, whose format is %s: %s', async (_what, rowKey, members) => {
    await client.upsertEntity({ partitionKey: `newer-${rowKey}`, rowKey, ...members }, 'Replace');
    await expect(aTable().read(`newer-${rowKey}`, BOTH, signal)).rejects.toMatchObject({ name: 'NewerRow' });
  });

  test('says when the table wrote a row, by the table’s clock', async () => {
    const table = aTable();
    await table.write('dated', NOTHING, { issued: [NOON_MS] }, signal);
    const { issued } = await table.read('dated', UNITS, signal);
    expect(Math.abs(Date.now() - (issued.writtenAt ?? 0))).toBeLessThan(60_000);
  });

  test('rejects where nobody listens', async () => {
    const connection = connectionOf(`http://127.0.0.1:${await aClosedPort()}/devstoreaccount1`);
    await expect(aTable({ connection }).read('caller', UNITS, signal)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });
});

describe('where storage is', () => {
  test.each([
    ['http://account.table.core.windows.net', 'PlainHttp'],
    ['account', 'PlainHttp'],
  ])('the identity’s token does not go to %s', async (tableServiceUri, name) => {
    const table = aTable({ connection: undefined, tableServiceUri });
    await expect(table.read('caller', UNITS, signal)).rejects.toMatchObject({ name });
    expect(table.asked).toEqual([]);
  });

  test('a key does not go over plain http to anything but this machine', async () => {
    const connection = connectionOf('http://storage.example.com/devstoreaccount1');
    await expect(aTable({ connection }).read('caller', UNITS, signal)).rejects.toThrow('allowInsecureConnection');
  });

  test.each(['', 'no connection string', 'AccountName=x'])(
    '%j fails when it is used, not before',
    async (connection) => {
      await expect(aTable({ connection }).read('caller', UNITS, signal)).rejects.toBeInstanceOf(Error);
    },
  );
});

describe('warming up', () => {
  test('fetches the identity’s token for storage, and calls nothing', async () => {
    const table = aTable({ connection: undefined, tableServiceUri: 'https://account.table.core.windows.net' });
    await table.warmUp();
    expect(table.asked).toEqual(['https://storage.azure.com/.default']);
  });

  test('fetches none for a connection string, and does not throw where there is none to be had', async () => {
    const table = aTable();
    await table.warmUp();
    expect(table.asked).toEqual([]);
    const credential = { getToken: () => Promise.reject(new Error('down')) };
    await expect(aTable({ connection: undefined, credential }).warmUp()).resolves.toBeUndefined();
  });
});
