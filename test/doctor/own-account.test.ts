/** An account and code of one's own: no store, no app. */
import type { EmulatedAzure } from '../../local/azure/emulated-azure.ts';
import { OWN_SCENARIOS } from './scenarios/own-account.ts';
import { createDoctor } from './support/doctor-visits.ts';
import { ACCOUNT, createOwnAccount } from './support/own-account.ts';
import { playOwn } from './support/own-scenario.ts';
import { withAzure } from './support/with-azure.ts';

jest.setTimeout(120_000);

const doctor = createDoctor();
afterAll(() => doctor.dispose());

describe('a working account is green, however it is named', () => {
  test.concurrent.each<readonly [string, (azure: EmulatedAzure) => string]>([
    ['by its name', () => ACCOUNT],
    ['by its ARM id', ({ subscription }) => subscription.findAccount(ACCOUNT)?.id ?? ''],
    [
      'by an address of the portal',
      ({ subscription }) =>
        `https://portal.azure.com/#@a.example/resource${subscription.findAccount(ACCOUNT)?.id}/overview`,
    ],
    ['by its address', ({ subscription }) => subscription.findAccount(ACCOUNT)?.endpoint ?? ''],
    [
      'by the URL of a request',
      ({ subscription }) => `${subscription.findAccount(ACCOUNT)?.endpoint}/openai/v1/realtime/client_secrets`,
    ],
  ])('%s', (_how, name) =>
    withAzure(async (azure) => {
      createOwnAccount(azure);
      const { status, target, checks } = await doctor.report(azure, ['--account', name(azure), '--mint']);
      expect(checks.filter(({ state }) => state === 'fail' || state === 'warn')).toEqual([]);
      expect(status).toBe(0);
      expect(target).toMatchObject({ account: ACCOUNT, 'resource group': 'rg-theirs' });
      expect(checks.find(({ id }) => id === 'mint.answer')).toMatchObject({ state: 'ok' });
      expect(checks.filter(({ id }) => /^(?:app|settings|identity)\./.test(id))).toEqual([]);
    }),
  );
});

test.concurrent.each(OWN_SCENARIOS)('$name: named, and green after what is printed, or told what remains', (scenario) =>
  playOwn(doctor, scenario),
);

describe('an account that is not one', () => {
  test.concurrent.each([
    [
      'nobody-has-this',
      /^No account named "nobody-has-this" can be seen with this sign-in\. These can: oai-local, oai-theirs\.$/,
    ],
    [
      'https://swedencentral.api.cognitive.microsoft.com',
      /^Several accounts fit; name one by its id: \/sub.*oai-local, .*oai-theirs\.$/,
    ],
    [
      '/subscriptions/s/resourceGroups/g/providers/Microsoft.Storage/storageAccounts/st',
      /^--account must be the ARM id of an account/,
    ],
    ['two words', /^--account must be the name, address or ARM id of an account, not "two words"\.$/],
  ])('%s is told in one sentence', (text, sentence) =>
    withAzure(async (azure) => {
      createOwnAccount(azure);
      const { status, stdout, stderr } = await doctor.run(azure, ['--account', text]);
      expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
      expect(stderr.trim()).toMatch(sentence);
    }),
  );

  test.concurrent('OpenAI’s own address is no resource of Azure’s', () =>
    withAzure(async (azure) => {
      const { status, causes } = await doctor.report(azure, ['--account', 'https://api.openai.com/v1/realtime']);
      expect(status).toBe(1);
      expect(causes).toMatchObject([{ check: 'endpoint.form', say: expect.stringMatching(/OpenAI’s own service/) }]);
    }));
});

test.concurrent('several realtime deployments: each is listed with what it is, and one is taken', () =>
  withAzure(async (azure) => {
    createOwnAccount(azure, {
      deployments: { chat: 'gpt-4o', live: 'gpt-live-1', voice: 'gpt-realtime', small: 'gpt-realtime-mini' },
    });
    const { status, checks } = await doctor.report(azure, ['--account', ACCOUNT, '--mint']);
    expect(status).toBe(0);
    expect(checks.find(({ id }) => id === 'deployment.exists')).toMatchObject({
      state: 'ok',
      detail: [
        expect.stringMatching(/^chat: gpt-4o \S+, no realtime model$/),
        expect.stringMatching(/^live: gpt-live-1 \S+, Live and not realtime$/),
        expect.stringMatching(/^voice: gpt-realtime \S+, realtime$/),
        expect.stringMatching(/^small: gpt-realtime-mini \S+, realtime$/),
      ],
    });
  }));

test.concurrent('what was asked with success is told, to be held against one’s own code', () =>
  withAzure(async (azure) => {
    createOwnAccount(azure);
    const { stdout } = await doctor.run(azure, ['--account', ACCOUNT, '--mint', '--only', 'mint.answer']);
    expect(stdout).toMatch(/The doctor sent POST \S+\/openai\/v1\/realtime\/client_secrets$/m);
    expect(stdout).toContain('and {"session":{"type":"realtime","model":"voice"}}.');
  }));

test.concurrent('people’s questions are answered where a chat model is found: enable, regions, which of it is wrong', () =>
  withAzure(async (azure) => {
    createOwnAccount(azure, { deployments: { voice: 'gpt-4o' } });
    const { checks } = await doctor.report(azure, ['--account', ACCOUNT, '--only', 'deployment.model']);
    expect(checks[0]?.detail).toEqual([
      expect.stringMatching(/^You do not have to enable anything/),
      expect.stringMatching(/^swedencentral offers gpt-realtime-mini \S+, /),
      expect.stringMatching(/^Other regions where your subscription has one: eastus2, /),
      'The name is right, because the deployment exists. The model behind it, gpt-4o, is wrong.',
    ]);
  }));
