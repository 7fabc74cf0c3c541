/** What the printed commands leave alone, and what they say where a person has to choose. */
import type { EmulatedAzure } from '../../local/azure/emulated-azure.ts';
import type { Deployment } from '../../local/azure/subscription/account.ts';
import { defaultVersionOf } from '../../local/azure/subscription/model-catalogue.ts';
import { type } from './support/doctor-command.ts';
import { createDoctor } from './support/doctor-visits.ts';
import { store, withAzure } from './support/with-azure.ts';

const doctor = createDoctor();
afterAll(() => doctor.dispose());

const modelOf = ({ subscription }: EmulatedAzure, name: string) =>
  subscription.findAccount('oai-local')?.deployments.get(name)?.model.name;

const transcribedBy = (model: string) => ({
  session: { type: 'realtime', audio: { input: { transcription: { model } } } },
});

describe('a profile that names a deployment of another kind', () => {
  test.concurrent.each([
    [
      'deployment.profiles',
      (deployment: string) => ({ deployment, session: { type: 'realtime' } }),
      `set deployment to gpt-realtime-mini-${defaultVersionOf('gpt-realtime-mini')} in realtime:profiles:assistant`,
    ],
    [
      'deployment.transcription',
      transcribedBy,
      `set audio.input.transcription.model to gpt-4o-mini-transcribe-${defaultVersionOf('gpt-4o-mini-transcribe')} in realtime:profiles:assistant`,
    ],
  ])('%s: another one is made beside it, and the setting is named', (check, profileWith, sentence) =>
    withAzure(async (azure) => {
      azure.settings.set('realtime:profiles:assistant', JSON.stringify(profileWith('gpt-realtime-chat')));
      const look = async () => (await doctor.report(azure, [...store(azure), '--only', check])).checks[0];
      const found = await look();
      expect(found).toMatchObject({ state: 'fail', mend: { say: expect.stringContaining(sentence) } });
      for (const command of found?.mend?.run ?? []) expect(await type(azure, command)).toMatchObject({ status: 0 });
      expect(modelOf(azure, 'gpt-realtime-chat')).toBe('gpt-4o');
      const [, made = ''] = / to (\S+) in /.exec(found?.mend?.say ?? '') ?? [];
      azure.settings.set('realtime:profiles:assistant', JSON.stringify(profileWith(made)));
      expect(await look()).toMatchObject({ state: 'ok' });
    }),
  );
});

test.concurrent('a deployment that is there and works is offered after the command that makes one', () =>
  withAzure(async (azure) => {
    azure.switches.set('account.deploymentModel', 'gpt-4o');
    const { stdout } = await doctor.run(azure, [...store(azure), '--mint']);
    const [made, offered] = [
      stdout.indexOf('deployment create'),
      stdout.indexOf('Or use gpt-realtime, which is there:'),
    ];
    expect(made).toBeGreaterThan(-1);
    expect(offered).toBeGreaterThan(made);
    const [, command = ''] = /^Or use .*\n {2}(.*)$/m.exec(stdout) ?? [];
    expect(await type(azure, command)).toMatchObject({ status: 0, stderr: '' });
    const { checks } = await doctor.report(azure, [...store(azure), '--mint', '--only', 'mint.answer']);
    expect(checks).toEqual([expect.objectContaining({ state: 'ok' })]);
  }));

test.concurrent('an account that stands in the other region already is used, and keeps its deployments', () =>
  withAzure(async (azure) => {
    const { subscription } = azure;
    subscription.putAccount('oai-local', { location: 'uaenorth' });
    subscription.putAccount('oai-local-eastus2', { location: 'eastus2', customSubDomainName: 'oai-eastus2' });
    const model = { format: 'OpenAI', name: 'gpt-4o', version: defaultVersionOf('gpt-4o') } as const;
    const sku = { name: 'GlobalStandard', capacity: 20 };
    const chat = { name: 'gpt-realtime-mini', model, sku, versionUpgradeOption: 'NoAutoUpgrade' };
    subscription.putDeployment('oai-local-eastus2', chat, 0);
    const look = async (check: string) =>
      (await doctor.report(azure, [...store(azure), '--mint', '--only', check])).checks[0];
    const { run = [] } = (await look('resource.region'))?.mend ?? {};
    expect(run.filter((command) => command.includes('account create'))).toEqual([]);
    for (const command of run) expect(await type(azure, command)).toMatchObject({ status: 0, stderr: '' });
    const there = subscription.findAccount('oai-local-eastus2');
    expect(there?.deployments.get('gpt-realtime-mini')?.model.name).toBe('gpt-4o');
    expect(there?.customSubDomainName).toBe('oai-eastus2');
    expect(await look('resource.region')).toMatchObject({ state: 'ok' });
    expect(await look('deployment.model')).toMatchObject({ state: 'ok' });
  }));

