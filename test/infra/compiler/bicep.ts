/**
 * The real compiler: the one that bicep.proj pins, where there is a .NET SDK to fetch it; else one that is installed.
 * It is a large download and an optional tool, so its absence skips the suites that need it, except in CI.
 */
import { spawn, spawnSync } from 'node:child_process';
import { accessSync, chmodSync, constants, copyFileSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { madeOnce } from '../../support/made-once';
import { type CompilerServer, createCompilerServer } from './compiler-server';
import { createKeptAnswers, type KeptAnswers } from './kept-answers';

export interface Command {
  /** Where it runs: the folder of the template. */
  readonly root: string;
  readonly args: readonly string[];
  /** The file that it writes, below `root`. */
  readonly output: string;
  readonly variables: Readonly<Record<string, string>>;
}

/** Each of the two starts the compiler for what nobody has asked it, with none of the developer's own environment variables. */
export interface Bicep {
  /** What the command has written. */
  run(command: Command): Promise<string>;
  serve(): CompilerServer;
}

const PROJECT = join(__dirname, 'bicep.proj');
const CACHE = join(__dirname, '../../../node_modules/.cache');
/** A fifth less work for .NET in a life of seconds: no profiles for code that it would compile again, no collector's thread. */
const SHORT_LIVED = { DOTNET_TieredPGO: '0', DOTNET_gcConcurrent: '0' };

/** Where to look; a test looks elsewhere. */
interface Machine {
  readonly variables: Readonly<Record<string, string | undefined>>;
  readonly home: string;
  /** Where the pinned one is kept. */
  readonly cache: string;
}

export function findBicep(
  machine: Machine = { variables: process.env, home: homedir(), cache: CACHE },
): Bicep | undefined {
  const file = pinned(machine) ?? installed(machine);
  if (file) {
    // Its temporary folder keeps a profile of how it starts, and would get sockets for debuggers.
    const own = { TMPDIR: machine.cache, TEMP: machine.cache, DOTNET_EnableDiagnostics: '0', ...SHORT_LIVED };
    const env = { ...inherited(machine), ...own };
    const { size, mtimeMs } = statSync(file);
    const answers = createKeptAnswers(join(machine.cache, 'bicep-answers'), `${file} ${size} ${mtimeMs}`);
    return {
      run: (command) => write(file, command, env, answers),
      serve: () =>
        createCompilerServer(answers, () =>
          spawn(file, ['jsonrpc', '--stdio'], { env, stdio: ['pipe', 'pipe', 'inherit'] }),
        ),
    };
  }
  const advice = 'install the .NET SDK (Linux x64) or `az bicep install`';
  if (machine.variables['CI']) throw new Error(`The Bicep compiler is missing, and CI skips nothing: ${advice}.`);
  console.warn(`SKIPPED: no Bicep compiler, so the infrastructure is not compiled. To run these tests ${advice}.`);
  return undefined;
}

/** NuGet keeps its package for every clone of this machine; what runs is a copy inside this one. */
function pinned(machine: Machine): string | undefined {
  if (process.platform !== 'linux' || process.arch !== 'x64') return undefined;
  const [, name = '', version = ''] =
    /Include="([^"]+)" Version="\[([^\]]+)\]"/.exec(readFileSync(PROJECT, 'utf8')) ?? [];
  const packages = machine.variables['NUGET_PACKAGES'] ?? join(machine.home, '.nuget/packages');
  try {
    const folder = madeOnce(join(machine.cache, 'bicep', version), (scratch) => {
      restore(packages, machine);
      copyFileSync(join(packages, name.toLowerCase(), version, 'tools/bicep'), join(scratch, 'bicep'));
      chmodSync(join(scratch, 'bicep'), 0o755);
    });
    return join(folder, 'bicep');
  } catch {
    return undefined;
  }
}

function restore(packages: string, machine: Machine): void {
  const scratch = mkdtempSync(join(tmpdir(), 'bicep-restore-'));
  // Given here and not in the project, because the SDK reads it before the project's first line.
  const outside = `-p:BaseIntermediateOutputPath=${scratch}/`;
  run('dotnet', ['restore', PROJECT, '--packages', packages, outside], inherited(machine));
  rmSync(scratch, { recursive: true });
}

function installed({ variables, home }: Machine): string | undefined {
  const folders = [...(variables['PATH'] ?? '').split(delimiter), join(home, '.azure/bin')];
  return folders.map((folder) => join(folder, process.platform === 'win32' ? 'bicep.exe' : 'bicep')).find(isExecutable);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function inherited({ variables }: Machine): Record<string, string | undefined> {
  const { PATH, HOME, USERPROFILE, TMPDIR, TEMP, DOTNET_ROOT, HTTP_PROXY, HTTPS_PROXY, NO_PROXY } = variables;
  const quiet = { DOTNET_CLI_TELEMETRY_OPTOUT: '1', DOTNET_NOLOGO: '1' };
  return { PATH, HOME, USERPROFILE, TMPDIR, TEMP, DOTNET_ROOT, HTTP_PROXY, HTTPS_PROXY, NO_PROXY, ...quiet };
}

async function write(
  file: string,
  { root, args, output, variables }: Command,
  env: Readonly<Record<string, string | undefined>>,
  answers: KeptAnswers,
): Promise<string> {
  const answer = await answers.answer(root, { args, output, variables }, async () => {
    run(file, args, { ...env, ...variables }, root);
    return { result: readFileSync(join(root, output), 'utf8') };
  });
  return String('result' in answer && answer.result);
}

function run(file: string, args: readonly string[], env: Record<string, string | undefined>, cwd?: string): void {
  spawnSync(file, args, { env, cwd, stdio: 'ignore', timeout: 180_000 });
}
