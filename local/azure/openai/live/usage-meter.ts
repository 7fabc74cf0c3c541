/** What a session costs: its wall clock from the create on, silence included. */

export interface UsageMeter {
  /** Whole milliseconds since the create. */
  elapsedMs(): number;
  /** Stands still once it has been stopped. */
  seconds(): number;
  stop(): void;
}

/** What a create over WebRTC costs at once, credited against the time that runs: documented by OpenAI, on Azure not verified. */
const FLOOR_SECONDS = 15;
const MS_PER_SECOND = 1_000;

export function createUsageMeter(now: () => number = () => performance.now()): UsageMeter {
  const startedAt = now();
  let stoppedAt: number | undefined;
  const elapsedMs = () => Math.round((stoppedAt ?? now()) - startedAt);
  return {
    elapsedMs,
    seconds: () => elapsedMs() / MS_PER_SECOND,
    stop() {
      stoppedAt ??= now();
    },
  };
}

export function toBilled(seconds: number, hasFloor: boolean): number {
  return hasFloor ? Math.max(FLOOR_SECONDS, seconds) : seconds;
}
