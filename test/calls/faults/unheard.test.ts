/** Calls that nobody hears: they end at their time like any other, and stand in nobody's way meanwhile. */

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

const MINUTE_MS = 60_000;
const isRow = ({ method, body }: StorageRequest) => method !== 'GET' && body.includes('live:');

let bench: FaultBench;
let instance: Instance;
beforeAll(async () => {
  bench = await startFaultBench();
  instance = await bench.start();
});
afterAll(() => bench.stop());
afterEach(() => bench.azure.switches.set('calls.answer', 'normal'));

/** At Azure, of all calls of this suite. */
const onTheLine = () => bench.azure.calls.list().map(({ id }) => id);

describe('a page that never connects', () => {
  test('keeps its call to the end, whatever a look says; then the slot is free, and the whole grant is charged', async () => {
    const person = bench.aPerson();
    const before = await bench.books();
    const { id } = await bench.relay(instance, person);
    await bench.advance(8 * MINUTE_MS);
    await bench.until(() => bench.looks(id) > 0, 'a sweep has looked');
    expect((await bench.books()).live).toEqual([id]);
    expect(onTheLine()).toEqual([id]);
    await bench.advance(PAST_END_MS - 8 * MINUTE_MS);
    const after = await bench.inTime(isOver, 'nothing is left');
    expect(bench.endedBy(id)).toBe('identity');
    expect(newAccount(before, after)?.spent).toMatchObject([{ seconds: 600 }]);
    const next = await bench.relay(instance, person);
    expect(next.status).toBe(201);
    expect((await bench.hangUp(instance, person, next.id)).status).toBe(200);
  });
});

describe('an answer that never arrived', () => {
  /** The row stands and the page is gone. */
  async function cutOff(person: string): Promise<void> {
    const page = new AbortController();
    const held = instance.storage.hold('after', isRow);
    const answer = bench.relay(instance, person, '', page.signal);
    await held.arrived;
    page.abort();
    held.letGo();
    expect((await answer).status).toBe(0);
    await bench.until(
      ({ live, callers }) =>
        live.length === 1 && [...callers.values()].some((calls) => calls?.slots[0]?.live !== undefined),
      'the call has begun',
    );
  }

  test('because the page has gone before the 201: the call ends at its time', async () => {
    const before = await bench.books();
    await cutOff(bench.aPerson());
    const [id = ''] = onTheLine();
    await bench.advance(PAST_END_MS);
    const after = await bench.inTime(isOver, 'nothing is left');
    expect(bench.endedBy(id)).toBe('identity');
    expect(newAccount(before, after)?.spent).toMatchObject([{ seconds: 600 }]);
  });

  test('and whose page asks again at once: the new call takes its place, so that it is one and not two', async () => {
    const person = bench.aPerson();
    await cutOff(person);
    const [unheard = ''] = onTheLine();
    const { status, id } = await bench.relay(instance, person);
    expect(status).toBe(201);
    expect(onTheLine()).toEqual([id]);
    expect(bench.endedBy(unheard)).toBe('identity');
    await bench.advance(PAST_END_MS);
    await bench.inTime(isOver, 'nothing is left');
  });

  test('because Azure’s 201 broke off: its slot is kept for seconds, and nobody is charged for it', async () => {
    const person = bench.aPerson();
    const before = await bench.books();
    bench.azure.switches.set('calls.answer', { value: 'half-body', times: 1 });
    expect(await bench.relay(instance, person)).toMatchObject({ status: 502 });
    // Whether Azure has made a call nobody can tell: until the slot lapses there is no other.
    expect(await bench.relay(instance, person)).toMatchObject({ status: 429, code: 'calls_exceeded' });
    await bench.advance(RESERVED_MS);
    const { status, id } = await bench.relay(instance, person);
    expect(status).toBe(201);
    expect((await bench.books()).live).toEqual([id]);
    await bench.advance(PAST_END_MS);
    const after = await bench.inTime(isOver, 'nothing is left');
    expect(newAccount(before, after)?.spent).toMatchObject([{ seconds: 600 }]);
  });
});
