/** The adapter against Azurite, which keeps to the service's status codes and error codes. */
import { TableClient } from '@azure/data-tables';
import {
  connectionOf,
  type StorageService,
  startStorageService,
} from '../../../local/azure/storage/storage-service.ts';
import { createAzureQuotaTable } from '../../../src/azure/quota-table.ts';
import type { StorageOptions } from '../../../src/azure/table-client.ts';
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
const NOTHING = { issued: [], etag: undefined };

describe('the table', () => {
  test('is made by the first write; until then nobody has a row', async () => {
    const table = aTable();
    expect(await table.read('first', signal)).toEqual(NOTHING);
    expect(await table.write('first', NOTHING, [NOON_MS], signal)).toBeUndefined();
    const row = await table.write('first', NOTHING, [NOON_MS], signal);
    expect(row).toEqual({ issued: [NOON_MS], etag: expect.any(String) });
    expect(await table.read('first', signal)).toEqual({ ...row, writtenAt: expect.any(Number) });
  });

  test('takes a change of the version that was read, and no other', async () => {
    const table = aTable();
    const row = await table.write('swap', NOTHING, [NOON_MS], signal);
    const changed = await table.write('swap', row ?? NOTHING, [NOON_MS, NOON_MS + 1], signal);
    expect(changed?.issued).toHaveLength(2);
    expect(await table.write('swap', row ?? NOTHING, [], signal)).toBeUndefined();
    expect(await table.write('swap', NOTHING, [], signal)).toBeUndefined();
    expect((await table.read('swap', signal)).issued).toEqual([NOON_MS, NOON_MS + 1]);
  });

  test('that somebody deleted, or whose row is gone, is read again and not an error', async () => {
    const table = aTable();
    const row = await table.write('gone', NOTHING, [NOON_MS], signal);
    await client.deleteEntity('gone', 'issued');
    expect(await table.write('gone', row ?? NOTHING, [], signal)).toBeUndefined();
    expect(await table.read('gone', signal)).toEqual(NOTHING);
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
      const row = await table.read('strange', signal);
      expect(row).toMatchObject({ issued: undefined, etag: expect.any(String) });
      expect(await table.write('strange', row, [NOON_MS], signal)).toMatchObject({ issued: [NOON_MS] });
    },
  );

  test.each([
    ['a number', { format: 2, issued: '' }],
    ['a 64-bit number', { format: { type: 'Int64', value: '2' }, issued: 'x' }],
    ['a text', { format: '3' }],
  ])('gives no row of a newer version, whose format is %s', async (_what, members) => {
    await client.upsertEntity({ partitionKey: 'newer', rowKey: 'issued', ...members }, 'Replace');
    await expect(aTable().read('newer', signal)).rejects.toMatchObject({ name: 'NewerRow' });
  });

  test('says when the table wrote a row, by the table’s clock', async () => {
    const table = aTable();
    await table.write('dated', NOTHING, [NOON_MS], signal);
    expect(Math.abs(Date.now() - ((await table.read('dated', signal)).writtenAt ?? 0))).toBeLessThan(60_000);
  });

  test('rejects where nobody listens', async () => {
    const connection = connectionOf(`http://127.0.0.1:${await aClosedPort()}/devstoreaccount1`);
    await expect(aTable({ connection }).read('caller', signal)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });
});

describe('where storage is', () => {
  test.each([
    ['http://account.table.core.windows.net', 'PlainHttp'],
    ['account', 'PlainHttp'],
  ])('the identity’s token does not go to %s', async (tableServiceUri, name) => {
    const table = aTable({ connection: undefined, tableServiceUri });
    await expect(table.read('caller', signal)).rejects.toMatchObject({ name });
    expect(table.asked).toEqual([]);
  });

  test('a key does not go over plain http to anything but this machine', async () => {
    const connection = connectionOf('http://storage.example.com/devstoreaccount1');
    await expect(aTable({ connection }).read('caller', signal)).rejects.toThrow('allowInsecureConnection');
  });

  test.each(['', 'no connection string', 'AccountName=x'])(
    '%j fails when it is used, not before',
    async (connection) => {
      await expect(aTable({ connection }).read('caller', signal)).rejects.toBeInstanceOf(Error);
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
