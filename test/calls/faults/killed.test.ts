/** An instance is killed at each arrow of a call, and another one mends what it has left. */
import type { StorageRequest } from '../../support/storage-proxy.ts';
import {
  type FaultBench,
  type Instance,
  isOver,
  newAccount,
  PAST_END_MS,
  RESERVED_MS,
  startFaultBench,
} from './fault-bench.ts';

const TEN_MINUTES = 600;
/** Azure's id stands in what is written after Azure's answer. */
const namesCall = ({ method, body }: StorageRequest) => method !== 'GET' && body.includes('rtc_');
const isSlot = ({ method, path, body }: StorageRequest) =>
  method !== 'GET' && `${path}${body}`.includes('realtimequota');
const isRow = (request: StorageRequest) => namesCall(request) && request.body.includes('live:');
const isConfirmed = (request: StorageRequest) => namesCall(request) && isSlot(request);
const isBeat = ({ method, body }: StorageRequest) => method !== 'GET' && body.includes('confirmed');
const isRecord = ({ method, body }: StorageRequest) => method === 'POST' && body.includes('ended:');
const isRemoval = ({ method, path }: StorageRequest) => method === 'DELETE' && path.includes('live');

let bench: FaultBench;
let other: Instance;
beforeAll(async () => {
  bench = await startFaultBench();
  other = await bench.start();
});
afterAll(() => bench.stop());

/** Whom a killed instance has left gets a call at the other one, and hangs up. */
async function expectServed(person: string): Promise<void> {
  const { status, id } = await bench.relay(other, person);
  expect(status).toBe(201);
  expect((await bench.hangUp(other, person, id)).status).toBe(200);
  expect(bench.isLive(id)).toBe(false);
}

describe('an instance that is killed on the way to the answer answers nobody, and keeps nobody from a call', () => {
  test.each([
    ['before the slot is written', 'before', isSlot],
    ['when the slot stands, before Azure is asked', 'after', isSlot],
    ['after Azure’s 201, before anything names the call', 'before', namesCall],
  ] as const)('%s', async (_what, moment, isMeant) => {
    const doomed = await bench.start();
    const person = bench.aPerson();
    const before = await bench.books();
    const held = doomed.storage.hold(moment, isMeant);
    // Row and slot are written at the same time: the table has neither of them.
    doomed.storage.hold('before', namesCall);
    const answer = bench.relay(doomed, person);
    await held.arrived;
    await doomed.kill();
    expect((await answer).status).toBe(0);
    await bench.advance(RESERVED_MS);
    await expectServed(person);
    const account = newAccount(before, await bench.until(isOver, 'nothing is left'));
    // The one call of `expectServed`.
    expect(account?.spent).toHaveLength(1);
    expect(account?.spent[0]?.seconds).toBeLessThan(TEN_MINUTES);
  });
});

describe('an instance that is killed between the row and the slot', () => {
  test('leaves a row without a slot: the other one hangs up, and nobody is charged for what nobody heard', async () => {
    const doomed = await bench.start();
    const before = await bench.books();
    const held = doomed.storage.hold('before', isConfirmed);
    const answer = bench.relay(doomed, bench.aPerson());
    await held.arrived;
    const { live } = await bench.until((books) => books.live.length === 1, 'the row stands');
    await doomed.kill();
    expect((await answer).status).toBe(0);
    await bench.advance(PAST_END_MS);
    const after = await bench.inTime((books) => books.live.length === 0, 'the row is gone');
    expect(live.map(bench.endedBy)).toEqual(['identity']);
    expect(newAccount(before, after)?.spent).toEqual([]);
  });

  test('leaves a slot without a row: it lapses five minutes after its grant, and until then nobody else has it', async () => {
    const doomed = await bench.start();
    const person = bench.aPerson();
    const held = doomed.storage.hold('before', isRow);
    const answer = bench.relay(doomed, person);
    await held.arrived;
    await bench.until(
      ({ callers }) => [...callers.values()].some((calls) => calls?.slots[0]?.live !== undefined),
      'the slot is confirmed',
    );
    await doomed.kill();
    expect((await answer).status).toBe(0);
    expect(await bench.relay(other, person)).toMatchObject({ status: 429, code: 'calls_exceeded' });
    await bench.advance(PAST_END_MS + 5 * 60_000);
    await expectServed(person);
  });
});

describe('an instance that is killed when the call has its end', () => {
  test.each([
    ['in mid-sweep', isBeat, 'after'],
    ['between the hang-up and the charge', isSlot, 'before'],
    ['between the charge and the record', isSlot, 'after'],
    ['before the record', isRecord, 'before'],
    ['between the record and the row’s end', isRecord, 'after'],
    ['when the row is to be removed', isRemoval, 'before'],
    ['when the row is removed, and its place is not free', isRemoval, 'after'],
  ] as const)('%s: the other one ends it, and it is charged once', async (_what, isMeant, moment) => {
    const doomed = await bench.start();
    const person = bench.aPerson();
    const before = await bench.books();
    const { status, id } = await bench.relay(doomed, person);
    expect(status).toBe(201);
    const held = doomed.storage.hold(moment, isMeant);
    await bench.advance(PAST_END_MS, [doomed]);
    await held.arrived;
    await doomed.kill();
    await bench.advance(PAST_END_MS);
    const after = await bench.inTime(isOver, 'nothing is left');
    expect(bench.isLive(id)).toBe(false);
    expect(newAccount(before, after)?.spent).toEqual([{ endedAt: expect.any(Number), seconds: TEN_MINUTES }]);
    expect(after.ended.filter(({ callId }) => callId === id)).toHaveLength(1);
    await expectServed(person);
  });
});

test('leaves no place of the deployment taken', async () => {
  await bench.advance(PAST_END_MS);
  const { places } = await bench.books();
  expect(places.filter((until) => until > Date.now())).toEqual([]);
});
