/** `--verify` tells what an Azure does, whichever way it does it, and nothing of whose it is. */
import { ALL_SWITCHES } from '../../local/azure/all-switches.ts';
import type { EmulatedAzure } from '../../local/azure/emulated-azure.ts';
import {
  ACCOUNT_NAME,
  OPERATOR_OBJECT_ID,
  SUBSCRIPTION_ID,
  TENANT_ID,
} from '../../local/azure/foundation/directory.ts';
import { ROLES } from '../../local/azure/subscription/role-definitions.ts';
import { EXPERIMENTS, experimentsFor } from '../../tools/doctor/verify/experiments.ts';
import { createDoctor } from './support/doctor-visits.ts';
import { store, withAzure } from './support/with-azure.ts';

jest.setTimeout(120_000);

const doctor = createDoctor();
afterAll(() => doctor.dispose());

const verify = (azure: EmulatedAzure, args: readonly string[] = store(azure)) =>
  doctor.run(azure, [...args, '--verify', '--yes']);

const lineOf = (report: string, id: string): string =>
  report.split('\n').find((line) => line.includes(`(\`${id}\`)`)) ?? '';

test('each experiment is there once, and what it assumes is how the emulated Azure begins', () => {
  const ids = EXPERIMENTS.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const { id, question, assumes } of EXPERIMENTS) {
    expect(id).toMatch(/^[a-z]+(?:-[a-z]+)*$/);
    expect(question).toMatch(/\?$/);
    if (assumes?.switch === undefined) continue;
    const found = ALL_SWITCHES.find(({ name }) => name === assumes.switch);
    expect([id, found?.initial]).toEqual([id, assumes.value]);
  }
});

test.concurrent('without a terminal and without --yes it refuses, says what would be asked, and asks nothing', () =>
  withAzure(async (azure) => {
    const { status, stdout, stderr } = await doctor.run(azure, [...store(azure), '--verify']);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    const requests = EXPERIMENTS.reduce((sum, experiment) => sum + experiment.requests, 0);
    expect(stderr).toMatch(new RegExp(`^${requests} requests go to your deployment .* --yes agrees to it\\.$`, 'm'));
    expect(stderr).toContain('creates one session of GPT-Live');
    expect(azure.requests.count('openai', () => true)).toBe(0);
  }));

test.concurrent('an Azure as it is assumed: what is settled is confirmed, and it costs no more than was said', () =>
  withAzure(async (azure) => {
    const { status, stdout, stderr } = await verify(azure);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).not.toContain('contradicted');
    for (const { id, assumes } of EXPERIMENTS) {
      const line = lineOf(stdout, id);
      const expected = line.startsWith('- ') || assumes === undefined ? /./ : /confirmed/;
      expect([id, line]).toEqual([id, expect.stringMatching(expected)]);
    }
    // The deployment has its model's name, no header tells what counts, and nobody without the role asked, of either API.
    const open = stdout.split('Not settled here:')[1] ?? '';
    expect([...open.matchAll(/\(`([a-z-]+)`\)/g)].map(([, id]) => id)).toEqual([
      'live-data-action',
      'echoed-model',
      'mint-counts',
      'data-action',
    ]);
    const asked = EXPERIMENTS.reduce((sum, { requests }) => sum + requests, 0);
    // The call of its own may be gone at the first of five looks, and the first create of a session is taken.
    const made = azure.requests.count('openai', () => true);
    expect(made).toBeLessThanOrEqual(asked);
    expect(made).toBeGreaterThanOrEqual(asked - 5);
    const creates = azure.requests.count('openai', ({ path }) => path === '/openai/v1/live/sessions');
    expect(creates).toBe(1);
    expect(lineOf(stdout, 'live-role')).toContain('| Cognitive Services OpenAI User |');
  }));

