/**
 * The browser of the tests: on Linux x64 the Chromium that a devDependency carries, elsewhere an installed Chrome or
 * Edge. Where there is none its suites are skipped, except in CI.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { madeOnce } from '../../support/made-once.ts';

/** Where to look; a test looks elsewhere. */
export interface Machine {
  readonly variables: Readonly<Record<string, string | undefined>>;
  readonly platform: string;
  readonly arch: string;
  readonly exists: (file: string) => boolean;
  /** False where a library of the system is missing. */
  readonly starts: (file: string) => boolean;
}

export interface Chromium {
  readonly executable: string;
  /** Of what the browser is started with. */
  readonly variables: Readonly<Record<string, string>>;
}

/** Below the folder that it is unpacked to. */
const FONTS = join('fonts', 'fonts.conf');
const MAC_APPLICATIONS = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
];
const WINDOWS_PROGRAMS = ['Google\\Chrome\\Application\\chrome.exe', 'Microsoft\\Edge\\Application\\msedge.exe'];
const LINUX_COMMANDS = ['google-chrome', 'microsoft-edge', 'chromium'];

export function findChromium(
  machine: Machine = {
    variables: process.env,
    platform: process.platform,
    arch: process.arch,
    exists: existsSync,
    starts: (file) => spawnSync(file, ['--version']).status === 0,
  },
): Chromium | undefined {
  const isCarried = machine.platform === 'linux' && machine.arch === 'x64';
  const found = isCarried ? carried(machine) : installed(machine);
  if (found) return found;
  const advice = isCarried
    ? 'its libraries are missing: install libnss3, or Chrome, which brings them'
    : 'install Chrome or Edge';
  if (machine.variables['CI']) throw new Error(`There is no browser, and CI skips nothing: ${advice}.`);
  console.warn(`SKIPPED: there is no browser, so nothing was tried in one. To run these tests ${advice}.`);
  return undefined;
}

function installed(machine: Machine): Chromium | undefined {
  const executable = candidates(machine).find(machine.exists);
  return executable === undefined ? undefined : { executable, variables: {} };
}

function carried({ starts }: Machine): Chromium | undefined {
  const folder = unpack();
  const executable = join(folder, 'chromium');
  const variables = { FONTCONFIG_FILE: join(folder, FONTS), XDG_CACHE_HOME: join(folder, 'cache') };
  return starts(executable) ? { executable, variables } : undefined;
}

function candidates({ variables, platform }: Machine): readonly string[] {
  if (platform === 'darwin') return MAC_APPLICATIONS;
  if (platform === 'win32') {
    const folders = ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].flatMap((name) => variables[name] ?? []);
    return folders.flatMap((folder) => WINDOWS_PROGRAMS.map((program) => `${folder}\\${program}`));
  }
  const folders = (variables['PATH'] ?? '').split(delimiter);
  return LINUX_COMMANDS.flatMap((command) => folders.map((folder) => join(folder, command)));
}

/**
 * The package unpacks 200 MB into the temporary folder and takes whatever file it finds there for done, so a process of
 * its own unpacks elsewhere.
 */
function unpack(): string {
  const { version } = JSON.parse(readFileSync('node_modules/@sparticuz/chromium/package.json', 'utf8')) as {
    readonly version: string;
  };
  return madeOnce(join('chromium', version), (scratch) => {
    const entry = JSON.stringify(require.resolve('@sparticuz/chromium'));
    const script = `import(${entry}).then(({ default: chromium }) => chromium.executablePath())`;
    execFileSync(process.execPath, ['-e', script], { env: { ...process.env, TMPDIR: scratch }, stdio: 'inherit' });
    copyFileSync(join(__dirname, 'fonts.conf'), join(scratch, FONTS));
  });
}
