/**
 * The browser of the tests: on Linux x64 the Chromium that a devDependency carries, elsewhere an installed Chrome or
 * Edge. Where there is none its suites are skipped, except in CI.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Where to look; a test looks elsewhere. */
export interface Machine {
  readonly variables: Readonly<Record<string, string | undefined>>;
  readonly platform: string;
  readonly arch: string;
  readonly exists: (file: string) => boolean;
}

export interface Chromium {
  readonly executable: string;
  /** Of what the browser is started with. */
  readonly variables: Readonly<Record<string, string>>;
}

const PACKAGE = '@sparticuz/chromium';
const CACHE = join('node_modules', '.cache');
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
  },
): Chromium | undefined {
  if (machine.platform === 'linux' && machine.arch === 'x64') return unpacked();
  const executable = candidates(machine).find(machine.exists);
  if (executable !== undefined) return { executable, variables: {} };
  if (machine.variables['CI']) {
    throw new Error('There is neither Chrome nor Edge, and CI skips nothing: install one of them.');
  }
  console.warn('SKIPPED: neither Chrome nor Edge is installed, so nothing was tried in a browser.');
  return undefined;
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
 * The package unpacks 200 MB into the temporary folder and takes whatever file it finds there for done. Here a process
 * of its own unpacks elsewhere and the result appears whole, whatever other tests start at the same time.
 */
function unpacked(): Chromium {
  const { version } = JSON.parse(readFileSync(join('node_modules', PACKAGE, 'package.json'), 'utf8')) as {
    readonly version: string;
  };
  const folder = join(process.cwd(), CACHE, `chromium-${version}`);
  if (!existsSync(folder)) {
    mkdirSync(CACHE, { recursive: true });
    const scratch = mkdtempSync(join(CACHE, 'unpacking-'));
    const script = `import('${PACKAGE}').then(({ default: chromium }) => chromium.executablePath())`;
    execFileSync(process.execPath, ['-e', script], { env: { ...process.env, TMPDIR: scratch }, stdio: 'inherit' });
    try {
      renameSync(scratch, folder);
    } catch (error) {
      // Another one was faster.
      rmSync(scratch, { recursive: true });
      if (!existsSync(folder)) throw error;
    }
  }
  return { executable: join(folder, 'chromium'), variables: { FONTCONFIG_PATH: join(folder, 'fonts') } };
}
