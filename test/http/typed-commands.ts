/** The commands that a newcomer types, as child processes. Only the build that `npm start` does first is left out. */
import { type ChildProcess, spawn } from 'node:child_process';

export interface Command {
  readonly child: ChildProcess;
  /** Everything printed so far, to both streams. */
  output(): string;
  /** Resolves with the output once it holds `text`; rejects when the command ends before. */
  prints(text: string): Promise<string>;
  /** The exit code. */
  readonly ended: Promise<number | null>;
}

/** Call it once at the top of a suite, with whose end every command ends at the latest. */
export function useCommands(): (...args: readonly string[]) => Command {
  const started: Command[] = [];
  afterAll(() => {
    for (const { child } of started) child.kill('SIGKILL');
  });
  return (...args) => {
    const command = start(...args);
    started.push(command);
    return command;
  };
}

function start(...args: readonly string[]): Command {
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const command: Command = {
    child,
    ended,
    output: () => output,
    prints(text) {
      return new Promise((resolve, reject) => {
        const look = (): void => (output.includes(text) ? resolve(output) : undefined);
        for (const stream of [child.stdout, child.stderr]) stream.on('data', look);
        ended.then((code) => reject(new Error(`It ended with ${code} and without "${text}":\n${output}`)), reject);
        look();
      });
    },
  };
  return command;
}

/** The lines of the output that belong to one thing that can be pasted. */
export function linesAfter(output: string, heading: string): string {
  return output.split(`${heading}\n\n`)[1]?.split('\n\n')[0] ?? '';
}
