/** What the host's two processes say to each other over IPC, and the shape of a log line on its pipe. */

/**
 * From the worker: it is a placeholder without an app; it serves, or it never will, because its port is taken or for
 * another reason; its clock has moved; it ends, because a run of a timer function reached functionTimeout.
 */
export type WorkerMessage =
  | { readonly type: 'waiting' }
  | { readonly type: 'listening'; readonly port: number }
  | { readonly type: 'portTaken' }
  | { readonly type: 'failed'; readonly message: string }
  | { readonly type: 'advanced' }
  | { readonly type: 'timerStopped'; readonly functionName: string };

/**
 * To the worker: run the appTerminate hooks and end; or let time pass, which is answered; or, to one that was started as
 * a placeholder, this is your app and your environment.
 */
export type HostMessage =
  | { readonly type: 'terminate' }
  | { readonly type: 'advance'; readonly ms: number }
  | {
      readonly type: 'specialize';
      readonly packageRoot: string;
      readonly environment: Readonly<Record<string, string>>;
    };

/** Who needs the host's port, in a sentence. */
export const THE_FUNCTIONS = 'the functions';

/** The host kills a worker that has not ended this long after it was told to. */
export const WORKER_GRACE_MS = 5_000;

/** The worker's argument when it is started before it has an app. */
export const PLACEHOLDER_FLAG = '--placeholder';

/** The worker's argument for each timer function that stands still; its name follows. */
export const STOPPED_TIMER_FLAG = '--stopped-timer=';

/** The worker's argument after its port, when time can be let pass. */
export const MOVABLE_CLOCK_FLAG = '--movable-clock';

/**
 * The pipe for log lines. They do not share stdout with the app: what `console.log` prints must not be able to pass
 * for a record of the worker, and a record must not be lost when the process ends right after it.
 */
export const LOG_PIPE = 3;

/** One record: a line of JSON on the log pipe. */
export interface HostLog {
  readonly time: string;
  /** The worker's own: trace, debug, information, warning, error, critical. */
  readonly level: string;
  readonly category: string;
  readonly invocationId?: string;
  readonly message: string;
}
