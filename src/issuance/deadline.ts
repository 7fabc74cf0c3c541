/** The one deadline of everything that is asked of Azure OpenAI in a request, and what a target gets of it. */
import { type Clock, MS_PER_SECOND } from '../lib/clock.ts';

export interface Deadline {
  /** For one target: ends when its part is over. The first one begins the deadline. */
  signalFor(isLast: boolean): AbortSignal;
  isOver(): boolean;
}

/** A mint takes a fraction of it. With less, a target that serves would look like one that hangs. */
const LEAST_MS = 2 * MS_PER_SECOND;

/** Half of what is left, so that the next target has the other half; the last one has it all. */
export function partOf(leftMs: number, isLast: boolean): number {
  return isLast ? leftMs : Math.min(leftMs, Math.max(leftMs / 2, LEAST_MS));
}

/** @param now of a clock that nobody sets: it measures how long somebody waits. */
export function createDeadline(totalMs: number, now: Clock = () => performance.now()): Deadline {
  let end: number | undefined;
  return {
    signalFor(isLast) {
      end ??= now() + totalMs;
      return AbortSignal.timeout(Math.ceil(partOf(Math.max(0, end - now()), isLast)));
    },
    isOver: () => end !== undefined && now() >= end,
  };
}
