/** A model that Azure is taking back or has retired: what a new subscription would meet only at the end of its deployment. */
import type { EmulatedAzure } from '../../local/azure/emulated-azure.ts';
import { defaultVersionOf } from '../../local/azure/subscription/model-catalogue.ts';
import { DATED_MODELS } from '../../tools/models/model-table.ts';
import { type } from './support/doctor-command.ts';
import { createDoctor } from './support/doctor-visits.ts';
import { store, withAzure } from './support/with-azure.ts';

const doctor = createDoctor();
afterAll(() => doctor.dispose());

describe('where the default model can no longer be deployed', () => {
  const look = async (azure: EmulatedAzure, ...args: readonly string[]) =>
    (await doctor.report(azure, ['--before', '--only', 'before.regions', ...args])).checks[0];
  const forget = ({ subscription }: EmulatedAzure) => subscription.deleteDeployment('oai-local', 'gpt-realtime-mini');

  test.concurrent.each([
    [
      'Deprecating',
      /Azure gives it only to subscriptions that deployed it before, and answers others ServiceModelDeprecating/,
    ],
    ['Deprecated', /it is retired, and Azure answers ServiceModelDeprecated/],
    ['Legacy', /Azure calls it legacy/],
  ])('%s: it fails, and names the one to take in the template’s variables', (state, words) =>
    withAzure(async (azure) => {
      azure.switches.set('account.modelState', state);
      forget(azure);
      const found = await look(azure);
      expect(found).toMatchObject({ state: 'fail', say: expect.stringMatching(words) });
      const { say, run } = found?.mend ?? {};
      expect(say).toMatch(
        /^Take gpt-realtime-2\.1-mini, version \S+ \(GenerallyAvailable\), until .* offered in eastus2, swedencentral, /,
      );
      const version = defaultVersionOf('gpt-realtime-2.1-mini');
      expect(run).toEqual([
        expect.stringMatching(
          `^export REALTIME_MODEL=gpt-realtime-2.1-mini REALTIME_MODEL_VERSION=${version} REALTIME_MODEL_RETIRES=\\d{4}-\\d\\d-\\d\\d$`,
        ),
      ]);
      expect(await look(azure, '--model', 'gpt-realtime-2.1-mini')).toMatchObject({ state: 'ok' });
    }),
  );

  test.concurrent('a subscription that has it may deploy it again', () =>
    withAzure(async (azure) => {
      azure.switches.set('account.modelState', 'Deprecating');
      expect(await look(azure)).toMatchObject({ state: 'ok' });
    }));

  test.concurrent('and nothing else is left, it says so', () =>
    withAzure(async (azure) => {
      for (const { name } of DATED_MODELS) azure.subscription.models.setState(name, 'Deprecating');
      for (const name of azure.subscription.findAccount('oai-local')?.deployments.keys() ?? [])
        azure.subscription.deleteDeployment('oai-local', name);
      expect(await look(azure)).toMatchObject({
        state: 'fail',
        mend: { say: 'Every realtime model that is offered here is leaving too: ask about another region.' },
      });
      expect(await look(azure, '--region', 'uaenorth')).toMatchObject({
        state: 'fail',
        mend: { say: 'No region offers this subscription a realtime model that it may still deploy.' },
      });
    }));
});

describe('--before --export', () => {
  const args = ['--before', '--export', '--region', 'eastus2'];

  test.concurrent('prints one line that a shell evaluates, and what it chose on stderr', () =>
    withAzure(async (azure) => {
      const { status, stdout, stderr } = await doctor.run(azure, args);
      expect(stdout).toMatch(
        /^export REALTIME_MODEL=gpt-realtime\S* REALTIME_MODEL_VERSION=\S+ REALTIME_MODEL_RETIRES=\S+\n$/,
      );
      expect({ status, stderr }).toEqual({
        status: 0,
        stderr: expect.stringMatching(/^eastus2: gpt-realtime\S*, version /),
      });
    }));

  test.concurrent('keeps to the Realtime API unless it is asked for GPT-Live', () =>
    withAzure(async (azure) => {
      for (const { name } of DATED_MODELS.filter(({ api }) => api === 'realtime'))
        azure.subscription.models.setState(name, 'Deprecated');
      expect(await doctor.run(azure, args)).toMatchObject({ status: 1, stdout: '' });
      const { status, stdout, stderr } = await doctor.run(azure, [...args, '--model', 'gpt-live-1']);
      expect(status).toBe(0);
      expect(stdout).toMatch(/^export LIVE_MODEL=gpt-live-1 LIVE_MODEL_VERSION=\S+\n$/);
      expect(stderr).toMatch(/^eastus2: gpt-live-1, version /);
    }));

  test.concurrent('prints nothing for a shell where nothing can be deployed', () =>
    withAzure(async (azure) => {
      const { status, stdout, stderr } = await doctor.run(azure, [...args.slice(0, -1), 'uaenorth']);
      expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
      expect(stderr).toMatch('uaenorth offers this subscription no realtime model that it may still deploy.');
    }));
});

