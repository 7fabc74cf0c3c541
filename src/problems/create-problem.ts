/** One problem, before it is an answer. */

import { PROBLEMS, type ProblemCode } from './all-problems.ts';
import type { Later, Retry } from './problem-definition.ts';

export interface Problem {
  readonly code: ProblemCode;
  readonly status: number;
  readonly detail: string;
  /** JSON pointers (RFC 6901) to the members that are meant. */
  readonly pointers: readonly string[];
  /** Id of the catalogue's entry, where Azure was the cause. */
  readonly diagnosis: string | undefined;
  readonly upstreamRequestId: string | undefined;
  readonly challenge: string | undefined;
  /** Where to go instead. */
  readonly url: string | undefined;
  /** Names of the policies that the caller's quota is used up of. */
  readonly violatedPolicies: readonly string[];
  /** Fields of the answer that belong to this reason alone. */
  readonly headers: Readonly<Record<string, string>>;
  readonly retry: Retry | undefined;
}

/** openai-node ignores a Retry-After above this and comes back after half a second: it must be told not to. */
const LONGEST_HONOURED_RETRY_SECONDS = 60;

/** As the table has the code, but for what is known better. */
export function createProblem(code: ProblemCode, better: Partial<Problem> = {}): Problem {
  const { status, detail, retry } = PROBLEMS[code];
  return {
    code,
    status,
    detail,
    retry,
    pointers: [],
    diagnosis: undefined,
    upstreamRequestId: undefined,
    challenge: undefined,
    url: undefined,
    violatedPolicies: [],
    headers: {},
    ...better,
  };
}

export function retryAfter(seconds: number): Later {
  return { afterSeconds: seconds, automatic: seconds <= LONGEST_HONOURED_RETRY_SECONDS };
}

/** May an SDK ask again by itself? */
export function isAutomatic(retry: Retry | undefined): boolean {
  return retry !== 'no' && retry?.automatic !== false;
}
