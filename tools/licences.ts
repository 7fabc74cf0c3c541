/** The licences of the packages in a bundle: most of them ask to be kept beside every copy. */
import { readdir, readFile } from 'node:fs/promises';

/**
 * `inputs` are esbuild's: paths relative to the root. Fails when a package has neither a licence file nor a name for it.
 *
 * @param title of what they are in.
 */
export async function collectLicences(inputs: readonly string[], title: string): Promise<string> {
  const folders = new Set(
    inputs.flatMap((input) => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0] ?? []),
  );
  const sections = await Promise.all([...folders].sort().map(describePackage));
  return `${title}\n\n${[...new Set(sections)].join('\n')}`;
}

async function describePackage(folder: string): Promise<string> {
  const { name, version, license } = JSON.parse(await readFile(`${folder}/package.json`, 'utf8')) as {
    name: string;
    version: string;
    license?: string;
  };
  const file = (await readdir(folder)).find((entry) => /^licen[cs]e/i.test(entry));
  const text = file === undefined ? undefined : await readFile(`${folder}/${file}`, 'utf8');
  if (text === undefined && license === undefined) throw new Error(`${name} names no licence.`);
  return `${'='.repeat(80)}\n${name} ${version} (${license ?? 'see below'})\n\n${text?.trim() ?? `Licensed under ${license}.`}\n`;
}
