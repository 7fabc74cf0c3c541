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
  /** Seconds of `Retry-After` where nothing better is known; every 429 and 503 has one. */
  readonly retryAfterSeconds?: number;
  /** Trying again cannot mend it: `x-should-retry: false`. */
  readonly final?: true;
}
