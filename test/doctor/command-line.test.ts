/** The command itself: what it says when it cannot look, and what it answers before a deployment. */
import { readFileSync } from 'node:fs';
import type { EmulatedAzure } from '../../local/azure/emulated-azure.ts';
import { OPERATOR_OBJECT_ID, SUBSCRIPTION_ID } from '../../local/azure/foundation/directory.ts';
import { ROLES } from '../../local/azure/subscription/role-definitions.ts';
import { EXAMPLE_PROFILES } from '../../local/start/example-profiles.ts';
import { createDoctorCommand, type } from './support/doctor-command.ts';
import { store, withAzure } from './support/with-azure.ts';

const readme = readFileSync('README.md', 'utf8');
const transcript = readFileSync('tools/pages/doctor-transcript.txt', 'utf8').trimEnd();
/** As the README has it; `npm start` has these ports. */
const COMMAND = 'npm run doctor -- --arm https://127.0.0.1:7087 --group rg-local --mint';

const doctor = createDoctorCommand();
afterAll(() => doctor.dispose());

test.concurrent('--help ends with 0; what cannot be looked at is one sentence, and ends with 2', () =>
  withAzure(async (azure) => {
    const cases: readonly (readonly [readonly string[], string])[] = [
      [['--nonsense'], 'Unknown option'],
      [[], 'Say where to look: --account, --store, --group, --app or --env'],
      [['--env', 'dev'], 'There is no azd environment "dev"'],
      [['--group', 'rg-unknown'], 'can be seen in the resource group "rg-unknown"'],
    ];
    expect(await doctor.run(azure, ['--help'])).toMatchObject({ status: 0, stderr: '' });
    for (const [args, sentence] of cases) {
      const { status, stdout, stderr } = await doctor.run(azure, args);
      expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
      expect(stderr).toContain(sentence);
      expect(stderr.trim().split('\n')).toHaveLength(1);
    }
  }));

describe('what cannot be looked for', () => {
  test.concurrent('a Resource Manager that fails is no wrong name of a group', () =>
    withAzure(async (azure) => {
      azure.switches.set('arm.status', '500');
      const { status, stderr } = await doctor.run(azure, ['--group', 'rg-local']);
      expect(status).toBe(2);
      expect(stderr).toMatch(
        /^Nothing can be found in the resource group "rg-local": reading resources got the answer 500/,
      );
      const { checks } = await doctor.report(azure, store(azure));
      const health = checks.find(({ id }) => id === 'app.health');
      expect(health).toMatchObject({ state: 'skipped', say: expect.stringMatching(/got the answer 500/) });
    }));

  test.concurrent('an app is found by each of its host names, and one that has another is told', () =>
    withAzure(async (azure) => {
      const local = `http://${azure.subscription.site.host.replace('127.0.0.1', 'localhost')}`;
      const { target } = await doctor.report(azure, ['--app', local, '--only', 'settings.read']);
      expect(target).toMatchObject({ app: `${local}, func-local`, store: azure.urls.appConfiguration });
      // Something answers there, and it is no app of this subscription.
      const { stdout } = await doctor.run(azure, ['--app', azure.urls.openai]);
      expect(stdout).toMatch(
        /^skip {2}settings\.read +skipped because no function app of that address was found: name the group with --group$/m,
      );
      expect(stdout).not.toContain('Everything that the doctor looked at is fine.');
    }));
});

test.concurrent('a reader that goes away ends it without a word', () =>
  withAzure(async (azure) => {
    const { status, stderr } = await doctor.run(azure, store(azure), { readsFirstLineOnly: true });
    expect({ status, stderr }).toEqual({ status: 141, stderr: '' });
  }));

