/** One side's transcript: fragments on the session's own time, each after the one before. */
import type { ServerEvent } from './server-events.ts';

export interface Transcript {
  /** What has been said until now, for so long. */
  tell(delta: string, durationMs: number): void;
}

/** Of 100 to 600 ms, one after the other. */
const FRAGMENT_MS = [300, 500, 200, 600, 100, 400] as const;

/** @param index of a fragment in what is said */
export function fragmentMs(index: number): number {
  return FRAGMENT_MS[index % FRAGMENT_MS.length] ?? FRAGMENT_MS[0];
}

export function createTranscript(
  type: 'session.input_transcript.delta' | 'session.output_transcript.delta',
  elapsedMs: () => number,
  emit: (event: ServerEvent) => void,
): Transcript {
  let toldMs = 0;
  return {
    tell(delta, durationMs) {
      const start_ms = Math.max(toldMs, elapsedMs() - durationMs);
      toldMs = start_ms + durationMs;
      emit({ type, delta, start_ms, end_ms: toldMs });
    },
  };
}
