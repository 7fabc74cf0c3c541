/** Durations as a person reads them: one form each, so that columns of them line up. */

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

export function formatDuration(ms: number): string {
  if (ms < 1) return '<1 ms';
  if (ms < SECOND) return `${Math.round(ms)} ms`;
  if (ms < MINUTE) return `${(ms / SECOND).toFixed(1)} s`;
  const seconds = Math.floor((ms % MINUTE) / SECOND);
  return `${Math.floor(ms / MINUTE)}:${String(seconds).padStart(2, '0')} min`;
}

/** What is left, in whole seconds: 59:07, 0:42; never below nothing. */
export function formatCountdown(ms: number): string {
  const seconds = Math.max(0, Math.ceil(ms / SECOND));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

/** The end of an axis is a round number: 500 ms, 10 s, 5 min. */
export function formatTick(ms: number): string {
  if (ms < SECOND) return `${Math.round(ms)} ms`;
  return ms < MINUTE ? `${Math.round(ms / SECOND)} s` : `${Math.round(ms / MINUTE)} min`;
}
