/**
 * The life of the worker process: load the bundle as Microsoft's worker does, serve, end.
 * Everything that touches the process comes in as an argument; `child.ts` is the thin entry around it.
 */
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { listen } from '../kit/listen.ts';
import type { CoreLog, FunctionsCore } from './functions-core.ts';
import { createAppHooks } from './hooks.ts';
import { parseHostSettings } from './host-settings.ts';
import { createInvoke } from './invocation.ts';
import { THE_FUNCTIONS } from './messages.ts';
import { createRoutes } from './routes.ts';
import { createHostServer } from './server.ts';
import { createTimers } from './timers.ts';

/** What `child.ts` hands in. */
export interface WorkerOptions {
  readonly packageRoot: string;
  readonly port: number;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Timer functions that stand still, and who is told of one that shall from now on, after which the process ends. */
  readonly stoppedTimers: readonly string[];
  readonly onTimerStopped: (functionName: string) => void;
  readonly core: FunctionsCore;
  readonly log: CoreLog;
  /** Loads a CommonJS file with `@azure/functions-core` in place. */
  readonly load: (file: string) => void;
  readonly exit: (code: number) => void;
}

/** A worker that serves. */
export interface Worker {
  readonly port: number;
  /** The timers look at the clock again. */
  clockMoved(): void;
  /** Runs the appTerminate hooks and ends the process, whatever is under way. A second call changes nothing. */
  terminate(): void;
}

/** Rejects if it cannot serve the app, with a message for a person; the caller completes that of a PortTakenError. */
export async function startWorker(options: WorkerOptions): Promise<Worker> {
  const { core, log, exit, packageRoot, environment } = options;
  const bodySizeLimit = environment['FUNCTIONS_REQUEST_BODY_SIZE_LIMIT'];
  const settings = parseHostSettings(readFileSync(join(packageRoot, 'host.json'), 'utf8'), bodySizeLimit);
  loadEntryPoint(options);
  core.endIndexing();
  await core.model()?.getCapabilities({});
  const hooks = createAppHooks(core);
  const invoke = createInvoke(core, log);
  const timers = createTimers({
    functions: core.functions.values(),
    environment,
    functionTimeoutMs: settings.functionTimeoutMs,
    stopped: options.stoppedTimers,
    invoke,
    log,
    onTimeout: options.onTimerStopped,
  });
  // Awaited before the first invocation, so before there is a server to send one.
  await hooks.start();
  const server = createHostServer({
    settings,
    findRoute: createRoutes(core.functions.values(), settings.routePrefix),
    invoke,
    log,
    onTimeout: () => exit(1),
  });
  const port = await listen(server, options.port, THE_FUNCTIONS);
  for (const timer of timers) timer.start();

  const finish = async (): Promise<void> => {
    try {
      await hooks.terminate();
    } catch (error) {
      log('error', 'system', `An appTerminate hook failed: ${String(error)}`);
    }
    exit(0);
  };
  let terminating = false;
  const terminate = (): void => {
    if (terminating) return;
    terminating = true;
    // The host sends no more invocations, and the worker waits for none of those that it has.
    server.close();
    for (const timer of timers) timer.stop();
    finish().catch(() => exit(1));
  };
  const clockMoved = (): void => {
    for (const timer of timers) timer.clockMoved();
  };
  return { port, clockMoved, terminate };
}

function loadEntryPoint({ packageRoot, core, load }: WorkerOptions): void {
  const { main } = JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8')) as { readonly main?: unknown };
  if (typeof main !== 'string') throw new Error(`${join(packageRoot, 'package.json')} has no "main".`);
  const file = join(packageRoot, main);
  if (statSync(file, { throwIfNoEntry: false })?.isFile() !== true) {
    throw new Error(`The entry point "${main}" does not exist in ${packageRoot}. Run "npm run build" first.`);
  }
  try {
    load(file);
  } catch (error) {
    const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
    throw new Error(`Worker was unable to load entry point "${main}": ${detail}`);
  }
  if (core.functions.size === 0) {
    throw new Error(`The entry point "${main}" registered no function: every route of the app would answer 404.`);
  }
}
