/**
 * Runs the functions with Azure Functions Core Tools (`func start`), for those who have it installed. Settings travel
 * in the environment, which Core Tools prefers to local.settings.json: a person's own file is neither read nor changed
 * by us, and its values apply only where we set none.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { THE_FUNCTIONS } from '../host/messages.ts';
import { listen } from '../kit/listen.ts';
import type { ServingHost } from './serving-host.ts';

/** What to start. */
export interface CoreToolsOptions {
  readonly port: number;
  readonly environment: Readonly<Record<string, string>>;
  /** `func` unless a test brings its own. */
  readonly command?: string;
  /** Where its output goes: the terminal, unless a test wants quiet. */
  readonly output?: 'inherit' | 'ignore';
}

const INSTALL_HINT =
  'Azure Functions Core Tools (func) was not found. Install it with "npm i -g azure-functions-core-tools@4", or leave out --func.';
const IS_WINDOWS = process.platform === 'win32';
/** What cmd.exe and POSIX shells answer for a command they do not know. */
const COMMAND_NOT_FOUND = IS_WINDOWS ? 1 : 127;

/** Resolves once `func` runs (not: serves); rejects when it is not installed or the port is taken. */
export async function startCoreTools(options: CoreToolsOptions): Promise<ServingHost> {
  const { port, environment, output = 'inherit', command = IS_WINDOWS ? 'func.cmd' : 'func' } = options;
  await assertPortIsFree(port);
  const child = spawn(command, ['start', '--port', String(port)], {
    env: { ...process.env, FUNCTIONS_WORKER_RUNTIME: 'node', ...environment },
    stdio: ['ignore', output, output],
    // Node refuses to start a .cmd without a shell; the only argument that varies is a number.
    shell: IS_WINDOWS,
  });
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', (error: NodeJS.ErrnoException) => {
      reject(error.code === 'ENOENT' ? new Error(INSTALL_HINT) : error);
    });
  });
  return {
    url: `http://127.0.0.1:${port}`,
    ended: exited.then((code) => {
      const hint = code === COMMAND_NOT_FOUND ? ` ${INSTALL_HINT}` : '';
      return `func ended with exit code ${String(code)}.${hint}`;
    }),
    stop: async () => {
      if (child.exitCode === null && child.signalCode === null) end(child);
      await exited;
    },
  };
}

/** Core Tools reports a taken port late and in its own words, and the wait for it would talk to the stranger. */
async function assertPortIsFree(port: number): Promise<void> {
  const probe = createServer();
  await listen(probe, port, THE_FUNCTIONS);
  probe.close();
  await once(probe, 'close');
}

function end(child: ChildProcess): void {
  if (IS_WINDOWS && child.pid !== undefined) {
    // func.cmd is a shell around node around func.exe: only the tree ends all three.
    spawn('taskkill', ['/pid', String(child.pid), '/t', '/f'], { stdio: 'ignore' }).on('error', () => child.kill());
  } else {
    child.kill('SIGTERM');
  }
}
