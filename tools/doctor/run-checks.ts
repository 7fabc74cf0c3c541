/** Runs all checks at once, each with a deadline; what a check throws is a fault of ours and skips only that check. */
import { TimeoutError, within } from '../../src/lib/within.ts';
import type { Check } from './check.ts';
import type { CheckId } from './check-ids.ts';
import { skipped, type Verdict } from './verdict.ts';

export interface CheckResult {
  readonly id: CheckId;
  readonly verdict: Verdict;
  /** Of the check of one among several: that target’s name. */
  readonly target?: string;
}

/** All results of one check, as soon as they are there. */
export type Settled = (results: readonly CheckResult[]) => void;

/** Several looks may follow each other, each with a deadline of its own. */
const CHECK_TIMEOUT_MS = 30_000;

export async function runChecks<F>(
  checks: readonly Check<F>[],
  facts: F,
  settled: Settled,
  timeoutMs: number = CHECK_TIMEOUT_MS,
): Promise<readonly CheckResult[]> {
  return Promise.all(
    checks.map(async (check) => {
      const result = { id: check.id, verdict: await runOne(check, facts, timeoutMs) };
      settled([result]);
      return result;
    }),
  );
}

export async function runOne<F>(check: Check<F>, facts: F, timeoutMs: number = CHECK_TIMEOUT_MS): Promise<Verdict> {
  try {
    return await within(
      Promise.resolve(facts).then((all) => check.run(all)),
      timeoutMs,
    );
  } catch (error) {
    if (error instanceof TimeoutError) return skipped(`it had no answer within ${error.afterMs / 1_000} s`);
    // Only its kind: a message could quote what it was about.
    return skipped(`the doctor itself failed (${error instanceof Error ? error.name : 'unknown error'})`);
  }
}
