/** The adapter against Azurite, which keeps to the service's status codes, error codes and transactions. */
import { TableClient } from '@azure/data-tables';
import { type StorageService, startStorageService } from '../../../local/azure/storage/storage-service.ts';
import { CALLS_TABLE_NAME, createAzureCallTable } from '../../../src/azure/call-table.ts';
import type { Call, LiveCall } from '../../../src/calls/call.ts';
import type { Place } from '../../../src/calls/call-table.ts';
import { CLOCK_SKEW_MS } from '../../../src/quota/window.ts';
import { NOON_MS } from '../../support/clock.ts';

jest.setTimeout(30_000);

let storage: StorageService;
let client: TableClient;
beforeAll(async () => {
  storage = await startStorageService(0);
  client = TableClient.fromConnectionString(storage.connection, CALLS_TABLE_NAME, { allowInsecureConnection: true });
});
afterAll(() => storage.stop());
/** Each test has a table of its own making. */
beforeEach(() => client.deleteTable());

const signal = new AbortController().signal;
const ORIGIN = 'https://contoso.openai.azure.com';

function aTable() {
  const credential = { getToken: async () => null };
  return createAzureCallTable({ connection: storage.connection, tableServiceUri: undefined, credential });
}

function aCall(overrides: Partial<Call> = {}): Call {
  return {
    id: 'mint_1',
    caller: 'ada',
    formerCallers: ['former'],
    rule: 'rule',
    profile: 'default',
    deployment: 'mini',
    origin: ORIGIN,
    startedAt: NOON_MS,
    dueAt: NOON_MS + 600_000,
    leashed: true,
    grantSeconds: 600,
    counted: true,
    tokenIssuedAt: NOON_MS - 60_000,
    ...overrides,
  };
}

async function begun(callId: string, overrides: Partial<Call> = {}): Promise<LiveCall> {
  const call = await aTable().begin(callId, aCall(overrides), undefined, signal);
  if (!call) throw new Error('The call was there already.');
  return call;
}

const DUE = { at: NOON_MS + 600_000, reason: 'due', seconds: 600 } as const;

describe('a call', () => {
  test('is on the line once its row is there, also where there was no table', async () => {
    expect(await aTable().live(signal)).toEqual([]);
    const call = await begun('rtc_1');
    expect(call).toEqual({ ...aCall(), callId: 'rtc_1', etag: expect.any(String) });
    expect(await aTable().live(signal)).toEqual([call]);
    expect(await aTable().find('rtc_1', signal)).toEqual(call);
    expect(await aTable().find('rtc_2', signal)).toBeUndefined();
  });

  test('begins once', async () => {
    await begun('rtc_1');
    expect(await aTable().begin('rtc_1', aCall({ caller: 'eve' }), undefined, signal)).toBeUndefined();
    expect(await aTable().find('rtc_1', signal)).toMatchObject({ caller: 'ada' });
  });

  test('is changed in the version that was read, and in no other', async () => {
    const call = await begun('rtc_1');
    const seen = await aTable().change(call, aCall({ lastSeenAlive: NOON_MS + 1 }), signal);
    expect(seen).toMatchObject({ lastSeenAlive: NOON_MS + 1, callId: 'rtc_1' });
    expect(await aTable().change(call, aCall(), signal)).toBeUndefined();
    expect(await aTable().find('rtc_1', signal)).toEqual(seen);
  });

  test('that has ended is found with its end and is not on the line', async () => {
    const call = await begun('rtc_1');
    expect(await aTable().end(call, DUE, signal)).toBe(true);
    expect(await aTable().live(signal)).toEqual([]);
    expect(await aTable().find('rtc_1', signal)).toEqual({ ...aCall(), callId: 'rtc_1', end: DUE });
  });

  test('ends as the first says who ends it, however often it is ended', async () => {
    const call = await begun('rtc_1');
    await aTable().end(call, DUE, signal);
    expect(await aTable().end(call, { ...DUE, reason: 'owner' }, signal)).toBe(false);
    expect(await aTable().find('rtc_1', signal)).toMatchObject({ end: { reason: 'due' } });
  });

  test('that was seen alive while it was being ended is not on the line', async () => {
    const call = await begun('rtc_1');
    await aTable().change(call, aCall({ lastSeenAlive: NOON_MS }), signal);
    expect(await aTable().end(call, DUE, signal)).toBe(true);
    expect(await aTable().live(signal)).toEqual([]);
    expect(await aTable().change(call, aCall({ lastSeenAlive: NOON_MS + 1 }), signal)).toBeUndefined();
  });

  test.each([
    ['of a newer version', { format: 2, body: '{}' }],
    ['without a body', { format: 1 }],
    ['whose body is no JSON', { format: 1, body: 'x' }],
    ['without members', { format: 1, body: '{}' }],
  ])('%s cannot be read, is told apart by its id and its age, and can be dropped', async (_what, members) => {
    await begun('rtc_1');
    await client.createEntity({ partitionKey: 'calls', rowKey: 'live:rtc_2', ...members });
    const [, unreadable] = await aTable().live(signal);
    expect(unreadable).toEqual({ callId: 'rtc_2', etag: expect.any(String), writtenAt: expect.any(Number) });
    expect(await aTable().find('rtc_2', signal)).toBeUndefined();
    await aTable().drop(unreadable as Parameters<ReturnType<typeof aTable>['drop']>[0], signal);
    expect(await aTable().live(signal)).toHaveLength(1);
  });

  test('of more than a thousand is listed too', async () => {
    await begun('rtc_0');
    for (let page = 0; page < 12; page += 1) {
      const body = JSON.stringify(aCall());
      await client.submitTransaction(
        Array.from({ length: 100 }, (_, index) => [
          'create',
          { partitionKey: 'calls', rowKey: `live:rtc_${page}-${index}`, format: 1, body },
        ]),
      );
    }
    expect(await aTable().live(signal)).toHaveLength(1_201);
  });
});

