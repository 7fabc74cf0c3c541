/** Several targets: each is looked at, what fails at one is no failure while another would serve, and the mend is its own. */
import type { EmulatedAzure } from '../../local/azure/emulated-azure.ts';
import { createDoctor } from './support/doctor-visits.ts';
import {
  DEPLOYMENT,
  ELSEWHERE,
  FINE,
  FIRST,
  idOf,
  lookWith,
  type Member,
  membersOf,
  mend,
  SECOND,
  takeRole,
  withTargets,
  writtenIn,
} from './support/targets.ts';
import { store } from './support/with-azure.ts';

jest.setTimeout(120_000);

const doctor = createDoctor();
afterAll(() => doctor.dispose());
const look = (azure: EmulatedAzure, ...args: readonly string[]) => lookWith(doctor, azure, ...args);

test.concurrent('all are looked at, one line each, and a secret is minted at each', () =>
  withTargets(async (azure) => {
    const { stdout, status } = await doctor.run(azure, [...store(azure), '--mint']);
    expect([status, stdout]).toEqual([0, expect.stringContaining('Everything that the doctor looked at is fine.')]);
    for (const name of [FIRST, SECOND]) {
      expect(stdout).toMatch(new RegExp(`^ok {4}mint\\.answer +${name}: Azure minted a secret of`, 'm'));
      expect(stdout).toMatch(new RegExp(`^ok {4}roles\\.account +${name}: `, 'm'));
    }
    expect(stdout.match(/ settings\.valid /g)).toHaveLength(1);
    expect(stdout).toMatch(/azure\.preflight +eastus2: /);
  }));

describe('what one target lacks is a warning that names the one that would serve, and is mended by what is printed', () => {
  test.concurrent('the deployment: made there, and not looked for at the other’s account', () =>
    withTargets(async (azure) => {
      azure.subscription.deleteDeployment(ELSEWHERE, DEPLOYMENT);
      const { stdout } = await doctor.run(azure, [...store(azure), '--mint']);
      expect(stdout).toMatch(
        /^warn {2}deployment\.exists +eastus2: oai-local-eastus2 has no deployment named gpt-realtime-mini\. swedencentral would serve\.$/m,
      );
      expect(stdout).toMatch(/^Nothing fails\. One thing is worth fixing:\n\ndeployment\.exists: eastus2: /m);
      const { report, ...found } = await look(azure, '--mint');
      expect(found).toEqual({ status: 0, causes: [], warnings: ['eastus2: deployment.exists'] });
      expect(report.warnings[0]?.explains).toContain('mint.answer');
      await mend(azure, report);
      expect(await look(azure, '--mint')).toMatchObject(FINE);
    }));

  test.concurrent('the role on one account', () =>
    withTargets(async (azure) => {
      takeRole(azure, 'oai-local');
      const { report, ...found } = await look(azure);
      expect(found).toEqual({ status: 0, causes: [], warnings: ['swedencentral: roles.account'] });
      expect(report.warnings[0]?.say).toMatch(/ eastus2 would serve\.$/);
      await mend(azure, report);
      expect(await look(azure)).toMatchObject(FINE);
    }));

  test.concurrent('the whole region, until it is back', () =>
    withTargets(async (azure) => {
      azure.switches.set('openai.down', 'reset');
      const { report, ...found } = await look(azure, '--mint');
      expect(found).toEqual({ status: 0, causes: [], warnings: ['swedencentral: endpoint.connects'] });
      expect(report.warnings[0]?.say).toMatch(/breaks the connection .* eastus2 would serve\.$/);
      expect(report.warnings[0]?.explains).toContain('mint.answer');
      azure.switches.reset();
      for (const region of ['', `${SECOND}.`]) azure.switches.set(`${region}calls.preflight`, 'echo');
      expect(await look(azure, '--mint')).toMatchObject(FINE);
    }));

  test.concurrent('a deployment’s name, written otherwise: in that target and in no key', () =>
    withTargets(
      async (azure) => {
        const { report, ...found } = await look(azure);
        expect(found).toEqual({ status: 0, causes: [], warnings: ['eastus2: deployment.exists'] });
        await mend(azure, report);
        const [first, second] = membersOf(azure);
        expect(writtenIn(azure)).toEqual([first, { ...second, deployment: DEPLOYMENT }]);
        expect(await look(azure)).toMatchObject(FINE);
      },
      [undefined, { deployment: 'GPT-Realtime-Mini' }],
    ));

  test.concurrent('a realtime model in the region: an account in another one takes its place', () =>
    withTargets(async (azure) => {
      azure.subscription.putAccount(ELSEWHERE, { location: 'uaenorth' });
      azure.subscription.deleteDeployment(ELSEWHERE, DEPLOYMENT);
      const { report, ...found } = await look(azure);
      expect(found).toEqual({ status: 0, causes: [], warnings: ['eastus2: resource.region'] });
      await mend(azure, report);
      const [first] = membersOf(azure);
      const [, made] = writtenIn(azure) as readonly Member[];
      expect(writtenIn(azure)).toEqual([first, made]);
      expect(made).toMatchObject({ name: SECOND, endpoint: expect.stringMatching(/^http/) as string });
      expect(made?.['resourceId']).not.toBe(idOf(ELSEWHERE));
      expect(await look(azure, '--only', 'resource.region', '--only', 'deployment.exists')).toMatchObject(FINE);
    }));
});

