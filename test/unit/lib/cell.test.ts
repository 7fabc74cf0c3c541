import { type Cell, createCell, type Held } from '../../../src/lib/cell.ts';
import { err, ok, type Result } from '../../../src/lib/result.ts';
import { aClock, type TestClock } from '../../support/clock.ts';
import { aDeferred, type Deferred } from '../../support/deferred.ts';

type Outcome = Result<Held<string>, string>;

interface Bench {
  readonly cell: Cell<string, string>;
  readonly clock: TestClock;
  /** One for each load that was started. */
  readonly loads: readonly Deferred<Outcome>[];
  /** Lets load number `index` end with a value: fresh for 10 ms, served until 100, usable until 1,000. */
  succeed(index: number, value: string): Promise<void>;
  fail(index: number, reason: string): Promise<void>;
}

/** `random` of 1 takes nothing away from a cool-down. */
function aBench(random = 1): Bench {
  const clock = aClock(0);
  const loads: Deferred<Outcome>[] = [];
  const cell = createCell<string, string>({
    load: () => {
      const load = aDeferred<Outcome>();
      loads.push(load);
      return load.promise;
    },
    failed: (cause) => `failed: ${cause instanceof Error ? cause.name : String(cause)}`,
    now: clock.now,
    timeoutMs: 5_000,
    patienceMs: 200,
    askedToWaitMs: (reason) => Number(/wait (\d+) ms/.exec(reason)?.[1] ?? 0),
    random: () => random,
  });
  async function finish(index: number, outcome: Outcome): Promise<void> {
    loads[index]?.resolve(outcome);
    await jest.advanceTimersByTimeAsync(0);
  }
  return {
    cell,
    clock,
    loads,
    succeed(index, value) {
      const at = clock.now();
      return finish(index, ok({ value, freshUntil: at + 10, serveUntil: at + 100, usableUntil: at + 1_000 }));
    },
    fail: (index, reason) => finish(index, err(reason)),
  };
}

async function aFilledBench(value = 'first'): Promise<Bench> {
  const bench = aBench();
  const got = bench.cell.get();
  await bench.succeed(0, value);
  await got;
  return bench;
}

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

describe('a cell', () => {
  test('loads nothing until somebody asks', () => {
    const { cell, loads } = aBench();
    expect(cell.peek()).toEqual({ held: undefined, heldAt: undefined, failure: undefined });
    expect(loads).toHaveLength(0);
  });

  test('loads once for all callers who wait', async () => {
    const { cell, loads, succeed } = aBench();
    const callers = [cell.get(), cell.get(), cell.refresh()];
    await succeed(0, 'first');
    expect(await Promise.all(callers)).toEqual([ok('first'), ok('first'), ok('first')]);
    expect(loads).toHaveLength(1);
  });

  test('serves a fresh value without a load', async () => {
    const { cell, clock, loads } = await aFilledBench();
    clock.advance(9);
    expect(await cell.get()).toEqual(ok('first'));
    expect(loads).toHaveLength(1);
  });

  test('serves an ageing value at once and loads its successor behind', async () => {
    const { cell, clock, loads, succeed } = await aFilledBench();
    clock.advance(10);
    expect(await cell.get()).toEqual(ok('first'));
    expect(loads).toHaveLength(2);
    await succeed(1, 'second');
    expect(await cell.get()).toEqual(ok('second'));
  });

  test('starts one refresh behind, however many callers come meanwhile', async () => {
    const { cell, clock, loads } = await aFilledBench();
    clock.advance(10);
    await Promise.all([cell.get(), cell.get(), cell.get()]);
    expect(loads).toHaveLength(2);
  });

  test('lets callers of an old value wait for its refresh', async () => {
    const { cell, clock, succeed } = await aFilledBench();
    clock.advance(100);
    const got = cell.get();
    await succeed(1, 'second');
    expect(await got).toEqual(ok('second'));
  });

  test('gives the old value when the refresh takes longer than their patience', async () => {
    const { cell, clock } = await aFilledBench();
    clock.advance(100);
    const got = cell.get();
    await jest.advanceTimersByTimeAsync(200);
    expect(await got).toEqual(ok('first'));
  });

  test('gives the old value when the refresh they wait for fails', async () => {
    const { cell, clock, fail } = await aFilledBench();
    clock.advance(100);
    const got = cell.get();
    await fail(1, 'down');
    expect(await got).toEqual(ok('first'));
    expect(cell.peek()).toMatchObject({ held: { value: 'first' }, failure: 'down' });
  });

  test('gives no value that is beyond use', async () => {
    const { cell, clock, fail } = await aFilledBench();
    clock.advance(1_000);
    const got = cell.get();
    await fail(1, 'down');
    expect(await got).toEqual(err('down'));
  });

  test('gives the value to the last millisecond of its use', async () => {
    const { cell, clock, fail } = await aFilledBench();
    clock.advance(999);
    const got = cell.get();
    await fail(1, 'down');
    expect(await got).toEqual(ok('first'));
  });
});

