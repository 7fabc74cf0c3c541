/** A clock that stands still until a test moves it. */
import type { Clock } from '../../src/lib/clock.ts';

/** An instant with whole seconds: 2026-11-23T12:00:00Z. */
export const NOON_MS = Date.UTC(2026, 10, 23, 12);

export interface TestClock {
  readonly now: Clock;
  advance(ms: number): void;
}

export function aClock(startMs = NOON_MS): TestClock {
  let at = startMs;
  return {
    now: () => at,
    advance(ms) {
      at += ms;
    },
  };
}
