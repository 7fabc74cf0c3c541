/**
 * Small function apps for the tests of the bundle harness: a snippet is bundled with the real `@azure/functions` into
 * a package root in a temp folder, as `npm run build` does with the project itself.
 */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BuildOptions, build } from 'esbuild';
import { type HostLog, type HostOptions, type RunningHost, startHost } from '../../../../local/host/start-host.ts';

/** As in `startTestHost`. */
const COMPILE_CACHE = { NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'] ?? '' };

/** What differs from the plainest app. */
interface FixtureOptions extends Partial<Omit<HostOptions, 'packageRoot'>> {
  /** Members of host.json beside `version`. */
  readonly hostJson?: Readonly<Record<string, unknown>>;
  /** Of the bundler, beside the usual ones. */
  readonly bundle?: BuildOptions;
}

/** Makes and starts apps; all of them end with `dispose`. */
export interface Fixtures {
  write(source: string, hostJson?: FixtureOptions['hostJson'], bundle?: BuildOptions): Promise<string>;
  start(source: string, options?: FixtureOptions): Promise<RunningHost>;
  dispose(): Promise<void>;
}

/** `app` is in scope of every snippet. */
export function createFixtures(): Fixtures {
  const roots: string[] = [];
  const hosts: RunningHost[] = [];

  const write: Fixtures['write'] = async (source, hostJson = {}, bundle = {}) => {
    const root = await mkdtemp(join(tmpdir(), 'bundle-harness-'));
    roots.push(root);
    await mkdir(join(root, 'dist'));
    await build({
      stdin: {
        contents: `import { app } from '@azure/functions';\n${source}`,
        resolveDir: process.cwd(),
        loader: 'js',
      },
      outfile: join(root, 'dist', 'index.js'),
      bundle: true,
      platform: 'node',
      format: 'cjs',
      external: ['@azure/functions-core'],
      logLevel: 'error',
      ...bundle,
    });
    await writeFile(join(root, 'package.json'), JSON.stringify({ type: 'commonjs', main: 'dist/index.js' }));
    await writeFile(join(root, 'host.json'), JSON.stringify({ version: '2.0', ...hostJson }));
    return root;
  };

  return {
    write,
    start: async (source, { hostJson, bundle, environment = {}, ...options } = {}) => {
      const packageRoot = await write(source, hostJson, bundle);
      const host = await startHost({ environment: { ...COMPILE_CACHE, ...environment }, ...options, packageRoot });
      hosts.push(host);
      return host;
    },
    dispose: async () => {
      await Promise.all(hosts.splice(0).map((host) => host.stop()));
      await Promise.all(roots.splice(0).map((root) => rm(root, { recursive: true, force: true })));
    },
  };
}

/** A log listener, and a promise of the first record that passes: a wait for an event instead of a sleep. */
export function waitForLog(passes: (log: HostLog) => boolean): {
  onLog: (log: HostLog) => void;
  seen: Promise<HostLog>;
} {
  let found: (log: HostLog) => void = () => undefined;
  const seen = new Promise<HostLog>((resolve) => {
    found = resolve;
  });
  return { onLog: (log) => (passes(log) ? found(log) : undefined), seen };
}

/** A log listener, and promises of messages whenever they come: what has been said already counts. */
export function listenToLogs(): { onLog: (log: HostLog) => void; until(message: string): Promise<void> } {
  const messages: string[] = [];
  const waiting: { readonly message: string; readonly found: () => void }[] = [];
  return {
    onLog: ({ message }) => {
      messages.push(message);
      for (const { found } of waiting.filter((one) => one.message === message)) found();
    },
    until: (message) =>
      new Promise((found) => {
        if (messages.includes(message)) found();
        else waiting.push({ message, found });
      }),
  };
}

/**
 * An app whose `hold` answers only when asked to through a door of its own, an address it prints as `door <url>`:
 * a test decides when a request ends, without a clock. It logs `holding <n>`, and `told to end` when stopped.
 */
export const holdingApp = `
  import { createServer } from 'node:http';
  const held = [];
  app.http('hold', { handler: (request, context) => new Promise((resolve) => {
    held.push(() => { context.log('released'); resolve({ body: 'held' }); });
    context.log('holding ' + held.length);
  }) });
  app.hook.appTerminate(async () => { await null; console.log('terminated'); });
  process.on('message', () => console.log('told to end'));
  const door = createServer((request, response) => {
    for (const free of held.splice(0)) free();
    response.end();
  });
  door.listen(0, '127.0.0.1', () => console.log('door http://127.0.0.1:' + door.address().port));
`;
