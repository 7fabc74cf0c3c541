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
  check(caller: string): Result<undefined, AttemptsError>;
  count(caller: string): void;
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

  function current(caller: string): Minute {
    const minute = minutes.get(caller);
    const isOver = !minute || Math.abs(now() - minute.startedAt) >= MS_PER_MINUTE;
    return isOver ? { startedAt: now(), attempts: 0 } : minute;
  }

  return {
    check(caller) {
      const { startedAt, attempts } = current(caller);
      if (attempts < MAX_REFUSED_ATTEMPTS) return ok(undefined);
      const waitSeconds = Math.ceil((startedAt + MS_PER_MINUTE - now()) / MS_PER_SECOND);
      return err({ reason: 'attempts_exceeded', waitSeconds });
    },
    count(caller) {
      const { startedAt, attempts } = current(caller);
      minutes.set(caller, { startedAt, attempts: attempts + 1 });
    },
  };
}
