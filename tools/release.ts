/**
 * `npm run release -- v1.2.3`: what the release of that tag holds, in dist/release. The release workflow runs this and
 * uploads what it finds there; nothing here speaks to GitHub.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { assertTag, CHECKSUMS, checksumsOf, NOTES, notesOf, releaseFiles, TEMPLATE } from './release-files.ts';

const FOLDER = 'dist/release';

function release(tag: string | undefined): void {
  const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
  assertTag(tag, version);
  const notes = notesOf(readFileSync('CHANGELOG.md', 'utf8'), version);
  rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(FOLDER, { recursive: true });
  for (const [name, path] of Object.entries(releaseFiles(version))) cpSync(path, join(FOLDER, name));
  const template = ['--file', 'infra/main.bicep', '--outfile', join(FOLDER, TEMPLATE)];
  execFileSync('az', ['bicep', 'build', ...template], { stdio: 'inherit', shell: process.platform === 'win32' });
  const files = readdirSync(FOLDER).toSorted();
  const read = (name: string) => [name, readFileSync(join(FOLDER, name))] as const;
  writeFileSync(join(FOLDER, CHECKSUMS), checksumsOf(new Map(files.map(read))));
  // Beside the files, and none of them.
  writeFileSync(join(FOLDER, '..', NOTES), notes);
  console.log(`${FOLDER}: ${[...files, CHECKSUMS].join(', ')}`);
}

try {
  release(process.argv[2]);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
