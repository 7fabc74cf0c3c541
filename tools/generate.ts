/**
 * Writes the pages that are made of the code's own tables; with --check it only compares, and fails where a page and
 * the code have come apart.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { openApiDocument } from './openapi/document.ts';
import { contributingPage } from './pages/contributing.ts';
import { doctorPage } from './pages/doctor.ts';
import { emulatorPage } from './pages/emulator.ts';
import { errorsPage } from './pages/errors.ts';
import { modelsPage } from './pages/models.ts';
import { settingsPage } from './pages/settings.ts';
import { telemetryPage } from './pages/telemetry.ts';
import { troubleshootingPage } from './pages/troubleshooting.ts';

const { version } = JSON.parse(await readFile('package.json', 'utf8')) as { version: string };

const pages: Readonly<Record<string, string>> = {
  'CONTRIBUTING.md': contributingPage(await readFile('CONTRIBUTING.md', 'utf8')),
  'docs/errors.md': errorsPage(),
  'docs/settings.md': settingsPage(),
  'docs/doctor.md': doctorPage({
    operator: await readFile('tools/pages/doctor-transcript.txt', 'utf8'),
    own: await readFile('tools/pages/doctor-own-transcript.txt', 'utf8'),
    pipeline: await readFile('tools/pages/doctor-pipeline-transcript.json', 'utf8'),
  }),
  'docs/emulator.md': emulatorPage(),
  'docs/models.md': modelsPage(),
  'docs/telemetry.md': telemetryPage(),
  'docs/troubleshooting.md': troubleshootingPage(),
  'docs/openapi.json': `${JSON.stringify(openApiDocument(version), undefined, 2)}\n`,
};

const stale: string[] = [];
for (const [path, text] of Object.entries(pages)) {
  const current = await readFile(path, 'utf8').catch(() => '');
  if (current === text) continue;
  stale.push(path);
  if (!process.argv.includes('--check')) await writeFile(path, text);
}

if (stale.length === 0) {
  console.log('The generated pages are what the code says.');
} else if (process.argv.includes('--check')) {
  console.error(`Not what the code says: ${stale.join(', ')}. Run npm run generate and commit the result.`);
  process.exitCode = 1;
} else {
  console.log(`Written: ${stale.join(', ')}`);
}
