/** A process of the benchmark's own: known to serve by its first message, ended by closing the channel to it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { devNull } from 'node:os';

export interface Child {
  /** What it said once it served. */
  readonly message: unknown;
  stop(): Promise<void>;
}

export interface ChildOptions {
  readonly entry: string;
  readonly folder: string;
  readonly environment: Readonly<Record<string, string>>;
}

export async function startChild({ entry, folder, environment }: ChildOptions): Promise<Child> {
  // The host writes its log to the fourth file. Nobody reads it, so that reading costs the load generator nothing.
  const log = openSync(devNull, 'w');
  const stdio = ['ignore', 'ignore', 'inherit', log, 'ipc'] as const;
  const child = spawn(process.execPath, [entry, '0'], { cwd: folder, env: environment, stdio: [...stdio] });
  closeSync(log);
  const ended = once(child, 'exit');
  const message = await Promise.race([firstMessage(child), ended.then(() => undefined)]);
  if (message === undefined) throw new Error(`${entry} ended before it served.`);
  return {
    message,
    async stop() {
      if (child.connected) child.disconnect();
      await ended;
    },
  };
}

async function firstMessage(child: ChildProcess): Promise<unknown> {
  const [message]: unknown[] = await once(child, 'message');
  return message;
}
