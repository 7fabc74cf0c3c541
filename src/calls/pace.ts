/** How often one caller may ask about calls: a count of the second, in this instance, and no storage. */
import { createBoundedMap } from '../lib/bounded-map.ts';
import { type Clock, MS_PER_SECOND } from '../lib/clock.ts';
import { err, ok, type Result } from '../lib/result.ts';

export interface PaceError {
  readonly reason: 'pace_exceeded';
}

export interface Pace {
  check(callerHash: string): Result<undefined, PaceError>;
}

const MAX_A_SECOND = 10;
const MAX_CALLERS = 2_000;

export function createPace({ now }: { readonly now: Clock }): Pace {
  const seconds = createBoundedMap<string, { readonly second: number; readonly count: number }>(MAX_CALLERS);
  return {
    check(callerHash) {
      const second = Math.floor(now() / MS_PER_SECOND);
      const before = seconds.get(callerHash);
      const count = before?.second === second ? before.count + 1 : 1;
      seconds.set(callerHash, { second, count });
      return count > MAX_A_SECOND ? err({ reason: 'pace_exceeded' }) : ok(undefined);
    },
  };
}
