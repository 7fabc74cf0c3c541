/**
 * What is uploaded: a closed list of files, so that nothing of this repository gets in by lying around.
 * The same tree gives the same bytes: times are fixed, the order is the list's, nothing of the machine is recorded.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type ZipOptions, type Zippable, zipSync } from 'fflate';

export const PACKAGE_FILES = [
  'LICENSE',
  'dist/THIRD-PARTY-LICENSES.txt',
  'dist/index.js',
  'dist/openapi.json',
  'dist/telemetry.js',
  'host.json',
  'package.json',
] as const;

/** Of the zip. The platform reads the package on every cold start, so its size is somebody's wait. */
export const MAX_PACKAGE_BYTES = 2 * 1024 * 1024;

/** Rooms that never run in Azure. */
const FOREIGN_INPUT = /^(?:local|tools|test|infra)\//;

const entry: ZipOptions = {
  level: 9,
  // Zip stores local time without a zone: the components are fixed, not the instant. 1980 is the earliest it can say.
  mtime: new Date(1980, 0, 1),
  os: 3,
  attrs: 0o100644 << 16,
};

export async function zipPackage(root: string): Promise<Uint8Array> {
  await assertShippable(root);
  const files: Zippable = {};
  for (const file of PACKAGE_FILES) files[file] = [await readFile(join(root, file)), entry];
  const zip = zipSync(files);
  if (zip.byteLength > MAX_PACKAGE_BYTES)
    throw new Error(`The package has ${zip.byteLength} bytes, more than ${MAX_PACKAGE_BYTES}.`);
  return zip;
}

interface Metafile {
  readonly inputs: Readonly<Record<string, unknown>>;
}

/** esbuild's own record of what went into the bundles: what a directory listing cannot show. */
async function assertShippable(root: string): Promise<void> {
  const bundles = JSON.parse(await readFile(join(root, 'dist/meta.json'), 'utf8')) as Readonly<
    Record<string, Metafile>
  >;
  for (const [bundle, { inputs }] of Object.entries(bundles)) {
    const foreign = Object.keys(inputs).filter((input) => FOREIGN_INPUT.test(input));
    if (foreign.length > 0) throw new Error(`dist/${bundle}.js contains what must not ship: ${foreign.join(', ')}`);
  }
}
