/** `npm run build:client`: the package that pages install, and its tarball in dist. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { bundleClient } from './client-bundle.ts';

const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
const sizes = await bundleClient(version);
for (const [entry, bytes] of Object.entries(sizes)) console.log(`client/dist/${entry}.js ${bytes} bytes compressed`);
mkdirSync('dist', { recursive: true });
execFileSync('npm', ['pack', './client', '--pack-destination', 'dist', '--silent'], {
  stdio: 'inherit',
  shell: process.platform === 'win32',
});
