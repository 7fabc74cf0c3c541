/**
 * Runs one timer function when it is due, as the Functions host does (TimerListener.cs of azure-webjobs-sdk-extensions):
 * one run at a time, and what a run throws changes nothing. While a run lasts, what becomes due waits for its end and is
 * one run then, however many occurrences it was.
 */
import type { TimerSchedule } from './timer-schedule.ts';

/** The timer of a function as the host writes it into the worker's protocol; `@azure/functions` turns it to camel case. */
export interface TimerInfo {
  readonly Schedule: { readonly AdjustForDST: boolean };
  /** As it stood before this run: `Next` is the occurrence that the run is for. */
  readonly ScheduleStatus: { readonly Last: string; readonly Next: string; readonly LastUpdated: string } | null;
  readonly IsPastDue: boolean;
}

/** What to run, and when. */
export interface TimerListenerOptions {
  readonly schedule: TimerSchedule;
  readonly useMonitor: boolean;
  readonly runOnStartup: boolean;
  /** Never rejects; false when the timer is never to run again. */
  readonly run: (timer: TimerInfo) => Promise<boolean>;
}

/** A timer that waits for its next run. */
export interface TimerListener {
  start(): void;
  /** Looks at the clock again. */
  clockMoved(): void;
  /** No run begins after this; one that is under way is not waited for. */
  stop(): void;
}

/** What a timer of Node can wait, about 24.8 days. */
const MAX_WAIT_MS = 2 ** 31 - 1;
/** `default(DateTime)`, which stands for an occurrence that has not been. */
const NO_OCCURRENCE = '0001-01-01T00:00:00+00:00';

/** Creates it; nothing runs before `start`. */
export function createTimerListener(options: TimerListenerOptions): TimerListener {
  const { schedule, useMonitor, runOnStartup, run } = options;
  let last: number | undefined;
  let next = 0;
  /** When to run: `next`, but for the run at startup. */
  let due = 0;
  let wait: NodeJS.Timeout | undefined;
  let state: 'waiting' | 'running' | 'stopped' = 'waiting';

  const toTimerInfo = (): TimerInfo => {
    const updated = last === undefined ? NO_OCCURRENCE : toDateTime(last);
    return {
      Schedule: { AdjustForDST: schedule.adjustForDst },
      ScheduleStatus: useMonitor ? { Last: updated, Next: toDateTime(next), LastUpdated: updated } : null,
      // Past due is what was missed while no host ran, and nothing is kept of the time before the start.
      IsPastDue: false,
    };
  };

  const begin = async (): Promise<void> => {
    state = 'running';
    const startedAt = Date.now();
    const goesOn = await run(toTimerInfo());
    last = startedAt;
    // From the beginning of the run, so it may be over already.
    next = schedule.next(startedAt);
    due = next;
    // stop() may have come meanwhile.
    if (state === 'running') state = goesOn ? 'waiting' : 'stopped';
    arm();
  };

  const arm = (): void => {
    clearTimeout(wait);
    if (state !== 'waiting') return;
    wait = setTimeout(
      () => {
        // Node's timers know a monotonic clock, which may be a millisecond ahead of Date.
        if (Date.now() < due) arm();
        else void begin();
      },
      Math.min(Math.max(due - Date.now(), 0), MAX_WAIT_MS),
    );
  };

  return {
    start: () => {
      const now = Date.now();
      next = schedule.next(now);
      due = runOnStartup ? now : next;
      arm();
    },
    clockMoved: arm,
    stop: () => {
      state = 'stopped';
      arm();
    },
  };
}

function toDateTime(moment: number): string {
  return new Date(moment).toISOString().replace(/(?:\.000)?Z$/, '+00:00');
}
