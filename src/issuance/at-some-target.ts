/** One target after the other, until one serves. */
import { helpsElsewhere } from '../diagnosis/elsewhere.ts';
import type { Timings } from '../http/timings.ts';
import { err, type Result } from '../lib/result.ts';
import { toProblem } from '../problems/to-problem.ts';
import type { Target } from '../realtime/target.ts';
import { createDeadline } from './deadline.ts';
import type { Entries, Entry, Errand } from './entry.ts';
import type { IssuanceError } from './issued.ts';
import { surelyNoCall } from './outcome.ts';

export interface Attempt {
  readonly entry: Entry;
  /** No other target is expected to serve: this one is asked as if it were the only one. */
  readonly isLast: boolean;
  /** Of everything that is asked of it. */
  readonly signal: () => AbortSignal;
}

export interface Failure {
  readonly target: Target;
  readonly error: IssuanceError;
}

export interface NotServed {
  /** What the caller is told. */
  readonly told: Failure;
  /** Of each target that was asked. */
  readonly failures: readonly Failure[];
}

export interface Round<T> {
  readonly entries: Entries;
  readonly errand: Errand;
  readonly timings: Timings;
  /** For all targets together. */
  readonly timeoutMs: number;
  /** All that is asked of one target. */
  readonly ask: (attempt: Attempt) => Promise<Result<T, IssuanceError>>;
  /** Called for each target that failed, with the next one. */
  readonly moved: (from: Failure, to: Target) => void;
}

export async function atSomeTarget<T>(
  { entries, errand, timings, timeoutMs, ask, moved }: Round<T>,
  first: Entry,
): Promise<Result<T, NotServed>> {
  const deadline = createDeadline(timeoutMs);

  async function askAt(entry: Entry, before: readonly Failure[]): Promise<Result<T, NotServed>> {
    const isLast = !entries.hasNext(errand, entry);
    const asked = await ask({ entry, isLast, signal: () => deadline.signalFor(isLast) });
    if (asked.ok) return asked;
    await entries.leave(entry, asked.error);
    const failure: Failure = { target: entry.target, error: asked.error };
    const failures = [...before, failure];
    const mayGoOn = goesOn(asked.error) && !deadline.isOver();
    const next = mayGoOn ? await entries.enterNext(errand, timings, entry) : undefined;
    if (!next) return err({ told: mostHopeful(failure, failures), failures });
    moved(failure, next.target);
    return askAt(next, failures);
  }

  return askAt(first, []);
}

/** A mint is asked for elsewhere whatever became of it: a secret that nobody has seen dies soon. A call is not. */
function goesOn(error: IssuanceError): boolean {
  if (error.reason === 'credential_unavailable') return true;
  return error.reason === 'upstream' && helpsElsewhere(error.entry) && surelyNoCall(error);
}

/** Of several refusals the one after which a caller may soonest be served; of two such, the preferred target’s. */
function mostHopeful(last: Failure, failures: readonly Failure[]): Failure {
  return failures.reduceRight((best, one) => (waitAfter(one.error) <= waitAfter(best.error) ? one : best), last);
}

function waitAfter(error: IssuanceError): number {
  const { retry } = toProblem(error);
  if (retry === 'no') return Number.POSITIVE_INFINITY;
  return retry?.afterSeconds ?? 0;
}
