/** `--call`: one call of the doctor's own, straight at Azure and through the bundle; each step that fails is named. */
import { ACCOUNT_NAME, OPERATOR_OBJECT_ID } from '../../local/azure/foundation/directory.ts';
import { ROLES } from '../../local/azure/subscription/role-definitions.ts';
import { type System, startSystem } from '../http/system.ts';
import { createDoctor } from './support/doctor-visits.ts';
import { store, withAzure } from './support/with-azure.ts';

jest.setTimeout(120_000);

const doctor = createDoctor();
afterAll(() => doctor.dispose());

const AT_AZURE = ['--account', ACCOUNT_NAME, '--deployment', 'gpt-realtime-mini', '--call', '--yes'];

/** State and name of each line that is a step. */
const stepsOf = (stdout: string): readonly string[] =>
  [...stdout.matchAll(/^(ok|FAIL|warn|skip) +(token|mint|offer|probe|hang-up) /gm)].map(
    ([, state, name]) => `${state} ${name}`,
  );

test.concurrent('without --yes it says what it would cost, and asks nothing', () =>
  withAzure(async (azure) => {
    const { status, stdout, stderr } = await doctor.run(azure, AT_AZURE.slice(0, -1));
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(/^4 requests go to your deployment .* this should cost nothing\. .* --yes agrees to it\.$/m);
    expect(azure.requests.count('openai', () => true)).toBe(0);
  }));

describe('straight at Azure', () => {
  test.concurrent('a call is begun, seen and ended, by as many requests as were said', () =>
    withAzure(async (azure) => {
      const { status, stdout, stderr } = await doctor.run(azure, AT_AZURE);
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
      expect(stepsOf(stdout)).toEqual(['ok token', 'ok mint', 'ok offer', 'ok probe', 'ok hang-up']);
      expect(stdout).not.toMatch(/ek_|rtc_|eyJ[\w-]+\.eyJ/);
      expect(azure.requests.count('openai', () => true)).toBe(4);
    }));

  test.concurrent.each([
    ['mint.error', 'deployment-not-found', 'mint', /deployment/i],
    ['calls.error', 'internal-error', 'offer', /Azure/],
    ['calls.answer', 'no-location', 'offer', /no Location names the call/],
    ['calls.sideband', 'hidden', 'probe', /404 for a call that is on the line/],
    ['calls.hangupIdentity', 'refused', 'hang-up', /because you lack Microsoft\.CognitiveServices\/accounts\/\S+\.$/],
    ['calls.hangup', 'service-unavailable', 'hang-up', /did not confirm the hang-up \(503\)/],
  ])('%s %s: it is %s that fails, and says why', (name, value, step, says) =>
    withAzure(async (azure) => {
      azure.switches.set(name, value);
      const { status, stdout } = await doctor.run(azure, AT_AZURE);
      expect(status).toBe(1);
      const steps = stepsOf(stdout);
      expect(steps.filter((line) => line.startsWith('FAIL'))).toEqual([`FAIL ${step}`]);
      expect(stdout.split('\n').find((line) => line.startsWith('FAIL'))).toMatch(says);
      // A probe that fails keeps nobody from ending the call.
      if (step === 'probe') expect(steps).toContain('ok hang-up');
    }),
  );

  test.concurrent('whoever may not mint there fails at the mint, with the grant that helps, and begins no call', () =>
    withAzure(async (azure) => {
      azure.subscription.roles.remove(
        ({ principalId, role }) => principalId === OPERATOR_OBJECT_ID && role === ROLES.openAiUser.name,
      );
      const { status, stdout } = await doctor.run(azure, AT_AZURE);
      expect(status).toBe(1);
      expect(stepsOf(stdout)).toEqual(['ok token', 'FAIL mint', 'skip offer', 'skip probe', 'skip hang-up']);
      const grant = `--assignee-object-id ${OPERATOR_OBJECT_ID} .*--role ${ROLES.openAiUser.name} `;
      expect(stdout).toMatch(new RegExp(`^ +az role assignment create .*${grant}`, 'm'));
      expect(azure.calls.ended()).toEqual([]);
    }));

  test.concurrent('whoever is refused the sideband could not look: exit 2, and the call is ended', () =>
    withAzure(async (azure) => {
      azure.switches.set('calls.sideband', 'forbidden');
      const { status, stdout } = await doctor.run(azure, AT_AZURE);
      expect(status).toBe(2);
      expect(stepsOf(stdout)).toEqual(['ok token', 'ok mint', 'ok offer', 'skip probe', 'ok hang-up']);
      expect(azure.calls.list()).toEqual([]);
    }));
});

describe('through the app', () => {
  let system: System;
  beforeAll(async () => {
    system = await startSystem({ storage: true });
    system.azure.subscription.site.host = new URL(system.host.url).host;
    await system.mintUntil(200);
  });
  afterEach(() => system.azure.switches.reset());
  afterAll(() => system.stop());

  const call = () => doctor.run(system.azure, ['--app', system.host.url, ...store(system.azure), '--call', '--yes']);

  test('a call is begun, seen and ended', async () => {
    const { status, stdout, stderr } = await call();
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stepsOf(stdout)).toEqual(['ok token', 'ok offer', 'ok probe', 'ok hang-up']);
    expect(stdout).not.toMatch(/ek_|rtc_|eyJ[\w-]+\.eyJ/);
  });

  test.each([
    ['calls.error', 'deployment-not-found', 'offer', /502 \w+\. .*deployment/i],
    ['calls.sideband', 'hidden', 'probe', /404 for a call that is on the line/],
    ['calls.hangupIdentity', 'refused', 'hang-up', /The app (?:answers|refuses) the hang-up/],
    ['calls.hangup', 'service-unavailable', 'hang-up', /202: .* Azure has not confirmed it/],
  ])('%s %s: it is %s that fails, and says why', async (name, value, step, says) => {
    system.azure.switches.set(name, value);
    const { status, stdout } = await call();
    expect(status).toBe(1);
    expect(stepsOf(stdout).filter((line) => line.startsWith('FAIL'))).toEqual([`FAIL ${step}`]);
    expect(stdout.split('\n').find((line) => line.startsWith('FAIL'))).toMatch(says);
  });
});

test('what is typed beside it is refused in one sentence', async () => {
  const cases = [
    [['--call', '--verify'], '--verify makes no checks and takes no --call'],
    [['--call', '--mint'], '--call makes no checks and takes no --mint'],
  ] as const;
  await withAzure(async (azure) => {
    for (const [args, sentence] of cases) {
      const { status, stderr } = await doctor.run(azure, args);
      expect([status, stderr]).toEqual([2, expect.stringContaining(sentence)]);
    }
  });
});
