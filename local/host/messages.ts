/** What the host's two processes say to each other over IPC, and the shape of a log line on its pipe. */

/** From the worker: it serves, or it never will. */
export type WorkerMessage =
  | { readonly type: 'listening'; readonly port: number }
  | { readonly type: 'failed'; readonly message: string }
  | { readonly type: 'advanced' };

/** To the worker: finish what is under way, run the appTerminate hooks, end; or let time pass, which is answered. */
export type HostMessage = { readonly type: 'terminate' } | { readonly type: 'advance'; readonly ms: number };

/** The worker's argument after its port, when time can be let pass. */
export const movableClockFlag = '--movable-clock';

/**
 * The pipe for log lines. They do not share stdout with the app: what `console.log` prints must not be able to pass
 * for a record of the worker, and a record must not be lost when the process ends right after it.
 */
export const logPipe = 3;

/** One record: a line of JSON on the log pipe. */
export interface HostLog {
  readonly time: string;
  /** The worker's own: trace, debug, information, warning, error, critical. */
  readonly level: string;
  readonly category: string;
  readonly invocationId?: string;
  readonly message: string;
}
