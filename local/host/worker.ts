/**
 * The life of the worker process: load the bundle as Microsoft's worker does, serve, end.
 * Everything that touches the process comes in as an argument; `child.ts` is the thin entry around it.
 */
import { readFileSync, statSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { CoreLog, FunctionsCore } from './functions-core.ts';
import { createAppHooks } from './hooks.ts';
import { type HostSettings, parseHostSettings } from './host-settings.ts';
import { createInvoke } from './invocation.ts';
import { createRoutes } from './routes.ts';
import { createHostServer } from './server.ts';

/** What `child.ts` hands in. */
export interface WorkerOptions {
  readonly packageRoot: string;
  readonly port: number;
  readonly bodySizeLimit: string | undefined;
  readonly core: FunctionsCore;
  readonly log: CoreLog;
  /** Loads a CommonJS file with `@azure/functions-core` in place. */
  readonly load: (file: string) => void;
  readonly exit: (code: number) => void;
}

/** A worker that serves. */
export interface Worker {
  readonly port: number;
  /** Runs the appTerminate hooks and ends the process, whatever is under way. A second call changes nothing. */
  terminate(): void;
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

function listen(options: WorkerOptions, settings: HostSettings): Promise<ReturnType<typeof createHostServer>> {
  const { core, log, exit, port } = options;
  const server = createHostServer({
    settings,
    findRoute: createRoutes(core.functions.values(), settings.routePrefix),
    invoke: createInvoke(core, log),
    log,
    onTimeout: () => exit(1),
  });
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const taken = `Port ${port} on 127.0.0.1 is already in use. Stop the program that uses it, or choose another port (npm start -- --port ${port + 1}).`;
      reject(error.code === 'EADDRINUSE' ? new Error(taken) : error);
    });
    server.listen(port, '127.0.0.1', () => resolve(server));
  });
}

/** Rejects when the app cannot be served; the message is for a person. */
export async function startWorker(options: WorkerOptions): Promise<Worker> {
  const { core, log, exit, packageRoot } = options;
  const settings = parseHostSettings(readFileSync(join(packageRoot, 'host.json'), 'utf8'), options.bodySizeLimit);
  loadEntryPoint(options);
  core.endIndexing();
  await core.model()?.getCapabilities({});
  const hooks = createAppHooks(core);
  // Awaited before the first invocation, so before there is a server to send one.
  await hooks.start();
  const server = await listen(options, settings);

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
    finish().catch(() => exit(1));
  };
  return { port: (server.address() as AddressInfo).port, terminate };
}
