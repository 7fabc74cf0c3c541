/** The package for pages as a stranger installs it: from its tarball, with Node, the compiler and a bundler. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { build } from 'esbuild';

const NAME = 'realtime-token-client';
const ROOT = join(__dirname, '../..');
const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };

let folder: string;
let tarball: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'client-package-'));
  npm('pack', join(ROOT, 'client'), '--silent');
  tarball = join(folder, `${NAME}-${version}.tgz`);
  writeFileSync(join(folder, 'package.json'), '{"type":"module","private":true}');
  npm('install', tarball, '--offline', '--no-audit', '--no-fund', '--silent');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const run = (file: string, ...args: readonly string[]) =>
  execFileSync(file, args, { cwd: folder, encoding: 'utf8', shell: process.platform === 'win32' && file === 'npm' });
const npm = (...args: readonly string[]) => run('npm', ...args);
const write = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};
const files = () =>
  readdirSync(join(folder, 'node_modules', NAME), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => relative(join(folder, 'node_modules', NAME), join(parentPath, name)));

test('installs alone, without a dependency', () => {
  expect(readdirSync(join(folder, 'node_modules')).filter((name) => !name.startsWith('.'))).toEqual([NAME]);
  expect(files()).toEqual(
    expect.arrayContaining(['package.json', 'README.md', 'LICENSE', 'dist/index.js', 'dist/index.d.ts']),
  );
  expect(
    files().filter((name) => !/^(?:package\.json|README\.md|LICENSE)$|^dist[/\\][\w-]+\.(?:js|d\.ts)$/.test(name)),
  ).toEqual([]);
});

test.each([
  ['', ['CallError', 'createCall', 'exchangeSdp', 'explain']],
  ['/explain', ['explainEvent', 'explainHere']],
  ['/agents', ['createTransport']],
  ['/preflight', ['preflight']],
])('is imported by Node: %s', (entry, names) => {
  const script = write(
    'import.js',
    `console.log(JSON.stringify(Object.keys(await import('${NAME}${entry}')).sort()));`,
  );
  expect(JSON.parse(run(process.execPath, script))).toEqual(names);
});

test.each(['bundler', 'nodenext'])('has types that a strict page compiles with, resolved as %s', (resolution) => {
  write(
    'page.ts',
    `import { type Call, CallError, createCall, exchangeSdp, explain } from '${NAME}';
import { explainEvent } from '${NAME}/explain';
import { preflight } from '${NAME}/preflight';
const call: Call = createCall({ endpoint: '/api', getToken: async ({ fresh }) => String(fresh), way: 'relay' });
call.on('state', ({ phase, error }) => console.log(phase, error?.retryAfterSeconds, error instanceof CallError));
call.on('event', (event) => console.log(event.type, explainEvent(event)?.title));
// @ts-expect-error there is no such way
createCall({ endpoint: '/api', getToken: () => '', way: 'both' });
exchangeSdp({ endpoint: '/api', getToken: () => '', api: 'live' });
// @ts-expect-error there is no such api
exchangeSdp({ endpoint: '/api', getToken: () => '', api: 'voice' });
export const report = preflight({ endpoint: '/api', getToken: () => '' });
export const explained = explain(new CallError('no_sound', 'browser'));
`,
  );
  const module = resolution === 'nodenext' ? 'nodenext' : 'preserve';
  const compilerOptions = {
    ...{ strict: true, exactOptionalPropertyTypes: true, noEmit: true, types: [], skipLibCheck: false },
    ...{ target: 'es2022', lib: ['es2023', 'dom', 'dom.iterable'], module, moduleResolution: resolution },
  };
  write('tsconfig.json', JSON.stringify({ compilerOptions, files: ['page.ts'] }));
  expect(run(process.execPath, join(ROOT, 'node_modules/typescript/bin/tsc'), '-p', folder)).toBe('');
});

describe('a bundler', () => {
  const bundled = async (source: string): Promise<ReadonlyMap<string, string>> => {
    const { outputFiles } = await build({
      stdin: { contents: source, resolveDir: folder },
      ...{
        bundle: true,
        minify: true,
        splitting: true,
        write: false,
        logLevel: 'silent',
        format: 'esm',
        outdir: join(folder, 'out'),
      },
    });
    return new Map(outputFiles.map(({ path, text }) => [path, text]));
  };

  test('takes nothing where nothing is used', async () => {
    const outputs = await bundled(`import '${NAME}';`);
    expect(outputs.get(join(folder, 'out/stdin.js'))?.trim()).toBe('');
  });

  test('leaves out what a page does not use: the exchange opens no microphone', async () => {
    const exchange = [...(await bundled(`export { exchangeSdp } from '${NAME}';`)).values()].join('');
    expect(exchange.includes('/realtime/calls')).toBe(true);
    expect(exchange.includes('createDataChannel')).toBe(false);
  });

  test('keeps the catalogue in a file of its own, which is loaded on demand', async () => {
    const outputs = await bundled(`export { createCall, explain } from '${NAME}';`);
    const holders = [...outputs].filter(([, text]) => text.includes('microphone-refused')).map(([path]) => path);
    expect(holders).toHaveLength(1);
    expect(holders[0]).not.toMatch(/stdin/);
  });
});

test('publint and "are the types wrong" find nothing', () => {
  const found = run(process.execPath, join(__dirname, 'lint-package.mts'), join(folder, 'node_modules', NAME), tarball);
  expect(JSON.parse(found)).toEqual({ messages: [], problems: [] });
});

test('knows nothing of Azure or Entra, but for the catalogue', () => {
  const own = files().filter((name) => /\.(?:js|d\.ts)$/.test(name) && !/explain/.test(name));
  const texts = own.map((name) => readFileSync(join(folder, 'node_modules', NAME, name), 'utf8'));
  expect(own.length).toBeGreaterThan(8);
  expect(texts.flatMap((text) => text.match(/\b(?:azure(?!websites)\w*|entra|msal)\b/gi) ?? [])).toEqual([]);
});
