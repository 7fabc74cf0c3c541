/** A cell of short ages on a clock that the test moves, and loads that end when the test says so. */
import { type Cell, createCell, type Held } from '../../../src/lib/cell.ts';
import { err, ok, type Result } from '../../../src/lib/result.ts';
import { aClock, type TestClock } from '../../support/clock.ts';

type Outcome = Result<Held<string>, string>;

export interface CellBench {
  readonly cell: Cell<string, string>;
  readonly clock: TestClock;
  /** One for each load that was started. */
  readonly loads: readonly PromiseWithResolvers<Outcome>[];
  /** Lets load number `index` end with a value: fresh for 10 ms, served until 100, usable until 1,000. */
  succeed(index: number, value: string): Promise<void>;
  fail(index: number, reason: string): Promise<void>;
}

/** `random` of 1 takes nothing away from a cool-down. */
export function aCellBench(random = 1): CellBench {
  const clock = aClock(0);
  const loads: PromiseWithResolvers<Outcome>[] = [];
  const cell = createCell<string, string>({
    load: () => {
      const load = Promise.withResolvers<Outcome>();
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

export async function aFilledCellBench(value = 'first'): Promise<CellBench> {
  const bench = aCellBench();
  const got = bench.cell.get();
  await bench.succeed(0, value);
  await got;
  return bench;
}
