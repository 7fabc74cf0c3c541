/** A refusal of Azure's. The catalogue's entry says why; whether and when to try again, Azure's status and headers. */
import { LONGEST_NOT_BEFORE_SECONDS, type NotYet } from '../realtime/not-before.ts';
import type { UpstreamError } from '../realtime/upstream.ts';
import { PROBLEMS } from './all-problems.ts';
import { createProblem, isAutomatic, type Problem, retryAfter } from './create-problem.ts';
import type { Retry } from './problem-definition.ts';

/** What passes without anybody's doing (RFC 9110 section 15.5.9 and 15.5.10, RFC 8470 section 5.2, RFC 6585 section 4). */
const REPEATABLE_STATUSES: ReadonlySet<number> = new Set([408, 409, 425, 429]);
/** Of 5xx, what does not: not implemented, and this version of HTTP not (RFC 9110 sections 15.6.2 and 15.6.6). */
const LASTING_STATUSES: ReadonlySet<number> = new Set([501, 505]);

export function toUpstreamProblem(error: UpstreamError): Problem {
  const { entry, facts } = error;
  return createProblem(entry.code, {
    ...(entry.callerStatus === undefined ? {} : { status: entry.callerStatus }),
    retry: whenToRetry(error),
    diagnosis: entry.id,
    upstreamRequestId: facts?.requestId,
  });
}

/** The problem that Azure's answer to another request was, and not that answer's id. */
export function toNotYetProblem({ refusal, waitSeconds }: NotYet): Problem {
  const problem = toUpstreamProblem(refusal);
  const retry = { afterSeconds: waitSeconds, automatic: isAutomatic(problem.retry) };
  return { ...problem, retry, upstreamRequestId: undefined };
}

function whenToRetry({ entry, facts, retryAfterSeconds }: UpstreamError): Retry | undefined {
  const { retry } = PROBLEMS[entry.code];
  if (entry.waitingHelps === false) return withAutomatic(retry, false);
  if (retryAfterSeconds !== undefined) {
    return {
      ...retryAfter(retryAfterSeconds),
      afterSeconds: Math.min(retryAfterSeconds, LONGEST_NOT_BEFORE_SECONDS),
    };
  }
  // Azure has not answered, or with a success that is none.
  if (facts === undefined || facts.status < 300) return retry;
  const passes = REPEATABLE_STATUSES.has(facts.status) || (facts.status >= 500 && !LASTING_STATUSES.has(facts.status));
  return withAutomatic(retry, passes);
}

/** The code's own wait, if it has one. */
function withAutomatic(retry: Retry | undefined, automatic: boolean): Retry | undefined {
  if (typeof retry === 'object') return { ...retry, automatic };
  return automatic ? undefined : 'no';
}
