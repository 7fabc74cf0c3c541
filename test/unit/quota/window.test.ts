import * as fc from 'fast-check';
import { MAX_LIMIT, type PoliciesOf, type UnitsPolicy } from '../../../src/quota/settings.ts';
import { CLOCK_SKEW_MS, decide, withoutInstant } from '../../../src/quota/window.ts';
import { NOON_MS } from '../../support/clock.ts';
import { forAll } from '../../support/property.ts';

const TWO_A_MINUTE: PoliciesOf<UnitsPolicy> = { minute: { limit: 2, windowSeconds: 60 } };
const WINDOW_MS = 60_000;

/** The most that stand in any window of the rule's length. */
function fullest({ windowSeconds }: UnitsPolicy, issuedAt: readonly number[]): number {
  const endOf = (start: number): number => start + windowSeconds * 1_000;
  return Math.max(0, ...issuedAt.map((start) => issuedAt.filter((at) => at >= start && at < endOf(start)).length));
}

describe('a sliding window', () => {
  test('admits until the limit, and tells what is left', () => {
    const first = decide(TWO_A_MINUTE, [], NOON_MS);
    expect(first).toMatchObject({ admitted: true, issued: [NOON_MS], standings: [{ name: 'minute', remaining: 1 }] });
    const second = decide(TWO_A_MINUTE, [NOON_MS], NOON_MS + 1);
    expect(second).toMatchObject({ admitted: true, issued: [NOON_MS, NOON_MS + 1], standings: [{ remaining: 0 }] });
    const third = decide(TWO_A_MINUTE, [NOON_MS, NOON_MS + 1], NOON_MS + 2);
    expect(third).toMatchObject({ admitted: false, violated: ['minute'], waitSeconds: 62 });
  });

  test('frees a unit once the window and the skew of two clocks are over, and not a millisecond before', () => {
    const issued = [NOON_MS, NOON_MS + 5_000];
    const over = NOON_MS + WINDOW_MS + CLOCK_SKEW_MS;
    expect(decide(TWO_A_MINUTE, issued, over - 1).admitted).toBe(false);
    expect(decide(TWO_A_MINUTE, issued, over)).toMatchObject({ admitted: true, issued: [NOON_MS + 5_000, over] });
  });

  test('says a wait after which the next one is admitted', () => {
    const issued = [NOON_MS, NOON_MS + 100];
    const refused = decide(TWO_A_MINUTE, issued, NOON_MS + 10_500);
    if (refused.admitted) throw new Error('admitted');
    expect(decide(TWO_A_MINUTE, issued, NOON_MS + 10_500 + refused.waitSeconds * 1_000).admitted).toBe(true);
  });

  test('waits for several units where the limit has been lowered', () => {
    const issued = [0, 1_000, 2_000].map((offset) => NOON_MS + offset);
    expect(decide(TWO_A_MINUTE, issued, NOON_MS + 2_000)).toMatchObject({
      waitSeconds: (WINDOW_MS + CLOCK_SKEW_MS + 1_000 - 2_000) / 1_000,
    });
  });

  test('counts an instant that another instance’s faster clock has put into the future', () => {
    const decision = decide(TWO_A_MINUTE, [NOON_MS + 1_500], NOON_MS);
    expect(decision).toMatchObject({
      admitted: true,
      issued: [NOON_MS, NOON_MS + 1_500],
      standings: [{ remaining: 0 }],
    });
  });

  test('tells when the first unit comes back where some are left, and 0 where none is out', () => {
    const policies = { ...TWO_A_MINUTE, day: { limit: 9, windowSeconds: 86_400 } };
    expect(decide(policies, [], NOON_MS).standings).toEqual([
      { name: 'minute', unit: 'units', limit: 2, windowSeconds: 60, remaining: 1, resetSeconds: 62 },
      { name: 'day', unit: 'units', limit: 9, windowSeconds: 86_400, remaining: 8, resetSeconds: 86_402 },
    ]);
    const full = decide(
      { day: policies.day, hour: { limit: 1, windowSeconds: 3_600 } },
      [NOON_MS - 3_000_000],
      NOON_MS,
    );
    expect(full.standings.map(({ resetSeconds }) => resetSeconds)).toEqual([83_402, 602]);
  });
});