describe('what has ended', () => {
  test('is forgotten when it is old enough, a page at a time', async () => {
    for (let index = 0; index < 101; index += 1) {
      const call = await begun(`rtc_${index}`);
      await aTable().end(call, { ...DUE, at: NOON_MS + index }, signal);
    }
    expect(await aTable().forget(NOON_MS, signal)).toBe(false);
    expect(await aTable().forget(NOON_MS + 100, signal)).toBe(true);
    expect(await aTable().forget(NOON_MS + 100, signal)).toBe(false);
    expect(await aTable().find('rtc_99', signal)).toBeUndefined();
    expect(await aTable().find('rtc_100', signal)).toBeDefined();
  });
});

describe('the places of a deployment', () => {
  const order = { origin: ORIGIN, deployment: 'mini', cap: 3, now: NOON_MS, until: NOON_MS + 40_000 };
  const take = (id: string, overrides: Partial<typeof order> = {}) =>
    aTable().takePlace({ ...order, id, ...overrides }, signal);

  test('are taken by as many calls as there are, over all instances, and by no more', async () => {
    const taken = await Promise.all(Array.from({ length: 9 }, (_, index) => take(`mint_${index}`)));
    expect(taken.filter((place) => 'key' in place)).toHaveLength(3);
    expect(taken.find((place) => 'freeAt' in place)).toEqual({ freeAt: NOON_MS + 40_000 });
    expect(await take('elsewhere', { deployment: 'other' })).toHaveProperty('key');
  });

  test('lapse by themselves, two seconds after their time', async () => {
    for (const id of ['a', 'b', 'c']) await take(id);
    expect(await take('d', { now: order.until + CLOCK_SKEW_MS - 1 })).toHaveProperty('freeAt');
    expect(await take('d', { now: order.until + CLOCK_SKEW_MS })).toHaveProperty('key');
  });

  test('are a call’s until it has ended, and then the next one’s', async () => {
    const held = (await take('mint_1', { cap: 1 })) as Place;
    const place = { held, until: NOON_MS + 900_000 };
    const call = await aTable().begin('rtc_1', aCall({ place: held.key }), place, signal);
    expect(await take('mint_2', { cap: 1, now: NOON_MS + 600_000 })).toEqual({ freeAt: NOON_MS + 900_000 });
    await aTable().end(call as LiveCall, DUE, signal);
    expect(await take('mint_2', { cap: 1 })).toHaveProperty('key');
  });

  test('that lapsed before the call began are not taken over by it', async () => {
    const held = (await take('mint_1', { cap: 1 })) as Place;
    await take('mint_2', { cap: 1, now: NOON_MS + 50_000, until: NOON_MS + 90_000 });
    const place = { held, until: NOON_MS + 900_000 };
    expect(await aTable().begin('rtc_1', aCall(), place, signal)).toBeUndefined();
    expect(await aTable().live(signal)).toEqual([]);
  });

  test('of the next call stay its own where the call before ends late', async () => {
    const held = (await take('mint_1', { cap: 1 })) as Place;
    const place = { held, until: NOON_MS + 900_000 };
    const call = await aTable().begin('rtc_1', aCall({ place: held.key }), place, signal);
    await take('mint_2', { cap: 1, now: NOON_MS + 950_000, until: NOON_MS + 990_000 });
    await aTable().end(call as LiveCall, DUE, signal);
    expect(await take('mint_3', { cap: 1, now: NOON_MS + 960_000 })).toEqual({ freeAt: NOON_MS + 990_000 });
  });

  test('are left by a call that never began', async () => {
    const held = (await take('mint_1', { cap: 1 })) as Place;
    await aTable().leavePlace(held, signal);
    expect(await take('mint_2', { cap: 1 })).toHaveProperty('key');
    await aTable().leavePlace(held, signal);
    expect(await take('mint_3', { cap: 1 })).toHaveProperty('freeAt');
  });
});

test('the heartbeat is the one that was written last, and none before', async () => {
  expect(await aTable().heartbeat(signal)).toBeUndefined();
  const heartbeat = { at: NOON_MS, by: 'timer', forbidden: [ORIGIN], confirmed: [], asked: [ORIGIN] } as const;
  await aTable().beat(heartbeat, signal);
  await aTable().beat({ ...heartbeat, at: NOON_MS + 1 }, signal);
  expect(await aTable().heartbeat(signal)).toEqual({ ...heartbeat, at: NOON_MS + 1 });
});
