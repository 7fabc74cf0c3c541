/**
 * What is compared, as packages in a folder of their own: the bundle that ships, the empty function, the bare
 * forwarder. The host is compiled ahead, as Microsoft's worker is: stripping its types at each start would be added to
 * both sides and make their ratio look better than it is.
 */
import { copyFile, mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BuildOptions, build, stop } from 'esbuild';
import { createHostEnvironment, createPlaceholderEnvironment } from '../../local/host/host-environment.ts';
import { type HostMessage, PLACEHOLDER_FLAG, type WorkerMessage } from '../../local/host/messages.ts';
import { MINIFIED } from '../../tools/index-bundle.ts';
import { type Child, startChild } from './child-process.ts';

export const PACKAGES = ['app', 'empty', 'forwarder'] as const;
export type PackageName = (typeof PACKAGES)[number];

export interface Host {
  readonly url: string;
  stop(): Promise<void>;
}

export interface Placeholder {
  specialize(): Promise<Host>;
}

export interface Packages {
  /** Bytes of the bundles. */
  readonly sizes: Readonly<Record<PackageName, number>>;
  start(name: PackageName, environment: Readonly<Record<string, string>>): Promise<Host>;
  /** A worker that waits for its app; `specialize` gives it this one. */
  startPlaceholder(name: PackageName, environment: Readonly<Record<string, string>>): Promise<Placeholder>;
  remove(): Promise<void>;
}

/** As tools/build.ts makes the one that ships. */
const common = {
  bundle: true,
  platform: 'node',
  target: 'node22',
  mainFields: ['module', 'main'],
  minify: true,
  alias: MINIFIED,
} satisfies BuildOptions;

const SOURCES = {
  empty: new URL('./functions/empty.ts', import.meta.url),
  forwarder: new URL('./functions/forwarder.ts', import.meta.url),
};

export async function makePackages(): Promise<Packages> {
  const root = await mkdtemp(join(tmpdir(), 'bench-'));
  const bundleOf = (name: PackageName): string => join(root, name, 'dist', 'index.js');
  const entry = join(root, 'host.mjs');
  for (const name of PACKAGES) {
    await mkdir(join(root, name, 'dist'), { recursive: true });
    await copyFile('host.json', join(root, name, 'host.json'));
    await writeFile(join(root, name, 'package.json'), '{ "type": "commonjs", "main": "dist/index.js" }');
  }
  // A copy: what somebody else builds meanwhile does not count.
  await copyFile('dist/index.js', bundleOf('app'));
  await copyFile('dist/telemetry.js', join(root, 'app', 'dist', 'telemetry.js'));
  for (const name of ['empty', 'forwarder'] as const) {
    await build({
      ...common,
      format: 'cjs',
      entryPoints: [fileURLToPath(SOURCES[name])],
      outfile: bundleOf(name),
      external: ['@azure/functions-core'],
    });
  }
  await build({ ...common, format: 'esm', entryPoints: ['local/host/child.ts'], outfile: entry });
  await stop();

  return {
    sizes: {
      app: (await stat(bundleOf('app'))).size,
      empty: (await stat(bundleOf('empty'))).size,
      forwarder: (await stat(bundleOf('forwarder'))).size,
    },
    async start(name, environment) {
      const folder = join(root, name);
      const child = await startChild({
        entry,
        folder,
        environment: createHostEnvironment(process.env, environment, folder, 0),
      });
      return toHost(child, child.message);
    },
    async startPlaceholder(name, environment) {
      const packageRoot = join(root, name);
      const whole = createHostEnvironment(process.env, environment, packageRoot, 0);
      const child = await startChild({
        entry,
        folder: root,
        environment: createPlaceholderEnvironment(whole),
        flags: [PLACEHOLDER_FLAG],
      });
      const specialize: HostMessage = { type: 'specialize', packageRoot, environment: whole };
      return { specialize: async () => toHost(child, await child.ask(specialize)) };
    },
    remove: () => rm(root, { recursive: true, force: true }),
  };
}

/** @param message its last: that it serves, or why it does not. */
function toHost(child: Child, message: unknown): Host {
  const said = message as WorkerMessage;
  if (said.type !== 'listening') throw new Error(`The worker does not serve: ${JSON.stringify(said)}`);
  return { url: `http://127.0.0.1:${said.port}`, stop: child.stop };
}
