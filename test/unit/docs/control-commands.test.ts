/** Every command of the pages that steers this machine's Azure, word for word but for the port. */
import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { EmulatedAzure } from '../../../local/azure/emulated-azure.ts';
import { hasCurl } from '../../support/has-curl.ts';
import { startTestAzure } from '../../support/start-test-azure.ts';

const CONTROL = 'http://127.0.0.1:7084';
const pages = ['README.md', ...readdirSync('docs').map((file) => `docs/${file}`)].filter((file) =>
  file.endsWith('.md'),
);
const commands = pages.flatMap((page) =>
  [...readFileSync(page, 'utf8').matchAll(/\bcurl [^`\n]*127\.0\.0\.1:7084[^`\n]*/g)]
    // Some stand within $(…), and the id of a call is not a page's to know.
    .map(([command]) => command.replace(/\)"?$/, ''))
    .filter((command) => !command.includes('<id>')),
);

let azure: EmulatedAzure;
let folder: string;
beforeAll(async () => {
  azure = await startTestAzure({ regions: ['eastus2'] });
  folder = mkdtempSync(join(tmpdir(), 'commands-'));
  writeFileSync(join(folder, 'assistant.json'), '{}');
});
afterAll(async () => {
  await azure.stop();
  rmSync(folder, { recursive: true });
});

test('are more than a few', () => {
  expect(commands.length).toBeGreaterThan(12);
});

test.each([...new Set(commands)])('is not refused for the sake of strangers: %s', async (command) => {
  if (!(await hasCurl())) return;
  const typed = command.replace('curl ', 'curl --fail-with-body ').replace(CONTROL, azure.urls.control);
  await promisify(execFile)('sh', ['-c', typed], { cwd: folder });
});
