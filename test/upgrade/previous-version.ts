/**
 * The version before this one: the commit whose state an upgrade finds, and which a rollback starts again. What it wrote
 * is kept as data in `recorded`. It itself is built from the history of this clone, with the packages of this version,
 * because a bundle of 900 KB that nobody can review would be the alternative; that takes two seconds, once.
 */
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { madeOnce } from '../support/made-once.ts';

const PREVIOUS_VERSION = '6e5fe923140bdc231ab63b742896733e2924aae6';

const ROOT = join(__dirname, '../..');
/** What the function host reads of an app. */
const APP = ['package.json', 'host.json', 'dist/index.js', 'dist/telemetry.js'];

/** The folder of its app; `undefined` in a clone without its commit, where what needs it is skipped, except in CI. */
export function findPreviousVersion(): string | undefined {
  const isKnown = spawnSync('git', ['cat-file', '-e', `${PREVIOUS_VERSION}^{commit}`], { cwd: ROOT }).status === 0;
  if (isKnown) return madeOnce(join('previous-version', PREVIOUS_VERSION), build);
  const missing = `This clone does not have commit ${PREVIOUS_VERSION}: \`git fetch --unshallow\` brings it`;
  if (process.env['CI']) throw new Error(`${missing}, and CI skips nothing.`);
  process.stderr.write(`SKIPPED: ${missing}, and with it the tests of a rollback.\n`);
  return undefined;
}

/** As that version has it; only where the version was found. */
export function readPreviousFile(path: string): string {
  return run('git', ['show', `${PREVIOUS_VERSION}:${path}`], ROOT).stdout.toString();
}

function build(folder: string): void {
  // Not below node_modules, where Node runs no TypeScript.
  const source = mkdtempSync(join(tmpdir(), 'previous-version-'));
  try {
    const { stdout } = run('git', ['archive', '--format=tar', PREVIOUS_VERSION], ROOT);
    run('tar', ['-x'], source, stdout);
    symlinkSync(join(ROOT, 'node_modules'), join(source, 'node_modules'), 'junction');
    run(process.execPath, ['tools/build.ts'], source);
    mkdirSync(join(folder, 'dist'));
    for (const file of APP) copyFileSync(join(source, file), join(folder, file));
  } finally {
    rmSync(source, { recursive: true });
  }
}

function run(command: string, args: readonly string[], cwd: string, input?: Buffer) {
  const ended = spawnSync(command, args, { cwd, input, maxBuffer: 64 * 1_048_576 });
  if (ended.status !== 0) throw new Error(`${command} ${args.join(' ')}: ${ended.error?.message ?? ended.stderr}`);
  return ended;
}