describe('a deployment of a model that is retired', () => {
  test.concurrent('is not offered in place of a broken one', () =>
    withAzure(async (azure) => {
      azure.switches.set('account.deploymentModel', 'gpt-4o');
      const offered = async () =>
        (await doctor.report(azure, [...store(azure), '--only', 'deployment.model'])).checks[0]?.mend?.or?.say;
      expect(await offered()).toBe('Or use gpt-realtime, which is there:');
      azure.subscription.models.setState('gpt-realtime', 'Deprecated');
      expect(await offered()).toBeUndefined();
    }));

  test.concurrent('that a profile names is told, and one in its place works', () =>
    withAzure(async (azure) => {
      const profile = { deployment: 'voice-assistant', session: { type: 'realtime' } };
      azure.settings.set('realtime:profiles:assistant', JSON.stringify(profile));
      const look = async () =>
        (await doctor.report(azure, [...store(azure), '--only', 'deployment.profiles'])).checks[0];
      expect(await look()).toMatchObject({ state: 'ok' });
      azure.subscription.models.setState('gpt-realtime', 'Deprecated');
      const found = await look();
      expect(found).toMatchObject({ state: 'fail', say: expect.stringContaining('runs a retired model') });
      for (const command of found?.mend?.run ?? []) expect(await type(azure, command)).toMatchObject({ status: 0 });
      const [, made = ''] = /set deployment to (\S+) in /.exec(found?.mend?.say ?? '') ?? [];
      azure.settings.set('realtime:profiles:assistant', JSON.stringify({ ...profile, deployment: made }));
      expect(await look()).toMatchObject({ state: 'ok' });
    }));
});

describe('a deployment for transcription', () => {
  const TRANSCRIBER = 'gpt-4o-mini-transcribe';
  const prepare = (azure: EmulatedAzure): void => {
    const model = { format: 'OpenAI', name: TRANSCRIBER, version: defaultVersionOf(TRANSCRIBER) } as const;
    const sku = { name: 'GlobalStandard', capacity: 1 };
    const upgrade = { versionUpgradeOption: 'NoAutoUpgrade' };
    azure.subscription.putDeployment('oai-local', { name: 'words', model, sku, ...upgrade }, 0);
    const session = { type: 'realtime', audio: { input: { transcription: { model: 'words' } } } };
    azure.settings.set('realtime:profiles:assistant', JSON.stringify({ session }));
  };
  const look = async (azure: EmulatedAzure) =>
    (await doctor.report(azure, [...store(azure), '--only', 'deployment.transcription'])).checks[0];

  test.concurrent('has an end of its own: told while it is being taken back, a failure once it is retired', () =>
    withAzure(async (azure) => {
      prepare(azure);
      expect(await look(azure)).toMatchObject({ state: 'ok' });
      azure.subscription.models.setState(TRANSCRIBER, 'Deprecating');
      expect(await look(azure)).toMatchObject({
        state: 'warn',
        say: expect.stringContaining(`words runs ${TRANSCRIBER}`),
      });
      azure.subscription.models.setState(TRANSCRIBER, 'Deprecated');
      const found = await look(azure);
      expect(found).toMatchObject({ state: 'fail' });
      expect(JSON.stringify(found?.mend)).not.toContain(`--model-name ${TRANSCRIBER} `);
      for (const command of found?.mend?.run ?? []) expect(await type(azure, command)).toMatchObject({ status: 0 });
    }));
});
