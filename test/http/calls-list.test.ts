/** More calls than fit on a page, through the bundle that ships and Azurite. */
import { TableClient, type TransactionAction } from '@azure/data-tables';
import { connectionOf } from '../../local/azure/storage/storage-service.ts';
import { type CallBench, type Person, startCallBench } from './call-bench.ts';

const PARTITION = 'calls';
/** Of a transaction, and half a page. */
const BATCH = 100;

let bench: CallBench;
let client: TableClient;
beforeAll(async () => {
  // No sweep finds out meanwhile that Azure has none of them.
  bench = await startCallBench({ environment: { CALLS_SWEEP: 'off' } });
  client = TableClient.fromConnectionString(connectionOf(bench.azure.urls.storage ?? ''), 'realtimecalls', {
    allowInsecureConnection: true,
  });
});
afterAll(() => bench.system.stop());

const rowKeyOf = (id: string) => `live:${id}`;

async function write(actions: readonly TransactionAction[]): Promise<void> {
  for (let first = 0; first < actions.length; first += BATCH) {
    await client.submitTransaction(actions.slice(first, first + BATCH));
  }
}

/** Somebody with so many calls: a relayed one, and rows that are like its row. */
async function somebodyWith(count: number, prefix: string): Promise<{ readonly person: Person; ids: string[] }> {
  const person = bench.aPerson();
  const { id } = await bench.relay(person);
  const row = await client.getEntity<{ format: number; body: string }>(PARTITION, rowKeyOf(id));
  const others = Array.from({ length: count - 1 }, (_, index) => `rtc_${prefix}_${String(index).padStart(4, '0')}`);
  await write(
    others.map((other) => [
      'create',
      { partitionKey: PARTITION, rowKey: rowKeyOf(other), format: row.format, body: row.body },
    ]),
  );
  return { person, ids: [id, ...others].sort() };
}

function end(ids: readonly string[]): Promise<void> {
  return write(ids.map((id) => ['delete', { partitionKey: PARTITION, rowKey: rowKeyOf(id) }]));
}

async function page(person: Person, after?: string) {
  const { status, json } = await bench.send(
    person,
    'GET',
    `/api/realtime/calls${after === undefined ? '' : `?after=${after}`}`,
  );
  expect(status).toBe(200);
  const { data, has_more: hasMore } = json as { data: readonly { id: string }[]; has_more: boolean };
  return { ids: data.map(({ id }) => id), hasMore };
}

test('has 200 calls a page, each of them once and in the order of their ids, and says whether there are more', async () => {
  const { person, ids } = await somebodyWith(450, 'many');
  const first = await page(person);
  expect(first).toEqual({ ids: ids.slice(0, 200), hasMore: true });
  const second = await page(person, first.ids.at(-1));
  expect(second).toEqual({ ids: ids.slice(200, 400), hasMore: true });
  expect(await page(person, second.ids.at(-1))).toEqual({ ids: ids.slice(400), hasMore: false });
});

test('has no second page where 200 calls fill the first, nor anybody else’s calls', async () => {
  const { person, ids } = await somebodyWith(200, 'full');
  expect(await page(person)).toEqual({ ids, hasMore: false });
  expect(await page(person, ids.at(-1))).toEqual({ ids: [], hasMore: false });
  expect(await page(bench.aPerson())).toEqual({ ids: [], hasMore: false });
});

test('misses no call and repeats none while calls end between two pages, the last of the page before among them', async () => {
  const { person, ids } = await somebodyWith(300, 'ending');
  const first = await page(person);
  const ended = [ids[10], ids[199], ids[200], ids[250]].map(String);
  await end(ended);
  const second = await page(person, first.ids.at(-1));
  expect(second).toEqual({ ids: ids.slice(200).filter((id) => !ended.includes(id)), hasMore: false });
});

test.each([
  '?after=',
  '?after=live:rtc_1',
  '?after=no%20call',
  '?after=rtc_1&after=rtc_2',
  '?after=rtc_1&limit=5',
  '?limit=5',
])('tells who asks for %s what may be asked', async (query) => {
  const answer = await bench.send(bench.aPerson(), 'GET', `/api/realtime/calls${query}`);
  expect(answer).toMatchObject({ status: 422, json: { code: 'not_permitted' } });
  expect(answer.json['detail']).toContain('after=');
});

test('takes the id of a call that nobody has: the page begins behind it', async () => {
  expect(await page(bench.aPerson(), 'rtc_nobody')).toEqual({ ids: [], hasMore: false });
});
