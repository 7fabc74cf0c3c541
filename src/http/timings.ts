/** How long each phase of a request took, for `Server-Timing` and for the log. */

export interface Timings {
  measure<T>(phase: string, work: () => Promise<T>): Promise<T>;
  /** Milliseconds with one decimal, by phase, in the order in which they ended. */
  phases(): Readonly<Record<string, number>>;
}

export function createTimings(): Timings {
  const phases: Record<string, number> = {};
  return {
    phases: () => phases,
    async measure(phase, work) {
      const start = performance.now();
      try {
        return await work();
      } finally {
        phases[phase] = Math.round((performance.now() - start) * 10) / 10;
      }
    },
  };
}

/** `Server-Timing: auth;dur=0.4, upstream;dur=41.2` (W3C Server Timing). */
export function serverTiming(phases: Readonly<Record<string, number>>): string {
  return Object.entries(phases)
    .map(([phase, ms]) => `${phase};dur=${ms}`)
    .join(', ');
}
