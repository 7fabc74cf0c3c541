/** What is uploaded: the zip of `npm run package`, and what azd and func let through by .funcignore. */
import { execFileSync, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { unzipSync } from 'fflate';
import { MAX_PACKAGE_BYTES, PACKAGE_FILES, zipPackage } from '../../tools/package-zip';

const ROOT = join(__dirname, '../..');
const SHIPPED = [
  'LICENSE',
  'dist/THIRD-PARTY-LICENSES.txt',
  'dist/index.js',
  'dist/openapi.json',
  'dist/telemetry.js',
  'host.json',
  'package.json',
];

/** A tree of files, in a folder that goes away once it has been used. */
function withTree<T>(files: Readonly<Record<string, string>>, use: (root: string) => T): T {
  const root = mkdtempSync(join(tmpdir(), 'package-'));
  const clean = () => rmSync(root, { recursive: true });
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  }
  const used = use(root);
  if (used instanceof Promise) return used.finally(clean) as T;
  clean();
  return used;
}

const meta = (input: string) => JSON.stringify({ index: { inputs: { [input]: {} } }, telemetry: { inputs: {} } });
const tree = (change: Readonly<Record<string, string>> = {}) => ({
  ...Object.fromEntries(SHIPPED.map((file) => [file, file])),
  'dist/meta.json': meta('src/index.ts'),
  ...change,
});

describe('the package of the built app', () => {
  test('holds exactly the bundles, host.json, package.json and the licences', async () => {
    expect(Object.keys(unzipSync(await zipPackage(ROOT)))).toEqual(SHIPPED);
  });

  test('is at most 2 MB', async () => {
    expect((await zipPackage(ROOT)).byteLength).toBeLessThanOrEqual(2 * 1024 * 1024);
  });
});

describe('npm run package', () => {
  test('makes the same bytes of the same tree, whatever the files’ times and the time zone', () => {
    const packageIn = (zone: string) =>
      withTree(tree(), (root) => {
        execFileSync(process.execPath, [join(ROOT, 'tools/package.ts')], {
          cwd: root,
          env: { ...process.env, TZ: zone },
        });
        return readFileSync(join(root, 'dist/app.zip'));
      });
    expect(packageIn('Pacific/Auckland')).toEqual(packageIn('America/Lima'));
  });

  test.each(['local/azure/azure.ts', 'tools/build.ts', 'test/http/a.test.ts'])(
    'refuses a bundle that esbuild made with %s',
    (input) =>
      withTree(tree({ 'dist/meta.json': meta(input) }), (root) =>
        expect(zipPackage(root)).rejects.toThrow(`dist/index.js contains what must not ship: ${input}`),
      ),
  );

  test('refuses a package larger than 2 MB', () => {
    const noise = randomBytes(MAX_PACKAGE_BYTES * 2).toString('base64');
    return withTree(tree({ 'dist/index.js': noise }), (root) =>
      expect(zipPackage(root)).rejects.toThrow(/more than 2097152/),
    );
  });

  test('says which file is missing when the app was not built', () =>
    withTree(tree(), (root) => {
      rmSync(join(root, 'dist/index.js'));
      return expect(zipPackage(root)).rejects.toThrow(/dist\/index\.js/);
    }));
});

describe('.funcignore', () => {
  const strays = [
    '.azure/dev/.env',
    '.env',
    'dist/app.zip',
    'dist/doctor.js',
    'dist/index.js.map',
    'dist/meta.json',
    'infra/main.bicep',
    'local.settings.json',
    'local/start.ts',
    'node_modules/zod/index.js',
    'node_modules/zod/package.json',
    'src/index.ts',
    'tools/build.ts',
  ];
  // .funcignore has the rules of .gitignore, so git is asked.
  const withRules = (use: (root: string) => void): void =>
    withTree(Object.fromEntries([...SHIPPED, ...strays].map((file) => [file, ''])), (root) => {
      execFileSync('git', ['init', '--quiet', root]);
      copyFileSync(join(ROOT, '.funcignore'), join(root, '.git/info/exclude'));
      return use(root);
    });

  test('lets through exactly what the package holds', () =>
    withRules((root) => {
      const listed = execFileSync('git', ['ls-files', '--others', '--exclude-standard'], {
        cwd: root,
        encoding: 'utf8',
      });
      expect(listed.trim().split('\n').sort()).toEqual([...PACKAGE_FILES].sort());
    }));

  test('does not exclude the folder node_modules itself, which azd refuses together with remoteBuild: false', () =>
    withRules((root) => {
      const ignored = (path: string) => spawnSync('git', ['check-ignore', '--quiet', path], { cwd: root }).status === 0;
      expect({ folder: ignored('node_modules'), contents: ignored('node_modules/zod') }).toEqual({
        folder: false,
        contents: true,
      });
    }));
});
