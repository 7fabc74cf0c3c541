/** The package that pages install: client/dist, as ES modules with their types, each entry within its budget. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, posix } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build, transform } from 'esbuild';

const PACKAGE = 'client/package.json';
const OUT = 'client/dist';

/** Of what a page loads for an entry, minified and compressed; what is loaded on demand does not count. */
const BUDGETS = {
  index: 8 * 1024,
  explain: 24 * 1024,
  agents: 5 * 1024,
  preflight: 8 * 1024,
} as const;

/** Bytes by entry. */
export type ClientSizes = Readonly<Record<keyof typeof BUDGETS, number>>;

/** @throws {Error} where its version is not the app’s, an entry is too large, or its types need what is not in it. */
export async function bundleClient(version: string): Promise<ClientSizes> {
  const { version: own } = JSON.parse(readFileSync(PACKAGE, 'utf8')) as { version: string };
  if (own !== version) throw new Error(`${PACKAGE} says ${own} and package.json ${version}.`);
  rmSync(OUT, { recursive: true, force: true });
  const names = Object.keys(BUDGETS) as (keyof typeof BUDGETS)[];
  const { metafile } = await build({
    bundle: true,
    splitting: true,
    platform: 'browser',
    // The browsers of 2024, whose AbortSignal.any the package needs.
    target: 'es2022',
    format: 'esm',
    legalComments: 'none',
    metafile: true,
    entryPoints: names.map((name) => `client/src/${name}.ts`),
    chunkNames: 'shared-[hash]',
    outdir: OUT,
  });
  writeTypes(names);
  const sizes = await Promise.all(
    names.map(async (name) => [name, await weigh(loadedBy(`${OUT}/${name}.js`, metafile.outputs))] as const),
  );
  for (const [name, bytes] of sizes) {
    if (bytes > BUDGETS[name]) throw new Error(`The entry ${name} has ${bytes} bytes, more than ${BUDGETS[name]}.`);
  }
  return Object.fromEntries(sizes) as ClientSizes;
}

type Outputs = Readonly<
  Record<string, { readonly imports: readonly { readonly path: string; readonly kind: string }[] }>
>;

/** An output and all that it imports when it is loaded. */
function loadedBy(file: string, outputs: Outputs, seen: Set<string> = new Set()): readonly string[] {
  seen.add(file);
  for (const { path, kind } of outputs[file]?.imports ?? []) {
    if (kind === 'import-statement' && path in outputs && !seen.has(path)) loadedBy(path, outputs, seen);
  }
  return [...seen];
}

async function weigh(files: readonly string[]): Promise<number> {
  const parts = await Promise.all(
    files.map(async (file) => (await transform(readFileSync(file, 'utf8'), { minify: true, format: 'esm' })).code),
  );
  return gzipSync(parts.join('')).length;
}

/** Of the declarations only what the entries lead to: the rest is the package’s own matter. */
function writeTypes(names: readonly string[]): void {
  const folder = mkdtempSync(join(tmpdir(), 'client-types-'));
  try {
    execFileSync(
      process.execPath,
      ['node_modules/typescript/bin/tsc', '-p', 'client/tsconfig.types.json', '--outDir', folder],
      {
        stdio: 'inherit',
      },
    );
    const pending = names.map((name) => `client/src/${name}.d.ts`);
    const written = new Set<string>();
    for (let file = pending.pop(); file !== undefined; file = pending.pop()) {
      if (written.has(file)) continue;
      written.add(file);
      if (!file.startsWith('client/src/'))
        throw new Error(`The types of the package lead to ${file}, which is not in it.`);
      const text = readFileSync(join(folder, file), 'utf8');
      const from = file;
      for (const [, path = ''] of text.matchAll(/(?:from|import\() ?['"](\.[^'"]+)\.ts['"]/g)) {
        pending.push(posix.join(posix.dirname(from), `${path}.d.ts`));
      }
      const target = join(OUT, file.slice('client/src/'.length));
      mkdirSync(dirname(target), { recursive: true });
      writeFileSync(target, text.replaceAll(/(['"]\.[^'"]+)\.ts(['"])/g, '$1.js$2'));
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
