/** A clock that only a test moves, for calls whose waits last seconds. */

export interface FakeClock {
  /** Milliseconds since it was made. */
  now(): number;
  /** Resolves after so long or when the signal aborts. */
  wait(ms: number, signal: AbortSignal): Promise<void>;
  /** In steps, so that what waits again is woken again. */
  pass(ms: number): Promise<void>;
}

export function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

export function createClock(): FakeClock {
  let nowMs = 0;
  let waits: { readonly at: number; readonly resolve: () => void }[] = [];
  return {
    now: () => nowMs,
    wait: (ms, signal) =>
      new Promise((resolve) => {
        if (signal.aborted) resolve();
        waits.push({ at: nowMs + ms, resolve });
        signal.addEventListener('abort', () => resolve());
      }),
    async pass(ms) {
      const end = nowMs + ms;
      while (nowMs < end) {
        nowMs = Math.min(end, nowMs + 100);
        for (const { resolve } of waits.filter(({ at }) => at <= nowMs)) resolve();
        waits = waits.filter(({ at }) => at > nowMs);
        await nextTurn();
      }
    },
  };
}
