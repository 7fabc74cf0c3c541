/**
 * Starts the bundle harness: the built bundle with the real `@azure/functions` inside it, in a child process that has
 * exactly the environment Azure would give it. It proves `main`, registration, hooks and conversion; it is not Azure.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import { resolve } from 'node:path';
import { Readable } from 'node:stream';
import { PortTakenError } from '../kit/listen.ts';
import { createHostEnvironment, createPlaceholderEnvironment } from './host-environment.ts';
import { createLogCollector, type LogCollector } from './log-collector.ts';
import {
  type HostLog,
  type HostMessage,
  LOG_PIPE,
  MOVABLE_CLOCK_FLAG,
  PLACEHOLDER_FLAG,
  STOPPED_TIMER_FLAG,
  THE_FUNCTIONS,
  WORKER_GRACE_MS,
  type WorkerMessage,
} from './messages.ts';

/** A host that serves. */
export interface RunningHost {
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  /** Everything logged so far, stdout and stderr included; complete once `stop()` or `exited` has resolved. */
  readonly logs: readonly HostLog[];
  /** The raw text of all streams, for assertions that no secret leaked. */
  readonly output: () => string;
  readonly pid: number;
  /** The exit code, null after a signal; resolves when all output has been read. */
  readonly exited: Promise<number | null>;
  /** Timer functions that stand still, as `stoppedTimers` was given or since a run reached functionTimeout. */
  readonly stoppedTimers: readonly string[];
  /** Lets time pass for the app, its timers included; needs `movableClock`. Resolves when the worker's clock has moved. */
  advance(ms: number): Promise<void>;
  /** Runs the appTerminate hooks, waits for no request, and kills what has not ended after the host's grace period. */
  stop(): Promise<void>;
}

/** What to run, and with what. */
export interface HostOptions {
  /** Holds package.json, host.json and the built bundle; the current directory by default. */
  readonly packageRoot?: string;
  readonly environment: Readonly<Record<string, string>>;
  /** 0, the default, takes a free one. */
  readonly port?: number;
  /** The Node that runs the bundle; this process's own by default. */
  readonly node?: string;
  /** Off by default: nobody but a test moves the clock. */
  readonly movableClock?: boolean;
  /** The worker is started without the app, as Azure does, and is given directory and environment afterwards. */
  readonly placeholder?: boolean;
  /** What the worker before this one left behind: a new worker is no new start of the app. */
  readonly stoppedTimers?: readonly string[];
  readonly onLog?: (log: HostLog) => void;
}

/** Relative to the project, since `import.meta` does not exist where Jest has made CommonJS of this file. */
const CHILD_ENTRY = 'local/host/child.ts';

/** Rejects with an error for a person, or a PortTakenError, when the bundle cannot be served; nothing is left running then. */
export async function startHost(options: HostOptions): Promise<RunningHost> {
  const packageRoot = resolve(options.packageRoot ?? '.');
  const port = options.port ?? 0;
  const { movableClock = false, placeholder = false } = options;
  const stoppedTimers = [...(options.stoppedTimers ?? [])];
  const flags = [
    ...(movableClock ? [MOVABLE_CLOCK_FLAG] : []),
    ...(placeholder ? [PLACEHOLDER_FLAG] : []),
    ...stoppedTimers.map((functionName) => `${STOPPED_TIMER_FLAG}${functionName}`),
  ];
  const environment = createHostEnvironment(process.env, options.environment, packageRoot, port);
  const child = spawn(options.node ?? process.execPath, [resolve(CHILD_ENTRY), String(port), ...flags], {
    cwd: placeholder ? tmpdir() : packageRoot,
    env: placeholder ? createPlaceholderEnvironment(environment) : environment,
    stdio: ['ignore', 'pipe', 'pipe', 'pipe', 'ipc'],
    windowsHide: true,
  });
  const collector = createLogCollector(options.onLog ?? (() => undefined));
  const [, stdout, stderr] = child.stdio;
  const records = child.stdio[LOG_PIPE];
  if (stdout) collector.addText(stdout, 'stdout');
  if (stderr) collector.addText(stderr, 'stderr');
  if (records instanceof Readable) collector.addRecords(records);
  // 'close', not 'exit': only then everything that was written has been read.
  const exited = new Promise<number | null>((resolveExit) => child.once('close', resolveExit));
  const specialize: HostMessage = { type: 'specialize', packageRoot, environment };
  child.on('message', (message: WorkerMessage) => {
    if (message.type === 'timerStopped') stoppedTimers.push(message.functionName);
  });
  const listeningPort = await waitUntilListening(child, collector, exited, { specialize, port });

  const stop = async (): Promise<void> => {
    const timer = setTimeout(() => child.kill('SIGKILL'), WORKER_GRACE_MS);
    const message: HostMessage = { type: 'terminate' };
    // A worker that has ended already takes no message; that is what stop wanted.
    if (child.connected) child.send(message, () => undefined);
    await exited;
    clearTimeout(timer);
  };
  const advance = (ms: number): Promise<void> => {
    const message: HostMessage = { type: 'advance', ms };
    const advanced = new Promise<void>((resolveAdvance) => {
      child.on('message', function hear(answer: WorkerMessage) {
        if (answer.type !== 'advanced') return;
        child.off('message', hear);
        resolveAdvance();
      });
    });
    child.send(message);
    return advanced;
  };
  return {
    url: `http://127.0.0.1:${listeningPort}`,
    logs: collector.logs,
    output: collector.output,
    pid: child.pid ?? 0,
    exited,
    stoppedTimers,
    advance,
    stop,
  };
}

function waitUntilListening(
  child: ChildProcess,
  collector: LogCollector,
  exited: Promise<number | null>,
  { specialize, port }: { readonly specialize: HostMessage; readonly port: number },
): Promise<number> {
  let failure: Error | undefined;
  return new Promise((resolvePort, reject) => {
    child.once('error', reject);
    child.on('message', (message: WorkerMessage) => {
      if (message.type === 'waiting') child.send(specialize);
      else if (message.type === 'listening') resolvePort(message.port);
      else if (message.type === 'portTaken') failure = new PortTakenError(THE_FUNCTIONS, port);
      else if (message.type === 'failed') failure = new Error(message.message);
    });
    // The error comes after the end, when nothing is left running and all that the worker said has been read.
    exited.then((code) => {
      const last = collector.logs.slice(-5).map((log) => `  ${log.message}`);
      reject(failure ?? new Error([`The worker ended with exit code ${code} before it served.`, ...last].join('\n')));
    }, reject);
  });
}

export type { HostLog } from './messages.ts';
