/** dist/doctor.js as somebody has it who downloads it: alone in a folder, with whichever Node is theirs. */
import { spawn, spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import type { EmulatedAzure } from '../../local/azure/emulated-azure.ts';
import { ACCOUNT, createOwnAccount } from './support/own-account.ts';
import { withAzure } from './support/with-azure.ts';

const FILE = 'dist/doctor.js';
const folder = mkdtempSync(join(tmpdir(), 'doctor-alone-'));
beforeAll(() => copyFileSync(FILE, join(folder, 'doctor.js')));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Every Node of this machine that is new enough, the one of this test among them. */
const nodes = [process.execPath, ...(process.env['PATH'] ?? '').split(delimiter).map((each) => join(each, 'node'))]
  .filter((program) => existsSync(program))
  .map((program) => [spawnSync(program, ['--version'], { encoding: 'utf8' }).stdout.trim(), program] as const)
  .filter(([version]) => Number(/^v(\d+)/.exec(version)?.[1]) >= 20);

function run(
  program: string,
  azure: EmulatedAzure,
  args: readonly string[],
): Promise<{ status: number | null; text: string }> {
  const child = spawn(program, ['doctor.js', '--arm', azure.urls.arm, ...args], {
    cwd: folder,
    env: { HOME: folder, ...azure.operatorEnvironment },
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (part: string) => {
      text += part;
    });
  }
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (status) => resolve({ status, text }));
  });
}

test.each([...new Map(nodes)])('%s: a working account is green, a broken one is explained', (_version, program) =>
  withAzure(async (azure) => {
    createOwnAccount(azure, { deployments: { voice: 'gpt-realtime', chat: 'gpt-4o' } });
    const good = await run(program, azure, ['--account', ACCOUNT, '--mint']);
    expect(good).toMatchObject({ status: 0, text: expect.stringMatching(/^ok {4}mint\.answer /m) });
    const bad = await run(program, azure, ['--account', ACCOUNT, '--deployment', 'chat', '--mint']);
    expect(bad).toMatchObject({ status: 1, text: expect.stringContaining('Root cause: The deployment chat has') });
    expect(bad.text).not.toContain('\u001b');
  }),
);

test('it says how it is started itself', () =>
  withAzure(async (azure) => {
    const { status, text } = await run(process.execPath, azure, ['--help']);
    expect(status).toBe(0);
    expect(text).toMatch(/^node doctor\.js \[options\]\n/);
  }));

test('it carries the licences of what it contains, once each, and none of this machine', () => {
  const text = readFileSync(FILE, 'utf8');
  const [, licences = ''] = /\n\/\*\nWhat this file contains of others\.\n([\s\S]*)\*\/\n$/.exec(text) ?? [];
  for (const name of ['@azure/identity', '@azure/arm-cognitiveservices', '@azure/msal-node', 'zod']) {
    expect(licences.split(`\n${name} `)).toHaveLength(2);
  }
  expect(text).not.toContain(process.cwd());
});
