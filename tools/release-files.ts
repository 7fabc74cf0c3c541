/** What a release holds, and what must be true before there is one. */
import { createHash } from 'node:crypto';

/** By name in the release, from where in the tree. The template is compiled into it. */
export function releaseFiles(version: string): Readonly<Record<string, string>> {
  const client = `realtime-token-client-${version}.tgz`;
  return {
    'app.zip': 'dist/app.zip',
    'deploy.sh': 'infra/deploy.sh',
    'doctor.js': 'dist/doctor.js',
    'entra.sh': 'infra/entra.sh',
    [client]: `dist/${client}`,
  };
}
export const TEMPLATE = 'main.json';
export const CHECKSUMS = 'SHA256SUMS';
export const NOTES = 'notes.txt';

/** @throws {Error} what to do before the tag, in one sentence. */
export function assertTag(tag: string | undefined, version: string): void {
  if (tag === `v${version}`) return;
  throw new Error(
    `The tag is ${tag ?? 'not given'} and package.json says ${version}: they have to be v${version} both.`,
  );
}

/** The section of a version in CHANGELOG.md, without its heading. */
export function notesOf(changelog: string, version: string): string {
  const [, ...sections] = changelog.split(/^## /m);
  const section = sections.find((text) => /^\S+/.exec(text)?.[0] === version);
  const notes = section?.slice(section.indexOf('\n')).trim() ?? '';
  if (notes === '') throw new Error(`CHANGELOG.md has no section "## ${version}": give "Unreleased" that name.`);
  return `${notes}\n`;
}

/** As sha256sum writes and checks them. */
export function checksumsOf(files: ReadonlyMap<string, Uint8Array>): string {
  const lines = [...files].map(([name, bytes]) => `${createHash('sha256').update(bytes).digest('hex')}  ${name}\n`);
  return lines.join('');
}
