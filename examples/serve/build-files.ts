/** The files of an example’s page: built in memory when it starts to be served, and nothing of it is written. */
import { existsSync, readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import { build } from 'esbuild';

/** By path. */
export type Files = ReadonlyMap<string, PageFile>;

interface PageFile {
  readonly type: string;
  readonly body: string;
}

const TYPES: Readonly<Record<string, string>> = { '.html': 'text/html', '.js': 'text/javascript' };
/** As `npm start` has built it. */
const PACKAGE = 'client/dist';

/** A page in TypeScript is bundled, with what it imports; one in JavaScript is served as it is, with the package beside. */
export async function buildFiles(folder: string): Promise<Files> {
  const html = await read(`${folder}/index.html`);
  const source = ['page.ts', 'page.tsx'].map((name) => `${folder}/${name}`).find((path) => existsSync(path));
  const scripts = source === undefined ? await copyScripts(folder) : await bundle(source);
  return new Map([['/', html], ...scripts]);
}

/** Readable in the browser’s own tools: neither minified nor without its source map. */
async function bundle(source: string): Promise<readonly (readonly [string, PageFile])[]> {
  const { outputFiles } = await build({
    entryPoints: { page: source },
    bundle: true,
    splitting: true,
    write: false,
    outdir: '/',
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    sourcemap: 'inline',
    legalComments: 'none',
    logLevel: 'silent',
  });
  return outputFiles.map(({ path, text }) => [`/${basename(path)}`, toFile(path, text)]);
}

async function copyScripts(folder: string): Promise<readonly (readonly [string, PageFile])[]> {
  const names = readdirSync(PACKAGE).filter((name) => name.endsWith('.js'));
  const scripts = names.map((name) => [`/realtime-token-client/${name}`, `${PACKAGE}/${name}`] as const);
  const all = [['/page.js', `${folder}/page.js`] as const, ...scripts];
  return Promise.all(all.map(async ([path, file]) => [path, await read(file)] as const));
}

async function read(file: string): Promise<PageFile> {
  return toFile(file, await readFile(file, 'utf8'));
}

function toFile(path: string, body: string): PageFile {
  return { type: `${TYPES[extname(path)] ?? 'text/plain'}; charset=utf-8`, body };
}