describe('--before', () => {
  test.concurrent('says where the model is, until when, how much of it, and that all is ready', () =>
    withAzure(async (azure) => {
      const { status, checks } = await doctor.report(azure, ['--before']);
      expect(status).toBe(0);
      const [rights, providers, regions, quota, live] = checks;
      expect([rights?.state, providers?.state, regions?.state, quota?.state]).toEqual(['ok', 'ok', 'ok', 'ok']);
      expect(regions?.detail).toContainEqual(
        expect.stringMatching(/^swedencentral: version \S+ \(GenerallyAvailable\), until \d{4}-\d\d-\d\d, 400 days$/),
      );
      expect(quota?.detail).toContain('swedencentral: 180 of 200 units free');
      expect(live).toMatchObject({ id: 'before.live', state: 'ok', say: expect.stringMatching(/, a preview\.$/) });
      expect(live?.detail).toContainEqual(
        expect.stringMatching(/^swedencentral: gpt-live-1, version \S+ \(Preview\), until \d{4}-\d\d-\d\d, 400 days$/),
      );
    }));

  test.concurrent('a region without GPT-Live is no fault', () =>
    withAzure(async (azure) => {
      const liveOf = async (...args: readonly string[]) =>
        (await doctor.report(azure, ['--before', '--only', 'before.live', ...args])).checks[0];
      expect(await liveOf('--region', 'uaenorth')).toMatchObject({
        state: 'ok',
        say: 'uaenorth lists no model of the Live API.',
      });
      expect(await liveOf('--region', 'eastus2')).toMatchObject({
        state: 'ok',
        say: '1 region offers a model of the Live API, a preview.',
      });
    }));

  test.concurrent('--model gpt-live-1 asks about it: where it is, and how much of it', () =>
    withAzure(async (azure) => {
      const { status, checks } = await doctor.report(azure, ['--before', '--model', 'gpt-live-1']);
      expect(status).toBe(0);
      const [, , regions, quota, live] = checks;
      expect(regions).toMatchObject({ state: 'ok', say: expect.stringMatching(/regions offer gpt-live-1\.$/) });
      expect(quota).toMatchObject({ state: 'ok', say: 'There is free quota for gpt-live-1.' });
      expect(live).toMatchObject({ state: 'skipped' });
      const nowhere = await doctor.report(azure, ['--before', '--model', 'gpt-live-1', '--region', 'uaenorth']);
      expect(nowhere.causes).toMatchObject([
        {
          check: 'before.regions',
          say: 'uaenorth does not offer gpt-live-1.',
          mend: { say: expect.stringMatching(/^A model of the Live API is offered in /) },
        },
      ]);
    }));

  test.concurrent('quota for fewer units than infra/main.bicep deploys is told, with the number to deploy', () =>
    withAzure(async (azure) => {
      azure.subscription.quotas.set('OpenAI.GlobalStandard.gpt-realtime-mini', 29);
      const quotaOf = async (region: string) => {
        const args = ['--before', '--region', region, '--only', 'before.quota'];
        return (await doctor.report(azure, args)).checks[0];
      };
      expect(await quotaOf('eastus2')).toMatchObject({ state: 'ok' });
      expect(await quotaOf('swedencentral')).toMatchObject({
        state: 'warn',
        mend: { run: ['export REALTIME_CAPACITY=9'] },
      });
      azure.subscription.quotas.set('OpenAI.GlobalStandard.gpt-realtime-mini', 20);
      expect(await quotaOf('swedencentral')).toMatchObject({
        state: 'fail',
        mend: {
          run: [
            expect.stringMatching(
              `^az cognitiveservices usage list -l swedencentral --subscription ${SUBSCRIPTION_ID} `,
            ),
          ],
        },
      });
    }));

  test.concurrent('each thing that is missing is told, with the command that mends it', () =>
    withAzure(async (azure) => {
      const { providers, roles } = azure.subscription;
      providers.delete('microsoft.app');
      roles.remove(({ principalId, role }) => principalId === OPERATOR_OBJECT_ID && role === ROLES.owner.name);
      roles.put({
        role: ROLES.contributor.name,
        scope: `/subscriptions/${SUBSCRIPTION_ID}`,
        principalId: OPERATOR_OBJECT_ID,
        principalType: 'User',
        createdOnEpochMs: 0,
      });
      const { status, causes } = await doctor.report(azure, ['--before', '--region', 'uaenorth']);
      expect(status).toBe(1);
      expect(causes.map(({ check, say }) => `${check}: ${say}`)).toEqual([
        'before.rights: You lack Microsoft.Authorization/roleAssignments/write on the subscription (you have Contributor).',
        'before.providers: Not registered: Microsoft.App.',
        'before.regions: uaenorth does not offer gpt-realtime-mini.',
      ]);
      for (const command of causes[1]?.mend.run ?? []) await type(azure, command);
      const again = await doctor.report(azure, ['--before', '--region', 'swedencentral']);
      expect(again.causes.map(({ check }) => check)).toEqual(['before.rights']);
    }));
});

describe('the transcript', () => {
  /** Its playground may call, and it has table storage for quotas. */
  function setAsNpmStart({ settings }: EmulatedAzure): void {
    for (const [key, value] of Object.entries(EXAMPLE_PROFILES)) settings.set(key, value);
    settings.set('realtime:cors:origins', '["http://localhost:3000","http://127.0.0.1:3000"]');
    settings.delete('realtime:quota');
  }

  /** What differs between two runs: an id, a date that is days from the emulator's start, which address a name has. */
  const withoutChance = (text: string): string =>
    text
      .replace(/apim-request-id [\w-]+/g, 'apim-request-id')
      .replace(/\d{4}-\d\d-\d\d, in/g, 'DATE, in')
      .replace(/resolves to \S+/g, 'resolves');

  test.concurrent('of docs/doctor.md is what the command prints, on an Azure broken as it says', () =>
    withAzure(async (azure) => {
      setAsNpmStart(azure);
      azure.switches.set('account.deploymentModel', 'gpt-4o');
      const args = COMMAND.replace('npm run doctor -- ', '').split(' ').slice(2);
      const { stdout, status } = await doctor.run(azure, args);
      const shown = stdout
        .replaceAll(azure.urls.appConfiguration, 'https://127.0.0.1:7082')
        .replaceAll(new URL(azure.urls.issuer).origin, 'https://localhost:7081')
        .replaceAll(azure.urls.openai, 'http://127.0.0.1:7083')
        .replaceAll(azure.subscription.site.host, '127.0.0.1:7071');
      expect(withoutChance(shown.trimEnd())).toBe(withoutChance(transcript));
      expect(status).toBe(1);
    }));

  test('is where the README’s lines are from, in their order, and its command is the one that was run', () => {
    const [, shown = ''] = /^```text\n(ok {4}settings\.read[\s\S]*?)^```/m.exec(readme) ?? [];
    const lines = shown.split('\n').filter((line) => line !== '…' && line !== '');
    expect(lines.length).toBeGreaterThanOrEqual(8);
    const places = lines.map((line) => transcript.split('\n').indexOf(line));
    expect(places).not.toContain(-1);
    expect(places).toEqual(places.toSorted((one, other) => one - other));
    expect(readme).toContain(COMMAND);
    expect(readFileSync('docs/emulator.md', 'utf8')).toContain(COMMAND);
  });
});