test.concurrent('an account without GPT-Live is asked nothing of it, and the question says so', () =>
  withAzure(async (azure) => {
    azure.subscription.deleteDeployment(ACCOUNT_NAME, 'gpt-live');
    const requests = experimentsFor(false).reduce((sum, experiment) => sum + experiment.requests, 0);
    const { stderr } = await doctor.run(azure, [...store(azure), '--verify']);
    expect(stderr).toMatch(new RegExp(`^${requests} requests go to your deployment `, 'm'));
    expect(stderr).not.toContain('GPT-Live');
    const { status, stdout } = await verify(azure);
    expect(status).toBe(0);
    expect(stdout).not.toContain('live-');
    expect(azure.requests.count('openai', ({ path }) => path.includes('/live/'))).toBe(0);
  }));

test.concurrent('a deployment of another name than its model tells which of the two is echoed', () =>
  withAzure(async (azure) => {
    const held = azure.subscription.findAccount(ACCOUNT_NAME)?.deployments.get('gpt-realtime-mini');
    if (!held) throw new Error('The emulated account has its deployment.');
    azure.subscription.putDeployment(ACCOUNT_NAME, { ...held, name: 'voice' }, 0);
    azure.settings.set('realtime:deployment', 'voice');
    expect(lineOf((await verify(azure)).stdout, 'echoed-model')).toMatch(/\| deployment \| confirmed/);
    azure.switches.set('mint.echoedModel', 'model');
    expect(lineOf((await verify(azure)).stdout, 'echoed-model')).toMatch(/\| model \| \*\*contradicted\*\*/);
  }));

test.concurrent('whoever lacks the role learns which data action Azure names, and that nothing else is settled by it', () =>
  withAzure(async (azure) => {
    azure.subscription.roles.remove(
      ({ principalId, role }) => principalId === OPERATOR_OBJECT_ID && role === ROLES.openAiUser.name,
    );
    const { stdout } = await verify(azure);
    expect(lineOf(stdout, 'data-action')).toMatch(/\| Microsoft\.CognitiveServices\/accounts\/OpenAI\/\S+\/action \|/);
    expect(lineOf(stdout, 'live-data-action')).toMatch(/\| Microsoft\.CognitiveServices\/\S+\/action \|/);
    for (const id of [
      'live-create',
      'live-role',
      'token-scopes',
      'lifetime-bounds',
      'default-lifetime',
      'unknown-deployment',
      'session-type',
    ])
      expect(lineOf(stdout, id)).toMatch(/^- /);
  }));

test.concurrent('an account of one’s own is asked as well', () =>
  withAzure(async (azure) => {
    const { status, stdout } = await verify(azure, ['--account', ACCOUNT_NAME, '--deployment', 'gpt-realtime-mini']);
    expect(status).toBe(0);
    expect(stdout).not.toContain('contradicted');
    for (const own of [ACCOUNT_NAME, SUBSCRIPTION_ID, TENANT_ID, OPERATOR_OBJECT_ID, '127.0.0.1', 'rg-local'])
      expect(stdout).not.toContain(own);
    expect(stdout).not.toMatch(/ek_|eyJ[\w-]+\.eyJ|https?:|[0-9a-f]{8}-[0-9a-f]{4}/);
  }));

test.concurrent('an Azure that is down settles nothing: exit 2', () =>
  withAzure(async (azure) => {
    azure.switches.set('openai.down', 'reset');
    const { status, stdout } = await verify(azure);
    expect(status).toBe(2);
    expect(stdout).toContain('Not settled here:');
    expect(stdout).not.toContain('| --- |');
  }));

test('what is typed beside it is refused in one sentence', async () => {
  const cases = [
    [['--yes'], '--yes agrees to what --verify and --call ask'],
    [['--verify', '--before'], '--verify makes no checks and takes no --before'],
    [['--verify', '--json'], '--verify makes no checks and takes no --json'],
    [['--verify', '--mint'], '--verify makes no checks and takes no --mint'],
  ] as const;
  await withAzure(async (azure) => {
    for (const [args, sentence] of cases) {
      const { status, stderr } = await doctor.run(azure, args);
      expect([status, stderr]).toEqual([2, expect.stringContaining(sentence)]);
    }
  });
});
