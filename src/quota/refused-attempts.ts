/**
 * A quota counts what was issued, so that while Azure refuses it limits nothing: each unit comes back. These are the
 * attempts that ended so, of each caller in this instance, within a minute.
 */
import { createBoundedMap } from '../lib/bounded-map.ts';
import { type Clock, MS_PER_MINUTE, MS_PER_SECOND } from '../lib/clock.ts';
import { err, ok, type Result } from '../lib/result.ts';

export interface AttemptsError {
  readonly reason: 'attempts_exceeded';
  readonly waitSeconds: number;
}

export interface RefusedAttempts {
  /** Whether the caller may make one more. */
  check(callerHash: string): Result<undefined, AttemptsError>;
  count(callerHash: string): void;
}

/**
 * One in two seconds, which no client needs that honours Retry-After. Azure counts refused requests against the
 * deployment too (Azure OpenAI quota page), so whoever hammers at a closed door keeps it closed for the others.
 */
export const MAX_REFUSED_ATTEMPTS = 30;
const MAX_CALLERS = 2_000;

interface Minute {
  readonly startedAt: number;
  readonly attempts: number;
}

export function createRefusedAttempts({ now }: { readonly now: Clock }): RefusedAttempts {
  const minutes = createBoundedMap<string, Minute>(MAX_CALLERS);

  function current(callerHash: string): Minute {
    const minute = minutes.get(callerHash);
    const isOver = !minute || Math.abs(now() - minute.startedAt) >= MS_PER_MINUTE;
    return isOver ? { startedAt: now(), attempts: 0 } : minute;
  }

  return {
    check(callerHash) {
      const { startedAt, attempts } = current(callerHash);
      if (attempts < MAX_REFUSED_ATTEMPTS) return ok(undefined);
      const waitSeconds = Math.ceil((startedAt + MS_PER_MINUTE - now()) / MS_PER_SECOND);
      return err({ reason: 'attempts_exceeded', waitSeconds });
    },
    count(callerHash) {
      const { startedAt, attempts } = current(callerHash);
      minutes.set(callerHash, { startedAt, attempts: attempts + 1 });
    },
  };
}
