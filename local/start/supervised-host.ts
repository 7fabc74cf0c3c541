/**
 * Keeps the bundle harness alive on a laptop: the real host starts a new worker when one ends, so `npm start` does
 * too, saying so. Three times only, since a worker that keeps ending has something to tell.
 */

import type { RunningHost } from '../host/start-host.ts';
import type { ServingHost } from './serving-host.ts';

/** What to keep alive, and who hears of it. */
export interface SupervisionOptions {
  /** @param stoppedTimers is what the worker before left behind. */
  readonly start: (port: number, stoppedTimers: readonly string[]) => Promise<RunningHost>;
  readonly port: number;
  readonly report: (line: string) => void;
}

const MAX_RESTARTS = 3;

/** Rejects when the first start fails; later ones are reported, and the last ends `ended`. */
export async function startSupervisedHost({ start, port, report }: SupervisionOptions): Promise<ServingHost> {
  let host = await start(port, []);
  let stopping = false;
  const { url } = host;

  const restart = async (): Promise<string | undefined> => {
    try {
      host = await start(Number(new URL(url).port), host.stoppedTimers);
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
    // Asked to stop while the new worker was starting: it is not the one that stop() saw.
    if (stopping) await host.stop();
    return undefined;
  };

  const supervise = async (): Promise<string> => {
    for (let restarts = 1; ; restarts += 1) {
      const end = describeEnd(await host.exited);
      if (stopping) return 'stopped';
      if (restarts > MAX_RESTARTS) return `The worker ended ${end}, again after ${MAX_RESTARTS} restarts.`;
      report(
        `The worker ended ${end}. Starting a new one, as the Functions host does (${restarts} of ${MAX_RESTARTS}).`,
      );
      const failure = await restart();
      if (failure !== undefined) return failure;
    }
  };
  const supervision = supervise();
  return {
    url,
    ended: new Promise((resolve) => {
      supervision.then((why) => (stopping ? undefined : resolve(why)), resolve);
    }),
    stop: async () => {
      stopping = true;
      await host.stop();
      await supervision;
    },
  };
}

function describeEnd(code: number | null): string {
  return code === null ? 'by a signal' : `with exit code ${code}`;
}
