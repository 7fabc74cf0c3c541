/**
 * `npm run build`: the two bundles that run in Azure, the licences of what is in them, what each is made of; the doctor
 * as one file; and the package for pages.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { type BuildOptions, build, type Metafile, type Plugin } from 'esbuild';
import { bundleClient } from './client-bundle.ts';
import { bundleDoctor } from './doctor-bundle.ts';
import { leanIndex, MINIFIED, NEVER_SHIPPED } from './index-bundle.ts';
import { collectLicences } from './licences.ts';
import { openApiDocument } from './openapi/document.ts';
import { leanTelemetry } from './telemetry-bundle.ts';

/** Parsing is start-up time: a larger first bundle is a slower first answer for somebody. */
const MAX_INDEX_BYTES = 800 * 1024;
/** Of the lean one, with room for an upgrade: without its stubs it has 2,590 KiB. */
const MAX_TELEMETRY_BYTES = 480 * 1024;
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

/** The first bundle names the second where the source names its entry, so that the compiler knows what it gives. */
const telemetryElsewhere: Plugin = {
  name: 'telemetry-elsewhere',
  setup({ onResolve }) {
    onResolve({ filter: /\/ingestion-sender\.ts$/ }, () => ({ path: './telemetry.js', external: true }));
  },
};

const { version } = JSON.parse(await readFile('package.json', 'utf8')) as { version: string };
await mkdir('dist', { recursive: true });

const index = await build({
  ...common,
  entryPoints: ['src/index.ts'],
  outfile: 'dist/index.js',
  external: ['@azure/functions-core'],
  plugins: [telemetryElsewhere, leanIndex()],
  alias: MINIFIED,
  define: { BUILD: JSON.stringify({ version }) },
});
const telemetry = await build({
  ...common,
  entryPoints: ['src/azure/ingestion-sender.ts'],
  outfile: 'dist/telemetry.js',
  plugins: [leanTelemetry()],
});

assertBudget(index.metafile);
const telemetryBytes = sizeOf(telemetry.metafile, 'dist/telemetry.js');
if (telemetryBytes > MAX_TELEMETRY_BYTES) throw new Error(`dist/telemetry.js has ${telemetryBytes} bytes.`);
const outputs = [index, telemetry].flatMap(({ metafile }) => Object.values(metafile.outputs));
// The parsed inputs of which something is left.
const inputs = outputs.flatMap((output) =>
  Object.entries(output.inputs).flatMap(([input, { bytesInOutput }]) => (bytesInOutput > 0 ? [input] : [])),
);
await writeFile('dist/openapi.json', JSON.stringify(openApiDocument(version)));
await writeFile(
  'dist/THIRD-PARTY-LICENSES.txt',
  await collectLicences(inputs, 'What dist/index.js and dist/telemetry.js contain of others.'),
);
await writeFile('dist/meta.json', JSON.stringify({ index: index.metafile, telemetry: telemetry.metafile }));
const toKib = (bytes: number): string => `${Math.ceil(bytes / 1024)} KiB`;
console.log(`dist/index.js ${toKib(sizeOf(index.metafile, 'dist/index.js'))}, version ${version}`);
console.log(`dist/telemetry.js ${toKib(telemetryBytes)}`);
console.log(`dist/doctor.js ${toKib(await bundleDoctor(version))}`);
const clientSizes = Object.entries(await bundleClient(version));
console.log(`client/dist ${clientSizes.map(([entry, bytes]) => `${entry} ${toKib(bytes)}`).join(', ')}, compressed`);

function assertBudget(metafile: Metafile): void {
  const bytes = sizeOf(metafile, 'dist/index.js');
  if (bytes > MAX_INDEX_BYTES) throw new Error(`dist/index.js has ${bytes} bytes, more than ${MAX_INDEX_BYTES}.`);
  const strays = Object.keys(metafile.inputs).filter((input) => TELEMETRY_MODULES.test(input));
  if (strays.length > 0) throw new Error(`dist/index.js contains the telemetry SDK: ${strays.join(', ')}`);
  // Parsed it may have been; what counts is what is left of it.
  const shipped = Object.entries(metafile.outputs['dist/index.js']?.inputs ?? {});
  const strangers = shipped.filter(([input, { bytesInOutput }]) => bytesInOutput > 0 && NEVER_SHIPPED.test(input));
  const named = strangers.map(([input]) => input).join(', ');
  if (strangers.length > 0) throw new Error(`dist/index.js contains what no request uses: ${named}`);
  const foreign = Object.keys(metafile.inputs).filter((input) => /^(?:local|tools|test)\//.test(input));
  if (foreign.length > 0) throw new Error(`dist/index.js contains what must not ship: ${foreign.join(', ')}`);
}

function sizeOf(metafile: Metafile, file: string): number {
  const output = metafile.outputs[file];
  if (!output) throw new Error(`esbuild wrote no ${file}.`);
  return output.bytes;
}
