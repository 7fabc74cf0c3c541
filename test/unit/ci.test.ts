/** `.ci/run` and what it promises: everything that is checked, the quick first, with no help of what others left. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

interface Package {
  readonly scripts: Readonly<Record<string, string>>;
  readonly engines: { readonly node: string };
}

const read = <T>(file: string): T => JSON.parse(readFileSync(file, 'utf8')) as T;
const { scripts, engines } = read<Package>('package.json');

test('tries each part of `npm run check` as a step of its own, before what takes minutes', () => {
  const [quick = '', slow] = readFileSync('.ci/run', 'utf8').split('npm test');
  const parts = scripts['check']?.match(/check:\w+/g) ?? [];
  expect(parts.length).toBeGreaterThan(3);
  expect(quick.match(/check:\w+/g)).toEqual(parts);
  expect(slow).toBeDefined();
});

test('asks for the Node that the README promises to be enough, and no other', () => {
  const promised = ['README.md', 'CONTRIBUTING.md'].map((file) =>
    /Node (\d+) or newer/.exec(readFileSync(file, 'utf8'))?.at(1),
  );
  const { packages } = read<{ packages: Readonly<Record<string, Package>> }>('package-lock.json');
  expect([engines.node, packages['']?.engines.node]).toEqual(promised.map((version) => `>=${version}`));
});

describe('on a new machine', () => {
  let home: string;
  let left: string;
  beforeEach(() => {
    home = mkdtempSync(join(realpathSync(tmpdir()), 'ci-home-'));
    left = mkdtempSync(join(tmpdir(), 'ci-left-'));
    mkdirSync(join(home, '.cache', 'a-browser'), { recursive: true });
    writeFileSync(join(home, '.npmrc'), 'kept');
    writeFileSync(join(home, 'authority.pem'), 'trusted');
  });
  afterEach(() => {
    for (const folder of [home, left]) rmSync(folder, { recursive: true });
  });

  function run(script: string) {
    const env = { ...process.env, HOME: home, SSL_CERT_FILE: join(home, 'authority.pem'), TMPDIR: tmpdir() };
    return spawnSync('bash', ['.ci/on-a-new-machine', 'bash', '-c', script], { encoding: 'utf8', env });
  }

  test('nothing is left by others, in temporary folders or caches', () => {
    const { stdout } = run(`ls -A "\${TMPDIR:-/tmp}" "\${XDG_CACHE_HOME:-$HOME/.cache}" 2>&1; echo looked`);
    expect(stdout).toContain('looked');
    expect(stdout).not.toContain(basename(left));
    expect(stdout).not.toContain('a-browser');
  });

  test('there is what the environment names: the clone, configuration, certificates', () => {
    const { stdout, status } = run('pwd; cat "$HOME/.npmrc" "$SSL_CERT_FILE"');
    expect(stdout).toContain(`${process.cwd()}\nkepttrusted`);
    expect(status).toBe(0);
  });

  test('a command that fails has failed', () => {
    expect(run('exit 3').status).toBe(3);
  });
});
