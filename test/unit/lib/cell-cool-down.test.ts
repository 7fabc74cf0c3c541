/** How often a source that fails or throttles is asked. */
import { err, ok } from '../../../src/lib/result.ts';
import { aCellBench as aBench, aFilledCellBench as aFilledBench, type CellBench as Bench } from './cell-bench.ts';

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

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
