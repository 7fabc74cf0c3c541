/** Whether and when to try again after Azure refused: by its status and headers. The catalogue's entry says only why. */
import { LONGEST_NOT_BEFORE_SECONDS } from '../realtime/not-before.ts';
import type { UpstreamError } from '../realtime/upstream.ts';

/** openai-node ignores a Retry-After above this and comes back after half a second: it must be told not to. */
export const LONGEST_HONOURED_RETRY_SECONDS = 60;
/** What passes without anybody's doing (RFC 9110 section 15.5.9 and 15.5.10, RFC 8470 section 5.2, RFC 6585 section 4). */
const REPEATABLE_STATUSES: ReadonlySet<number> = new Set([408, 409, 425, 429]);
/** Of 5xx, what does not: not implemented, and this version of HTTP not (RFC 9110 sections 15.6.2 and 15.6.6). */
const LASTING_STATUSES: ReadonlySet<number> = new Set([501, 505]);

/** What is left out follows from the problem's code. */
interface Retry {
  readonly retryAfterSeconds?: number;
  readonly retriable?: boolean;
}

export function retryAfterRefusal({ entry, facts, retryAfterSeconds }: UpstreamError): Retry {
  if (entry.waitingHelps === false) return { retriable: false };
  if (retryAfterSeconds !== undefined) {
    return {
      retryAfterSeconds: Math.min(retryAfterSeconds, LONGEST_NOT_BEFORE_SECONDS),
      retriable: retryAfterSeconds <= LONGEST_HONOURED_RETRY_SECONDS,
    };
  }
  // Azure has not answered, or with a success that is none.
  if (facts === undefined || facts.status < 300) return {};
  const passes = REPEATABLE_STATUSES.has(facts.status) || (facts.status >= 500 && !LASTING_STATUSES.has(facts.status));
  return { retriable: passes };
}
