/** The command itself: what it takes, what it says when it cannot look, and how it ends. */
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type EmulatedAzure, startAzure } from '../../local/azure/azure.ts';
import { OPERATOR_OBJECT_ID, SUBSCRIPTION_ID, TENANT_ID } from '../../local/azure/directory.ts';
import { ROLES } from '../../local/azure/subscription/role-definitions.ts';
import { createDoctorCommand, type } from './support/doctor-command.ts';
import { type StandInApp, startStandInApp } from './support/stand-in-app.ts';

jest.setTimeout(30_000);

const doctor = createDoctorCommand();
let azure: EmulatedAzure;
let app: StandInApp;
let folder: string;
beforeAll(async () => {
  azure = await startAzure();
  app = await startStandInApp(azure);
  folder = mkdtempSync(join(tmpdir(), 'doctor-test-'));
});
afterEach(() => {
  azure.switches.reset();
  const { host } = azure.subscription.site;
  azure.subscription.reset();
  azure.subscription.site.host = host;
});
afterAll(async () => {
  await app.stop();
  await azure.stop();
  rmSync(folder, { recursive: true });
  doctor.dispose();
});

const store = () => ['--store', azure.urls.appConfiguration];

/** An `az` of the test's own in front of the `PATH`, which says that on stderr and fails. */
function anAz(stderr: string): Readonly<Record<string, string>> {
  const bin = mkdtempSync(join(folder, 'bin-'));
  writeFileSync(join(bin, 'az'), `#!/bin/sh\necho "${stderr}" >&2\nexit 1\n`);
  chmodSync(join(bin, 'az'), 0o755);
  return { PATH: bin };
}

describe('the options', () => {
  test('--help explains each of them, and ends with 0', async () => {
    const { status, stdout } = await doctor.run(azure, ['--help']);
    expect(status).toBe(0);
    for (const option of [
      'store',
      'group',
      'app',
      'env',
      'label',
      'subscription',
      'origin',
      'mint',
      'json',
      'before',
    ]) {
      expect(stdout).toContain(`\n  --${option} `);
    }
  });

  test.each([
    [['--nonsense'], 'Unknown option'],
    [['stray'], 'Unexpected argument'],
    [['--store'], "Option '--store <value>' argument missing"],
    [['--store', 'http://store.azconfig.io'], '--store must be an https address'],
    [['--app', 'my-app'], '--app must be an https address'],
    [['--group', 'a group; rm'], '--group must be the name of a resource group'],
    [['--origin', 'https://app.example.com/'], '--origin must be an exact origin'],
    [['--before', '--group', 'rg-local'], '--before looks at a subscription and takes no --group'],
    [['--subscription', 'mine'], '--subscription must be the id of a subscription'],
    [[], 'Say where to look: --store, --group, --app or --env'],
    [['--env', 'dev'], 'There is no azd environment "dev"'],
    [['--group', 'rg-unknown'], 'can be seen in the resource group "rg-unknown"'],
  ])('%j is one clear sentence, and ends with 2', async (args, sentence) => {
    const { status, stdout, stderr } = await doctor.run(azure, args);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain(sentence);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });
});

describe('the sign-in', () => {
  test('whoever is not signed in is told to', async () => {
    const environment = anAz("Please run 'az login' to setup account.");
    const { status, stderr } = await doctor.run(azure, store(), { environment });
    expect({ status, stderr }).toEqual({ status: 2, stderr: 'Nobody is signed in: run az login first.\n' });
  });

  test('a machine without the Azure CLI is told apart', async () => {
    const empty = mkdtempSync(join(folder, 'empty-'));
    const { status, stderr } = await doctor.run(azure, store(), { environment: { PATH: empty } });
    expect(status).toBe(2);
    expect(stderr).toMatch(/^No Azure CLI and no azd was found/);
  });

  test('AZURE_TOKEN_CREDENTIALS chooses another one, at an authority of its own', async () => {
    const environment = {
      ...anAz('not asked'),
      AZURE_TOKEN_CREDENTIALS: 'EnvironmentCredential',
      AZURE_AUTHORITY_HOST: new URL(azure.urls.issuer).origin,
      AZURE_TENANT_ID: TENANT_ID,
      AZURE_CLIENT_ID: '04b07795-8ddb-461a-bbee-02f9e1bf7b46',
      AZURE_CLIENT_SECRET: 'any',
    };
    const { status, target } = await doctor.report(azure, store(), { environment });
    expect({ status, as: target['looking as'] }).toEqual({ status: 0, as: OPERATOR_OBJECT_ID });
  });

  test('one token a service is fetched, however many clients ask', async () => {
    azure.requests.clear();
    await doctor.report(azure, store());
    expect(azure.requests.count('control', ({ path }) => path === '/az')).toBe(2);
  });
});

test('settings under another label are told, and found when it is named', async () => {
  const { settings } = azure;
  const values = ['endpoint', 'deployment', 'callers', 'resourceId'].map((key) => `realtime:${key}`);
  for (const key of values) settings.set(key, settings.get(key) ?? '', 'staging');
  const unknown = await doctor.report(azure, [...store(), '--label', 'production']);
  expect(unknown.causes).toEqual([expect.objectContaining({ check: 'settings.label' })]);
  const { checks } = await doctor.report(azure, [...store(), '--label', 'staging']);
  expect(checks.find(({ id }) => id === 'settings.label')?.state).toBe('ok');
  for (const key of values) settings.delete(key, 'staging');
});

describe('--before', () => {
  test('says where the model is, until when, how much of it, and that all is ready', async () => {
    const { status, checks } = await doctor.report(azure, ['--before']);
    expect(status).toBe(0);
    expect(checks.map(({ id, state }) => `${id} ${state}`)).toEqual([
      'before.rights ok',
      'before.providers ok',
      'before.regions ok',
      'before.quota ok',
    ]);
    const [, , regions, quota] = checks;
    expect(regions?.detail).toContainEqual(
      expect.stringMatching(
        /^swedencentral: version 2025-12-15 \(GenerallyAvailable\), until \d{4}-\d\d-\d\d, 400 days$/,
      ),
    );
    expect(quota?.detail).toContain('swedencentral: 180 of 200 units free');
  });

  test('each thing that is missing has its command, which mends it', async () => {
    azure.subscription.providers.delete('microsoft.app');
    azure.subscription.roles.remove(
      ({ principalId, role }) => principalId === OPERATOR_OBJECT_ID && role === ROLES.owner.name,
    );
    azure.subscription.roles.put({
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
  });
});

test('the answer to the question that this began with, as it is printed', async () => {
  azure.switches.set('account.deploymentModel', 'gpt-4o');
  azure.switches.set('calls.preflight', 'echo');
  const { stdout } = await doctor.run(azure, [...store(), '--mint']);
  const summary = stdout.slice(stdout.indexOf('Root cause'));
  expect(summary).toBe(
    [
      'Root cause: The deployment gpt-realtime-mini has the base model gpt-4o, which is no realtime model.',
      'Because of it: mint.answer.',
      'If Azure refuses to change the model of a deployment, delete it first: az cognitiveservices account deployment delete -g rg-local -n oai-local --deployment-name gpt-realtime-mini',
      '  az cognitiveservices account deployment create -g rg-local -n oai-local --deployment-name gpt-realtime-mini --model-format OpenAI --model-name gpt-realtime-mini --model-version 2025-12-15 --sku-name GlobalStandard --sku-capacity 20',
      '',
    ].join('\n'),
  );
});
