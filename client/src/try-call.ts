/** One call of a few seconds, to see whether calls work. */
import type { CallError } from './call-error.ts';
import type { CallStats } from './call-stats.ts';
import type { EndpointOptions } from './endpoint-options.ts';
import type { Ports } from './ports.ts';
import { runCall } from './run-call.ts';
import { readStats } from './watch-sound.ts';

/** What came of it. */
export interface Trial {
  readonly callId: string | undefined;
  readonly error: CallError | undefined;
  /** At its end, where it came about. */
  readonly stats: CallStats | undefined;
  /** That it lasted. */
  readonly seconds: number;
}

const CALL_MS = 5_000;

export function tryCall(
  ports: Ports,
  options: EndpointOptions,
  microphone: MediaStream,
  signal: AbortSignal,
): Promise<Trial> {
  const quiet = () => undefined;
  let callId: string | undefined;
  let stats: CallStats | undefined;
  let seconds = 0;
  return new Promise((resolve) => {
    const call = runCall({ ...ports, openMicrophone: async () => microphone }, options, {
      step: { begun: quiet, done: quiet, failed: quiet },
      stream: quiet,
      placed: (placed) => {
        callId = placed.callId;
      },
      live: () => void measure(),
      message: quiet,
      ends: quiet,
      heard: quiet,
      trouble: quiet,
      over(outcome) {
        const error = outcome.how === 'failed' ? outcome.error : undefined;
        // The place on the line is free before anybody presses the next button.
        void call.hangUp().then(() => resolve({ callId, error, stats, seconds }));
      },
      hungUp: quiet,
    });
    signal.addEventListener('abort', () => void call.hangUp());
    if (signal.aborted) void call.hangUp();

    async function measure(): Promise<void> {
      const began = ports.now();
      await ports.wait(CALL_MS, signal);
      const line = call.line();
      stats = line && (await readStats(line.peer));
      seconds = (ports.now() - began) / 1_000;
      await call.hangUp();
    }
  });
}
