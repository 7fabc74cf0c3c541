/** Puts the stand-ins on a `PATH` of their own and runs a program there. */
import { execFile, spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { transformFileSync } from '@swc/core';

interface Outcome {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface StandIn {
  readonly home: string;
  run(command: string, args: readonly string[], variables?: Readonly<Record<string, string>>): Outcome;
  /** As `run`, for a program that asks a server of this process. */
  start(command: string, args: readonly string[], variables?: Readonly<Record<string, string>>): Promise<Outcome>;
  /** Puts another program there: a line of a shell. */
  install(name: string, line: string): void;
  /** How often each step fails before Azure knows everywhere what the one before has made. */
  delay(late: Readonly<Record<string, number>>): void;
  /** What is left of that. */
  delays(): unknown;
  /** A search path with the usual tools of a shell, and without that one. */
  pathWithout(command: 'az'): string;
  /** Every call of a stand-in so far, as its arguments. */
  calls(): readonly (readonly string[])[];
  directory(): unknown;
  dispose(): void;
}

export function createStandIn(): StandIn {
  const home = mkdtempSync(join(tmpdir(), 'stand-in-'));
  // Compiled once here: Node's own stripping of types would cost more than each of the many calls does.
  const { code } = transformFileSync(require.resolve('./az.mts'), {
    jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
    module: { type: 'es6' },
  });
  writeFileSync(join(home, 'az.mjs'), code);
  install(home, 'az', `exec "${process.execPath}" "${home}/az.mjs" "$@"`);
  install(home, 'azd', `printf '%s\\n' "$*" >> "${home}/azd.txt"`);
  const environment = (variables: Readonly<Record<string, string>> = {}) => ({
    ...process.env,
    PATH: `${home}:${process.env['PATH']}`,
    STAND_IN_HOME: home,
    ENTRA_RETRY_SECONDS: '0',
    DEPLOY_RETRY_SECONDS: '0',
    ...variables,
  });
  const read = (file: string) => (existsSync(join(home, file)) ? readFileSync(join(home, file), 'utf8') : '');
  return {
    home,
    run(command, args, variables) {
      const { status, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8', env: environment(variables) });
      return { status, stdout, stderr };
    },
    start(command, args, variables) {
      return new Promise((resolve) => {
        execFile(command, [...args], { env: environment(variables) }, (error, stdout, stderr) => {
          resolve({ status: error ? Number(error.code) : 0, stdout, stderr });
        });
      });
    },
    install: (name, line) => install(home, name, line),
    delay: (late) => writeFileSync(join(home, 'late.json'), JSON.stringify(late)),
    delays: () => JSON.parse(read('late.json')),
    pathWithout(command) {
      const folder = join(home, `without-${command}`);
      mkdirSync(folder);
      // Enough for the first lines of a script.
      for (const tool of ['sh', 'mktemp', 'rm']) symlinkSync(pathOf(tool), join(folder, tool));
      return folder;
    },
    calls: () => read('calls.jsonl').split('\n').filter(Boolean).map(parseCall),
    directory: () => JSON.parse(read('directory.json')),
    dispose: () => rmSync(home, { recursive: true, force: true }),
  };
}

function pathOf(tool: string): string {
  return spawnSync('sh', ['-c', `command -v ${tool}`], { encoding: 'utf8' }).stdout.trim();
}

function parseCall(line: string): readonly string[] {
  return JSON.parse(line) as readonly string[];
}

function install(home: string, name: string, line: string): void {
  writeFileSync(join(home, name), `#!/bin/sh\n${line}\n`);
  chmodSync(join(home, name), 0o755);
}
