/** Scripts for a test's page, bundled as a person would who has this code in a project. */
import { build } from 'esbuild';

/** `source` imports what it needs, files of in-page included: `./ears.ts`. */
export async function bundle(source: string): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents: source, loader: 'ts', resolveDir: 'test/browser/in-page' },
    bundle: true,
    write: false,
    format: 'iife',
    platform: 'browser',
    target: 'es2022',
    legalComments: 'none',
    logLevel: 'silent',
  });
  return outputFiles.map(({ text }) => text).join('');
}
