/** The package as it is uploaded, unpacked where nothing else is, under the Node of the deployed runtime. */
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { unzipSync } from 'fflate';
import type { EmulatedAzure } from '../../local/azure/emulated-azure';
import { type RunningHost, startHost } from '../../local/host/start-host';
import { zipPackage } from '../../tools/package-zip';
import { madeOnce } from '../support/made-once';
import { startTestAzure } from '../support/start-test-azure';

/** Same major version as `nodeVersion` in infra/modules/defaults.bicep. npm keeps it in its cache; about 60 MB once. */
const NODE_22 = 'node@22.23.3';

function findNode22(): string | undefined {
  const name = basename(process.execPath);
  try {
    const folder = madeOnce(NODE_22, (scratch) => {
      const ask = ['exec', '--yes', `--package=${NODE_22}`, '--', 'node', '-p', 'process.execPath'];
      const kept = execFileSync('npm', ask, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim();
      copyFileSync(kept, join(scratch, name));
    });
    return join(folder, name);
  } catch (cause) {
    if (process.env['CI']) throw new Error(`${NODE_22} cannot be had, and CI skips nothing.`, { cause });
    console.warn(`SKIPPED: ${NODE_22} cannot be had, so the package is not run on Node 22.`);
    return undefined;
  }
}

const node = findNode22();
const suite = node ? describe : describe.skip;

suite('the package, unpacked and run on Node 22', () => {
  const root = mkdtempSync(join(tmpdir(), 'unpacked-'));
  let azure: EmulatedAzure;
  let host: RunningHost;
  beforeAll(async () => {
    for (const [file, bytes] of Object.entries(unzipSync(await zipPackage(join(__dirname, '../..'))))) {
      mkdirSync(dirname(join(root, file)), { recursive: true });
      writeFileSync(join(root, file), bytes);
    }
    azure = await startTestAzure();
    host = await startHost({ packageRoot: root, environment: azure.environment, ...(node && { node }) });
  }, 60_000);
  afterAll(async () => {
    await host?.stop();
    await azure?.stop();
    rmSync(root, { recursive: true });
  });

  test('runs on the major version that the template deploys', () => {
    expect(execFileSync(String(node), ['--version'], { encoding: 'utf8' })).toMatch(/^v22\./);
  });

  test('mints', async () => {
    const headers = { Authorization: `Bearer ${await azure.callerToken()}` };
    const response = await fetch(`${host.url}/api/realtime/client_secrets`, { method: 'POST', headers });
    const body: unknown = await response.json();
    expect({ status: response.status, body }).toEqual({
      status: 200,
      body: expect.objectContaining({ value: expect.stringMatching(/^ek_/) }),
    });
  });
});
