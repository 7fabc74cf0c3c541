/** How long each phase of a request took, for `Server-Timing` and for the log. */

export interface Timings {
  measure<T>(phase: string, work: () => Promise<T>): Promise<T>;
  /** Milliseconds by phase, of each run of it together, in the order in which they first ended, and `total` since the request came. */
  phases(): Readonly<Record<string, number>>;
}

export function createTimings(): Timings {
  const phases: Record<string, number> = {};
  const begun = performance.now();
  const since = (start: number): number => performance.now() - start;
  const round = (ms: number): number => Math.round(ms * 100) / 100;
  return {
    phases: () => ({ ...phases, total: round(since(begun)) }),
    async measure(phase, work) {
      const start = performance.now();
      try {
        return await work();
      } finally {
        phases[phase] = round((phases[phase] ?? 0) + since(start));
      }
    },
  };
}

/** `auth;dur=0.4, upstream;dur=41.2, total;dur=41.9` (W3C Server Timing). */
export function serverTiming(phases: Readonly<Record<string, number>>): string {
  return Object.entries(phases)
    .map(([phase, ms]) => `${phase};dur=${ms}`)
    .join(', ');
}
