/** A process of the benchmark's own: known to serve by its first message, ended by closing the channel to it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { devNull } from 'node:os';

export interface Child {
  /** What it said once it served. */
  readonly message: unknown;
  /** Says something, and waits for what it says next. */
  ask(message: object): Promise<unknown>;
  stop(): Promise<void>;
}

export interface ChildOptions {
  readonly entry: string;
  readonly folder: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly flags?: readonly string[];
}

export async function startChild({ entry, folder, environment, flags = [] }: ChildOptions): Promise<Child> {
  // The host writes its log to the fourth file. Nobody reads it, so that reading costs the load generator nothing.
  const log = openSync(devNull, 'w');
  const stdio = ['ignore', 'ignore', 'inherit', log, 'ipc'] as const;
  const child = spawn(process.execPath, [entry, '0', ...flags], { cwd: folder, env: environment, stdio: [...stdio] });
  closeSync(log);
  const ended = once(child, 'exit');
  async function nextMessage(): Promise<unknown> {
    const message = await Promise.race([messageOf(child), ended.then(() => undefined)]);
    if (message === undefined) throw new Error(`${entry} ended before it served.`);
    return message;
  }
  return {
    message: await nextMessage(),
    ask(message) {
      child.send(message);
      return nextMessage();
    },
    async stop() {
      if (child.connected) child.disconnect();
      await ended;
    },
  };
}

async function messageOf(child: ChildProcess): Promise<unknown> {
  const [message]: unknown[] = await once(child, 'message');
  return message;
}
