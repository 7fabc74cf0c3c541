/** dist/doctor.js: the doctor as one file, which runs from a folder that has nothing else. */
import { appendFile, stat } from 'node:fs/promises';
import { build } from 'esbuild';
import { collectLicences } from './licences.ts';

/** Somebody downloads it; half of it are the official clients, which type, page and retry. */
const MAX_BYTES = 1_300 * 1024;
const FILE = 'dist/doctor.js';

/** Its bytes, with the licences of what is in it: they have to go where it goes. */
export async function bundleDoctor(version: string): Promise<number> {
  const { metafile } = await build({
    bundle: true,
    platform: 'node',
    // The oldest Node that this project's own commands run on.
    target: 'node20',
    format: 'cjs',
    mainFields: ['module', 'main'],
    minify: true,
    legalComments: 'none',
    metafile: true,
    banner: { js: `// realtime-token-endpoint ${version}, the doctor: node doctor.js --help. Licences at the end.` },
    entryPoints: ['tools/doctor.ts'],
    outfile: FILE,
  });
  const used = Object.values(metafile.outputs).flatMap(({ inputs }) =>
    Object.entries(inputs).flatMap(([input, { bytesInOutput }]) => (bytesInOutput > 0 ? [input] : [])),
  );
  const licences = await collectLicences(used, 'What this file contains of others.');
  await appendFile(FILE, `\n/*\n${licences.replaceAll('*/', '* /')}*/\n`);
  const { size } = await stat(FILE);
  if (size > MAX_BYTES) throw new Error(`${FILE} has ${size} bytes, more than ${MAX_BYTES}.`);
  return size;
}
