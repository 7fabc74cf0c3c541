/** A thousand calls whose time is up in the same minute. */
import { TableClient, type TransactionAction } from '@azure/data-tables';
import type { EmulatedAzure } from '../../../local/azure/emulated-azure.ts';
import { connectionOf } from '../../../local/azure/storage/storage-service.ts';
import type { RunningHost } from '../../../local/host/start-host.ts';
import { LIVE, toEntity } from '../../../src/azure/call-rows.ts';
import { CALLS_TABLE_NAME } from '../../../src/azure/call-table.ts';
import { createAzureQuotaTable, TABLE_NAME } from '../../../src/azure/quota-table.ts';
import type { Call } from '../../../src/calls/call.ts';
import { atMostAtOnce } from '../../../src/lib/at-most-at-once.ts';
import { NO_CALLS } from '../../../src/quota/caller-calls.ts';
import { anOffer } from '../../support/sdp.ts';
import { startTestAzure } from '../../support/start-test-azure.ts';
import { startTestHost } from '../../support/start-test-host.ts';
import { mintSecret, postOffer, resourceOf } from '../caller.ts';
import { readBooks } from '../storm/books.ts';

const CALLERS = 50;
const CALLS_EACH = 20;
const SECONDS = 600;
const MINUTE_MS = 60_000;
/** Of a transaction. */
const BATCH = 100;
const AT_ONCE = 20;
/** Longer than a sweep, on a machine that has other things to do. */
const LIMIT_MS = 240_000;

/** The connection string has the key. */
const NOBODY = { getToken: async () => null };

let azure: EmulatedAzure;
let host: RunningHost;
beforeAll(async () => {
  azure = await startTestAzure({
    storage: true,
    settings: { 'realtime:quota': '{"speech":{"minutes":10000,"windowSeconds":86400}}' },
  });
  azure.switches.set('calls.media', 'off');
  host = await startTestHost(azure);
});
afterAll(async () => {
  await host.stop();
  await azure.stop();
});

const connection = () => connectionOf(azure.urls.storage ?? '');

/** Begun straight at Azure, and written as the relay does: a slot of each in its caller's row, and a row of its own. */
async function begin(): Promise<readonly string[]> {
  const ids = await openAtAzure(CALLERS * CALLS_EACH);
  const startedAt = Date.now();
  const calls = ids.map((callId, index) => ({ callId, ...aCall(callId, `caller-${index % CALLERS}`, startedAt) }));
  const [rows] = await Promise.all([tableOf(CALLS_TABLE_NAME), tableOf(TABLE_NAME)]);
  for (const [caller, own] of Map.groupBy(calls, (call) => call.caller)) {
    const slots = own.map(({ id, callId, dueAt, grantSeconds }) => ({
      ...{ id, grantSeconds, until: dueAt + 5 * MINUTE_MS, live: { callId, startedAt } },
    }));
    const before = { issued: { issued: [], etag: undefined }, calls: { calls: NO_CALLS, etag: undefined } };
    const quota = createAzureQuotaTable({ connection: connection(), tableServiceUri: undefined, credential: NOBODY });
    await quota.write(caller, before, { calls: { ...NO_CALLS, slots } }, AbortSignal.timeout(LIMIT_MS));
  }
  const actions = calls.map(({ callId, ...call }): TransactionAction => ['create', toEntity(LIVE + callId, call)]);
  for (let first = 0; first < actions.length; first += BATCH) {
    await rows.submitTransaction(actions.slice(first, first + BATCH));
  }
  return ids;
}

async function tableOf(name: string): Promise<TableClient> {
  const client = TableClient.fromConnectionString(connection(), name, { allowInsecureConnection: true });
  await client.createTable();
  return client;
}

/** One secret begins them all. */
async function openAtAzure(count: number): Promise<readonly string[]> {
  const resource = await resourceOf(azure);
  const secret = await mintSecret(resource);
  const ids: string[] = [];
  await atMostAtOnce(
    AT_ONCE,
    Array.from({ length: count }),
    async () => {
      const answer = await postOffer(resource, secret, anOffer());
      await answer.arrayBuffer();
      ids.push(answer.headers.get('location')?.split('/').at(-1) ?? '');
    },
    (_, cause) => {
      throw cause;
    },
  );
  return ids;
}

function aCall(callId: string, caller: string, startedAt: number): Call {
  return {
    ...{ id: `of_${callId}`, caller, formerCallers: [], rule: 'rule', profile: 'default', deployment: 'mini' },
    ...{ origin: azure.urls.openai, startedAt, dueAt: startedAt + SECONDS * 1_000, leashed: true },
    ...{ grantSeconds: SECONDS, counted: true },
  };
}

/** A sweep ends at its deadline, and the next one goes on. */
async function sweepUntil(isOver: () => Promise<boolean>): Promise<void> {
  const limit = performance.now() + LIMIT_MS;
  for (let looks = 1; !(await isOver()); looks += 1) {
    if (performance.now() > limit) throw new Error(`There are still ${azure.calls.list().length} on the line.`);
    await new Promise((resolve) => setTimeout(resolve, 500));
    if (looks % 20 === 0) await host.advance(MINUTE_MS);
  }
}

test(
  'a thousand calls that are due at once are hung up, each is charged once, and nothing is left',
  async () => {
    const ids = await begin();
    expect(azure.calls.list()).toHaveLength(CALLERS * CALLS_EACH);
    await host.advance(SECONDS * 1_000 + MINUTE_MS);
    await sweepUntil(async () => azure.calls.list().length === 0 && (await readBooks(azure)).live.length === 0);
    const { ended, callers } = await readBooks(azure);
    expect(ended.map(({ callId }) => callId).sort()).toEqual([...ids].sort());
    expect(azure.calls.ended().filter(({ by }) => by === 'identity')).toHaveLength(ids.length);
    const charged = Array.from({ length: CALLS_EACH }, () => SECONDS);
    expect(callers.size).toBe(CALLERS);
    for (const account of callers.values()) {
      expect(account?.slots).toEqual([]);
      expect(account?.spent.map(({ seconds }) => seconds)).toEqual(charged);
    }
  },
  LIMIT_MS,
);