describe('a cell whose load fails', () => {
  test('gives the reason to everybody who waits', async () => {
    const { cell, fail } = aBench();
    const callers = [cell.get(), cell.get()];
    await fail(0, 'down');
    expect(await Promise.all(callers)).toEqual([err('down'), err('down')]);
  });

  test('does not ask again during the cool-down', async () => {
    const { cell, clock, loads, fail } = aBench();
    const got = cell.get();
    await fail(0, 'down');
    await got;
    clock.advance(999);
    expect(await cell.get()).toEqual(err('down'));
    expect(await cell.refresh()).toEqual(err('down'));
    expect(loads).toHaveLength(1);
  });

  test('asks again once the cool-down is over, and forgets the failure when that succeeds', async () => {
    const { cell, clock, loads, fail, succeed } = aBench();
    void cell.get();
    await fail(0, 'down');
    clock.advance(1_000);
    const got = cell.get();
    expect(loads).toHaveLength(2);
    await succeed(1, 'up');
    expect(await got).toEqual(ok('up'));
    expect(cell.peek().failure).toBeUndefined();
  });

  test('makes a reason of what the load throws', async () => {
    const { cell, loads } = aBench();
    const got = cell.get();
    loads[0]?.reject(new RangeError('bug'));
    expect(await got).toEqual(err('failed: RangeError'));
  });

  test('asks again after a load that threw', async () => {
    const { cell, clock, loads, succeed } = aBench();
    const got = cell.get();
    loads[0]?.reject(new RangeError('bug'));
    await got;
    clock.advance(1_000);
    const again = cell.get();
    await succeed(1, 'up');
    expect(await again).toEqual(ok('up'));
  });
});

describe('a cell whose source stays in trouble', () => {
  /** Fails load after load, and gives the instants of those that were started within `seconds` of constant asking. */
  async function attemptsWithin(seconds: number, { cell, clock, loads, fail }: Bench, reason = 'down') {
    const attempts: number[] = [];
    for (let at = 0; at < seconds * 1_000; at += 50) {
      const got = cell.get();
      if (loads.length > attempts.length) {
        attempts.push(clock.now());
        await fail(attempts.length - 1, reason);
      }
      await got;
      clock.advance(50);
    }
    return attempts;
  }

  test('asks less and less: after 1, 2, 4, 8, 16 s, and then each half minute', async () => {
    const attempts = await attemptsWithin(125, aBench());
    expect(attempts).toEqual([0, 1, 3, 7, 15, 31, 61, 91, 121].map((at) => at * 1_000));
  });

  test('comes back up to a quarter sooner by chance, so that instances do not come together', async () => {
    expect((await attemptsWithin(60, aBench(0))).slice(0, 4)).toEqual([0, 750, 2_250, 5_250]);
    expect((await attemptsWithin(60, aBench(0))).length).toBeLessThanOrEqual(8);
  });

  test('waits for as long as the source asks, where that is longer', async () => {
    expect(await attemptsWithin(60, aBench(0), 'wait 20000 ms')).toEqual([0, 20_000, 40_000]);
    expect(await attemptsWithin(4, aBench(), 'wait 50 ms')).toEqual([0, 1_000, 3_000]);
  });

  test('waits for no more than a minute, whatever the source asks: it may be well long before', async () => {
    expect(await attemptsWithin(130, aBench(0), 'wait 86400000 ms')).toEqual([0, 60_000, 120_000]);
  });

  test('begins anew with a second once a load has succeeded', async () => {
    const bench = aBench();
    const failed = await attemptsWithin(20, bench);
    bench.clock.advance(60_000);
    const got = bench.cell.get();
    await bench.succeed(failed.length, 'up');
    await got;
    bench.clock.advance(2_000);
    void bench.cell.get();
    await bench.fail(failed.length + 1, 'down');
    bench.clock.advance(999);
    expect(await bench.cell.get()).toEqual(err('down'));
    bench.clock.advance(1);
    const again = bench.cell.get();
    await bench.succeed(failed.length + 2, 'up again');
    expect(await again).toEqual(ok('up again'));
  });

  test('serves the value that it holds all the while, and asks for its successor less and less too', async () => {
    const bench = await aFilledBench();
    bench.clock.advance(100);
    const loads = bench.loads.length;
    for (let second = 0; second < 8; second += 1) {
      const got = bench.cell.get();
      if (bench.loads.length > loads) await bench.fail(bench.loads.length - 1, 'down');
      expect(await got).toEqual(ok('first'));
      bench.clock.advance(100);
    }
    expect(bench.loads.length - loads).toBe(1);
  });
});

describe('a cell whose load is late', () => {
  async function aBenchPastItsDeadline(): Promise<Bench> {
    const bench = aBench();
    const got = bench.cell.get();
    await jest.advanceTimersByTimeAsync(5_000);
    expect(await got).toEqual(err('failed: TimeoutError'));
    return bench;
  }

  test('waits until the deadline and no longer', async () => {
    const { cell, succeed } = aBench();
    const got = cell.get();
    await jest.advanceTimersByTimeAsync(4_999);
    await succeed(0, 'just in time');
    expect(await got).toEqual(ok('just in time'));
    await aBenchPastItsDeadline();
  });

  test('keeps the late value when there is no younger one', async () => {
    const { cell, loads, succeed } = await aBenchPastItsDeadline();
    await succeed(0, 'late');
    expect(await cell.get()).toEqual(ok('late'));
    expect(cell.peek().failure).toBeUndefined();
    expect(loads).toHaveLength(1);
  });

  test('does not overwrite a younger value with the late one', async () => {
    const { cell, clock, succeed } = await aBenchPastItsDeadline();
    clock.advance(1_000);
    const got = cell.get();
    await succeed(1, 'younger');
    await got;
    await succeed(0, 'late');
    expect(await cell.get()).toEqual(ok('younger'));
  });

  test('is not disturbed by a late rejection', async () => {
    const { cell, clock, loads, succeed } = await aBenchPastItsDeadline();
    loads[0]?.reject(new Error('late'));
    clock.advance(1_000);
    const got = cell.get();
    await succeed(1, 'younger');
    expect(await got).toEqual(ok('younger'));
  });
});
