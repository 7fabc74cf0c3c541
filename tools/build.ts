/** `npm run build`: the two bundles that run in Azure, the licences of what is in them, and what each is made of. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { type BuildOptions, build, type Metafile } from 'esbuild';
import { collectLicences } from './licences.ts';
import { openApiDocument } from './openapi.ts';

/** Parsing is start-up time: a larger first bundle is a slower first answer for somebody. */
const MAX_INDEX_BYTES = 900 * 1024;
/** Of the telemetry SDK; none of it may reach the first bundle. */
const TELEMETRY_MODULES = /node_modules\/(?:applicationinsights|@opentelemetry|@azure\/monitor-opentelemetry[^/]*)\//;

// The reasons are in docs/decisions/bundles.md: CommonJS because the host supplies @azure/functions-core through
// `require`, and module before main because one dependency's UMD form cannot be bundled.
const common = {
  bundle: true,
  platform: 'node',
  target: 'node22',
  format: 'cjs',
  mainFields: ['module', 'main'],
  minify: true,
  sourcemap: 'linked',
  legalComments: 'none',
  metafile: true,
} satisfies BuildOptions;

const { version } = JSON.parse(await readFile('package.json', 'utf8')) as { version: string };
await mkdir('dist', { recursive: true });

const index = await build({
  ...common,
  entryPoints: ['src/index.ts'],
  outfile: 'dist/index.js',
  external: ['@azure/functions-core', './telemetry.js'],
  define: { BUILD: JSON.stringify({ version, openApi: JSON.stringify(openApiDocument(version)) }) },
});
const telemetry = await build({ ...common, entryPoints: ['src/telemetry/adapter.ts'], outfile: 'dist/telemetry.js' });

assertBudget(index.metafile);
const inputs = [index, telemetry].flatMap(({ metafile }) => Object.keys(metafile.inputs));
await writeFile('dist/THIRD-PARTY-LICENSES.txt', await collectLicences(inputs));
await writeFile('dist/meta.json', JSON.stringify({ index: index.metafile, telemetry: telemetry.metafile }));
console.log(`dist/index.js ${Math.ceil(sizeOf(index.metafile, 'dist/index.js') / 1024)} KiB, version ${version}`);

function assertBudget(metafile: Metafile): void {
  const bytes = sizeOf(metafile, 'dist/index.js');
  if (bytes > MAX_INDEX_BYTES) throw new Error(`dist/index.js has ${bytes} bytes, more than ${MAX_INDEX_BYTES}.`);
  const strays = Object.keys(metafile.inputs).filter((input) => TELEMETRY_MODULES.test(input));
  if (strays.length > 0) throw new Error(`dist/index.js contains the telemetry SDK: ${strays.join(', ')}`);
  const foreign = Object.keys(metafile.inputs).filter((input) => /^(?:local|tools|test)\//.test(input));
  if (foreign.length > 0) throw new Error(`dist/index.js contains what must not ship: ${foreign.join(', ')}`);
}

function sizeOf(metafile: Metafile, file: string): number {
  const output = metafile.outputs[file];
  if (!output) throw new Error(`esbuild wrote no ${file}.`);
  return output.bytes;
}
