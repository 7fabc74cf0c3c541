/** What a code is, for whoever meets it and for the pages that explain it. */
export interface ProblemDefinition {
  readonly status: number;
  readonly title: string;
  /** `error.type`, which the OpenAI SDKs show. */
  readonly type:
    | 'authentication_error'
    | 'permission_error'
    | 'invalid_request_error'
    | 'rate_limit_error'
    | 'configuration_error'
    | 'upstream_error'
    | 'server_error';
  /** What the caller reads: what happened and what to do. */
  readonly detail: string;
  readonly cause: string;
  /** Where nothing better is known. Every 429 and 503 says when. */
  readonly retry?: Retry;
  /** The operations that can answer with it. */
  readonly operations: readonly OperationId[] | 'every';
}

/** Whether and when to ask again; `'no'` is `x-should-retry: false`. Without one an SDK decides by the status. */
export type Retry = 'no' | Later;

export interface Later {
  /** `Retry-After`. */
  readonly afterSeconds: number;
  /** False: a person may ask again then, an SDK by itself should not: `x-should-retry: false` as well. */
  readonly automatic?: boolean;
}

/** What can refuse for a reason of its own, by the name of its route’s function. */
export type OperationId =
  | 'client_secrets'
  | 'calls'
  | 'call_hangup'
  | 'live_sessions'
  | 'live_hangup'
  | 'list_calls'
  | 'end_calls'
  | 'problems';

/** Those that take an offer, whose calls are governed. */
export const RELAYS: readonly OperationId[] = ['calls', 'live_sessions'];
/** All ways to a call: the relay of Realtime mints first. */
export const ISSUANCE: readonly OperationId[] = ['client_secrets', ...RELAYS];

/** About calls that have begun. */
export const CALL_ROUTES: readonly OperationId[] = ['call_hangup', 'live_hangup', 'list_calls', 'end_calls'];
/** All that verify who asks. */
export const WITH_CALLER: readonly OperationId[] = [...ISSUANCE, ...CALL_ROUTES];

/** The rows of one file of the table: the codes are its keys. */
export function defineProblems<Code extends string>(
  rows: Readonly<Record<Code, ProblemDefinition>>,
): Readonly<Record<Code, ProblemDefinition>> {
  return rows;
}