describe('several policies at once', () => {
  const policies = { minute: { limit: 2, windowSeconds: 60 }, hour: { limit: 3, windowSeconds: 3_600 } };

  test('admit only what all of them admit, and name those that do not', () => {
    const issued = [NOON_MS - 600_000, NOON_MS, NOON_MS];
    expect(decide(policies, issued, NOON_MS)).toMatchObject({ admitted: false, violated: ['minute', 'hour'] });
    expect(decide(policies, issued, NOON_MS + 120_000)).toMatchObject({ admitted: false, violated: ['hour'] });
    expect(decide(policies, issued.slice(1), NOON_MS)).toMatchObject({ admitted: false, violated: ['minute'] });
  });

  test('keep what the longest of them still counts', () => {
    const decision = decide(policies, [NOON_MS - 4_000_000, NOON_MS - 600_000], NOON_MS);
    expect(decision).toMatchObject({ issued: [NOON_MS - 600_000, NOON_MS] });
  });
});

describe('a unit that comes back', () => {
  test('is one of those that were taken at its instant', () => {
    expect(withoutInstant([1, 2, 2, 3], 2)).toEqual([1, 2, 3]);
  });

  test('changes nothing where it no longer counts', () => {
    const issued = [1, 3];
    expect(withoutInstant(issued, 2)).toBe(issued);
  });
});

describe('whatever happens', () => {
  const policy = fc.record({ limit: fc.integer({ min: 1, max: 12 }), windowSeconds: fc.integer({ min: 1, max: 40 }) });
  const policies = fc.dictionary(fc.constantFrom('a', 'b', 'c'), policy, { minKeys: 1 });
  /** Each request: how long after the one before, and how far its instance's clock is off. */
  const requests = fc.array(
    fc.record({
      afterMs: fc.integer({ min: 0, max: 8_000 }),
      skewMs: fc.integer({ min: -CLOCK_SKEW_MS / 2, max: CLOCK_SKEW_MS / 2 }),
      givenBack: fc.boolean(),
    }),
    { maxLength: 120 },
  );

  interface Step {
    readonly afterMs: number;
    readonly skewMs: number;
    readonly givenBack: boolean;
  }

  /** True times of what was issued and kept, by instances that share one row. */
  function issueAll(rules: PoliciesOf<UnitsPolicy>, steps: readonly Step[]): readonly number[] {
    let row: readonly number[] = [];
    let trueTime = NOON_MS;
    return steps.flatMap(({ afterMs, skewMs, givenBack }) => {
      trueTime += afterMs;
      const clock = trueTime + skewMs;
      const decision = decide(rules, row, clock);
      if (!decision.admitted) return [];
      row = givenBack ? withoutInstant(decision.issued, clock) : decision.issued;
      return givenBack ? [] : [trueTime];
    });
  }

  test('no window of true time holds more than the limit, with clocks two seconds apart', () => {
    forAll(
      fc.property(policies, requests, (rules, steps) => {
        const issuedAt = issueAll(rules, steps);
        for (const rule of Object.values(rules)) expect(fullest(rule, issuedAt)).toBeLessThanOrEqual(rule.limit);
      }),
      { numRuns: 500 },
    );
  });

  test('a row never holds more instants than the largest limit, and they are in order', () => {
    forAll(
      fc.property(policies, requests, (rules, steps) => {
        let row: readonly number[] = [];
        let at = NOON_MS;
        for (const { afterMs, skewMs } of steps) {
          at += afterMs;
          const decision = decide(rules, row, at + skewMs);
          if (decision.admitted) row = decision.issued;
          expect(row.length).toBeLessThanOrEqual(
            Math.min(MAX_LIMIT, Math.max(...Object.values(rules).map(({ limit }) => limit))),
          );
          expect(row).toEqual([...row].sort((one, other) => one - other));
        }
      }),
    );
  });

  test('who waits as long as a refusal says is admitted', () => {
    forAll(
      fc.property(policies, requests, (rules, steps) => {
        let row: readonly number[] = [];
        let at = NOON_MS;
        for (const { afterMs } of steps) {
          at += afterMs;
          const decision = decide(rules, row, at);
          if (decision.admitted) row = decision.issued;
          else expect(decide(rules, row, at + decision.waitSeconds * 1_000).admitted).toBe(true);
        }
      }),
    );
  });
});
