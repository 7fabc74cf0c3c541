/**
 * A person in a new tenant types what docs/deploy.md says, each line once, and mints: every step meets an Azure that does
 * not know everywhere yet what the step before has made, and says so in its own words.
 */
import { readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { hasCurl } from '../support/has-curl';
import { type StandInApp, startStandInApp } from './stand-in/app';
import { createStandIn, type StandIn } from './stand-in/stand-in';

const ROOT = join(__dirname, '../..');
const MODEL =
  'export REALTIME_MODEL=gpt-realtime-mini REALTIME_MODEL_VERSION=2025-12-15 REALTIME_MODEL_RETIRES=2027-06-15';
/** How often each step is too early. */
const DELAYS = {
  'service principal': 3,
  tenant: 2,
  patch: 4,
  'pre-authorise': 3,
  deployer: 1,
  account: 1,
  settings: 3,
  package: 1,
  host: 1,
};

/** The blocks for a shell below a heading, as one types them; one with an ellipsis shows what a command printed. */
function linesBelow(heading: string): string {
  const page = readFileSync(join(ROOT, 'docs/deploy.md'), 'utf8');
  const [, section = ''] = page.split(`\n## ${heading}\n`);
  const [own = ''] = section.split('\n## ');
  const blocks = [...own.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].map(([, block = '']) => block);
  return blocks.filter((block) => !block.includes('…')).join('');
}

/** What is only looked at: it lists models. */
const withoutLook = (lines: string) => lines.replace(/^az cognitiveservices model list [\s\S]*?"\n/m, '');

describe('docs/deploy.md in a new tenant', () => {
  let azure: StandIn;
  let app: StandInApp;
  beforeAll(async () => {
    azure = createStandIn();
    app = await startStandInApp('ek_of_the_walk');
    for (const part of ['infra', 'tools', 'package.json']) symlinkSync(join(ROOT, part), join(azure.home, part));
    // The doctor has suites of its own, and what is packed is not looked at here.
    azure.install(
      'npm',
      `case "$*" in *doctor*) echo "${MODEL}" ;; *) exec "${process.execPath}" tools/ship.ts ;; esac`,
    );
  });
  afterAll(() => {
    azure.dispose();
    app.stop();
  });

  test('leads to a mint, and nothing is typed twice', async () => {
    if (!(await hasCurl())) return;
    azure.delay(DELAYS);
    app.readyAfter = 3;
    app.earlyMints = 2;
    const typed = ['Before you start', '1. Register the API', '2a. With the Azure CLI']
      .map(linesBelow)
      .map(withoutLook);
    const printed = `sed -n '/^curl -sS/,/-d /p' shipped.txt > first.sh\n. ./first.sh\n`;
    const script = `set -e\ncd "${azure.home}"\n${typed.join('').replace('npm run ship', 'npm run ship > shipped.txt')}${printed}`;
    const { status, stdout, stderr } = await azure.start('sh', ['-c', script], {
      SHIP_PATIENCE: '8',
      STAND_IN_APPS: JSON.stringify([{ name: 'func', defaultHostName: app.host, tags: { 'azd-service-name': 'api' } }]),
    });
    expect({ status, stderr }).toEqual({
      status: 0,
      stderr: expect.stringContaining('deploy.sh: a role or an identity'),
    });
    expect(stdout).toMatch(/\{"value":"ek_of_the_walk"\}$/);
    expect(azure.delays()).toEqual(Object.fromEntries(Object.keys(DELAYS).map((step) => [step, 0])));
  });
});
