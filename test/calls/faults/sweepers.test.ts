/** Two instances sweep the same calls at the same time, as where the timer's lock was lost, and neither undoes the other's work. */
import type { StorageRequest } from '../../support/storage-proxy.ts';
import { type FaultBench, type Instance, isOver, newAccount, PAST_END_MS, startFaultBench } from './fault-bench.ts';

/** Of a call of ten minutes: five more, and the clocks’ difference. */
const PLACE_LAPSED_MS = 16 * 60_000;

const isPlaceRemoval = ({ method, path }: StorageRequest) => method === 'DELETE' && path.includes('place');
const isCharge = ({ method, path, body }: StorageRequest) =>
  method !== 'GET' && `${path}${body}`.includes('realtimequota');

let bench: FaultBench;
let one: Instance;
let other: Instance;
beforeAll(async () => {
  bench = await startFaultBench({
    'realtime:calls': '{"maxMinutes":10,"perCaller":1,"perDeployment":1}',
  });
  one = await bench.start();
  // Their clocks are three seconds apart.
  other = await bench.start({ aheadMs: 3_000 });
});
afterAll(() => bench.stop());

describe('two sweepers', () => {
  test('end a call together, and it is charged once', async () => {
    const before = await bench.books();
    const { id } = await bench.relay(one, bench.aPerson());
    await bench.advance(PAST_END_MS);
    const after = await bench.inTime(isOver, 'nothing is left');
    expect(bench.isLive(id)).toBe(false);
    expect(newAccount(before, after)?.spent).toMatchObject([{ seconds: 600 }]);
  });

  test('charge once where one of them comes back to it when the other has ended it', async () => {
    const before = await bench.books();
    const { id } = await bench.relay(one, bench.aPerson());
    const held = one.storage.hold('before', isCharge);
    await bench.advance(PAST_END_MS, [one]);
    await held.arrived;
    await bench.advance(PAST_END_MS, [other]);
    await bench.until(isOver, 'the other has ended it');
    bench.advanceAzure(PAST_END_MS);
    held.letGo();
    await bench.advance(PAST_END_MS);
    const after = await bench.inTime(isOver, 'nothing is left');
    expect(bench.isLive(id)).toBe(false);
    expect(newAccount(before, after)?.spent).toMatchObject([{ seconds: 600 }]);
  });

  test('leave the next call its place, where one removes it late', async () => {
    const { id } = await bench.relay(one, bench.aPerson());
    const held = one.storage.hold('before', isPlaceRemoval);
    const person = bench.aPerson();
    await bench.advance(PLACE_LAPSED_MS, [one]);
    await held.arrived;
    await bench.advance(PLACE_LAPSED_MS, [other]);
    bench.advanceAzure(PLACE_LAPSED_MS);
    // The row is gone and the place has lapsed: the next call takes it over.
    const next = await bench.relay(other, person);
    expect(next.status).toBe(201);
    held.letGo();
    expect(await bench.relay(other, bench.aPerson())).toMatchObject({ status: 503, code: 'deployment_full' });
    expect([bench.isLive(id), bench.isLive(next.id)]).toEqual([false, true]);
    await bench.advance(PAST_END_MS);
    await bench.inTime(isOver, 'nothing is left');
  });
});

describe('with clocks three seconds apart', () => {
  test('a call of the one that is ahead is ended by the other, and nobody is charged less than nothing', async () => {
    const person = bench.aPerson();
    const before = await bench.books();
    const { id } = await bench.relay(other, person);
    expect((await bench.hangUp(one, person, id)).status).toBe(200);
    const after = await bench.until(isOver, 'nothing is left');
    expect(bench.isLive(id)).toBe(false);
    for (const { seconds } of newAccount(before, after)?.spent ?? []) expect(seconds).toBeGreaterThan(0);
    const next = await bench.relay(one, person);
    expect(next.status).toBe(201);
    expect((await bench.hangUp(other, person, next.id)).status).toBe(200);
  });
});
