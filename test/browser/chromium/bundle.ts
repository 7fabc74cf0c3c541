/** Scripts for a test's page, bundled as a person would who has this code in a project. */
import { resolve } from 'node:path';
import { build } from 'esbuild';

/** What pages install, by the names that they import: as `npm run build` has made it. */
const PACKAGE = Object.fromEntries(
  ['/agents', '/explain', '/preflight', ''].map((entry) => [
    `realtime-token-client${entry}`,
    resolve(`client/dist${entry === '' ? '/index' : entry}.js`),
  ]),
);

/** `source` imports what it needs, files of in-page included: `./ears.ts`. */
export async function bundle(source: string): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents: source, loader: 'ts', resolveDir: 'test/browser/in-page' },
    bundle: true,
    write: false,
    format: 'iife',
    alias: PACKAGE,
    platform: 'browser',
    target: 'es2022',
    legalComments: 'none',
    logLevel: 'silent',
  });
  return outputFiles.map(({ text }) => text).join('');
}