describe('a mint that Azure refuses while everything that was looked at is fine', () => {
  const mintWith = async (azure: EmulatedAzure, error: string) => {
    azure.switches.set('mint.error', error);
    return doctor.run(azure, [...store(azure), '--mint', '--only', 'mint.answer']);
  };

  test.concurrent.each(['opperation-not-supported', 'deployment-not-found', 'firewall'])(
    '%s: no cause that a check has ruled out is named',
    (error) =>
      withAzure(async (azure) => {
        const { stdout, status } = await mintWith(azure, error);
        expect(status).toBe(1);
        expect(stdout).toMatch(/^The doctor looked for each known cause and found none \(docs\/troubleshooting\.md#/m);
        expect(stdout).not.toMatch(/base model|holds the name of a model|chosen networks/);
        expect(stdout).not.toMatch(/\$[A-Z]|<[a-z]/);
      }),
  );

  const deploymentOf = (azure: EmulatedAzure) =>
    azure.subscription.findAccount('oai-local')?.deployments.get('gpt-realtime-mini');

  test.concurrent('call-quota: a small capacity is raised once, and all else stays; then it is to wait', () =>
    withAzure(async (azure) => {
      const chosen = { versionUpgradeOption: 'NoAutoUpgrade', raiPolicyName: 'strict' };
      const held = { ...deploymentOf(azure), sku: { name: 'GlobalStandard', capacity: 1 }, ...chosen } as Deployment;
      azure.subscription.putDeployment('oai-local', held);
      const { stdout } = await mintWith(azure, 'call-quota');
      const [, command = ''] = /^ {2}(az .*)$/m.exec(stdout) ?? [];
      expect(await type(azure, command)).toMatchObject({ status: 0, stderr: '' });
      expect(deploymentOf(azure)).toEqual({ ...held, sku: { ...held.sku, capacity: 20 } });
      const again = await mintWith(azure, 'call-quota');
      expect(again.stdout).toMatch(/the doctor made only one request. More capacity does not help/);
      expect(again.stdout).not.toMatch(/^ {2}az /m);
    }));

  test.concurrent('model-retired: a successor is what is told of, and not Azure’s support', () =>
    withAzure(async (azure) => {
      const { stdout, status } = await mintWith(azure, 'model-retired');
      expect(status).toBe(1);
      expect(stdout).toMatch(/^Azure has retired the version /m);
      expect(stdout).not.toMatch(/support/);
      expect(stdout).toMatch(/The successor is gpt-realtime/);
      const commands = stdout.split('\n').filter((line) => line.startsWith('  az '));
      expect(commands.length).toBeGreaterThan(0);
      for (const command of commands) expect(await type(azure, command.trim())).toMatchObject({ status: 0 });
    }));

  test.concurrent('token-refused: the causes after the first are told too', () =>
    withAzure(async (azure) => {
      azure.settings.set('realtime:tokenScope', 'https://ai.azure.com/.default');
      azure.switches.set('mint.error', 'token-refused');
      const { checks } = await doctor.report(azure, [...store(azure), '--mint', '--only', 'mint.answer']);
      expect(checks[0]).toMatchObject({
        detail: [expect.stringMatching(/^It may also be: The identity belongs to another tenant/)],
        mend: { run: [expect.stringContaining('--yes --key realtime:tokenScope')] },
      });
    }));
});
