/** The page's files, built in memory when it starts to be served: nothing of it is written, and nothing of it ships. */
import { readFile } from 'node:fs/promises';
import { build } from 'esbuild';

export interface PageFile {
  readonly type: string;
  readonly body: string;
}

/** Relative to the project, as the function host's child is. */
const APP = 'local/page/app';

/** By path. */
export async function buildPage(): Promise<ReadonlyMap<string, PageFile>> {
  const [html, icon, script, style] = await Promise.all([
    readFile(`${APP}/index.html`, 'utf8'),
    readFile(`${APP}/icon.svg`, 'utf8'),
    bundle(`${APP}/main.ts`),
    bundle(`${APP}/style/style.css`),
  ]);
  return new Map([
    ['/', { type: 'text/html; charset=utf-8', body: html }],
    ['/icon.svg', { type: 'image/svg+xml', body: icon }],
    ['/main.js', { type: 'text/javascript; charset=utf-8', body: script }],
    ['/style.css', { type: 'text/css; charset=utf-8', body: style }],
  ]);
}

/** Readable in the browser's own tools: neither minified nor without its source map. */
async function bundle(entry: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    sourcemap: 'inline',
    legalComments: 'none',
    logLevel: 'silent',
  });
  return outputFiles.map(({ text }) => text).join('');
}