test.concurrent('nobody served is a failure, with one root cause each, and green when both are mended', () =>
  withTargets(async (azure) => {
    azure.subscription.deleteDeployment('oai-local', DEPLOYMENT);
    takeRole(azure, ELSEWHERE);
    const { report, ...found } = await look(azure);
    expect(found).toEqual({
      status: 1,
      causes: ['swedencentral: deployment.exists', 'eastus2: roles.account'],
      warnings: [],
    });
    await mend(azure, report);
    expect(await look(azure)).toMatchObject(FINE);
  }));

test.concurrent('two mends that write the setting say that each writes it whole, and come one after the other', () =>
  withTargets(
    async (azure) => {
      for (const left of [2, 1]) {
        const { report } = await look(azure);
        const troubles = [...report.causes, ...report.warnings];
        expect(troubles.map(({ check }) => check)).toEqual(Array(left).fill('deployment.exists'));
        for (const { mend: way } of troubles) {
          expect(way.say ?? '').toMatch(left === 2 ? /^Each of these commands writes realtime:targets whole/ : /^$/);
        }
        await mend(azure, { ...report, causes: troubles.slice(0, 1), warnings: [] });
      }
      expect(await look(azure)).toMatchObject(FINE);
    },
    [{ deployment: 'GPT-Realtime-Mini' }, { deployment: 'GPT-REALTIME-MINI' }],
  ));

test.concurrent('a profile that stays at the target that fails has no other: a failure, and named', () =>
  withTargets(async (azure) => {
    azure.settings.set('realtime:profiles:eu', JSON.stringify({ targets: [FIRST] }));
    takeRole(azure, 'oai-local');
    const { report, ...found } = await look(azure);
    expect(found).toEqual({ status: 1, causes: ['swedencentral: roles.account'], warnings: [] });
    expect(report.causes[0]?.say).toMatch(/ No other target would serve eu\.$/);
    await mend(azure, report);
    expect(await look(azure)).toMatchObject(FINE);
  }));

test.concurrent('a deployment of a profile is looked for where the profile is served, under its name there', () =>
  withTargets(async (azure) => {
    const { subscription, settings } = azure;
    settings.set('realtime:profiles:voice', JSON.stringify({ deployment: { [SECOND]: 'voice-us' } }));
    const { report, ...found } = await look(azure);
    expect(found).toEqual({ status: 0, causes: [], warnings: ['eastus2: deployment.profiles'] });
    await mend(azure, report);
    expect(subscription.findAccount(ELSEWHERE)?.deployments.has('voice-us')).toBe(true);
    expect(await look(azure)).toMatchObject(FINE);
  }));
