/** What the doctor may not read, or gets piece by piece: it says so, and goes on with the rest. */
import { type EmulatedAzure, startAzure } from '../../local/azure/azure.ts';
import {
  ACCOUNT_RESOURCE_ID,
  OPERATOR_OBJECT_ID,
  STORE_RESOURCE_ID,
  SUBSCRIPTION_ID,
} from '../../local/azure/directory.ts';
import { ROLES } from '../../local/azure/subscription/role-definitions.ts';
import { createDoctorCommand, type } from './support/doctor-command.ts';
import { type StandInApp, startStandInApp } from './support/stand-in-app.ts';

jest.setTimeout(30_000);

const doctor = createDoctorCommand();
let azure: EmulatedAzure;
let app: StandInApp;
beforeAll(async () => {
  azure = await startAzure();
  app = await startStandInApp(azure);
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
  doctor.dispose();
});

const store = () => ['--store', azure.urls.appConfiguration];

describe('what may not be read', () => {
  const onlyFor = (scope: string, { name: role }: (typeof ROLES)[keyof typeof ROLES]) => {
    azure.subscription.roles.remove(({ principalId }) => principalId === OPERATOR_OBJECT_ID);
    azure.subscription.roles.put({
      role,
      scope,
      principalId: OPERATOR_OBJECT_ID,
      principalType: 'User',
      createdOnEpochMs: 0,
    });
  };

  test('is skipped and says why, and is no failure', async () => {
    onlyFor(STORE_RESOURCE_ID, ROLES.appConfigurationDataReader);
    const { status, checks } = await doctor.report(azure, [
      ...store(),
      '--app',
      `http://${azure.subscription.site.host}`,
    ]);
    expect(checks.filter(({ state }) => state === 'fail')).toEqual([]);
    expect(checks.find(({ id }) => id === 'resource.keys')).toEqual({
      id: 'resource.keys',
      state: 'skipped',
      say: 'you may not read the account oai-local (AuthorizationFailed)',
    });
    expect(checks.find(({ id }) => id === 'settings.valid')?.state).toBe('ok');
    expect(status).toBe(0);
  });

  test('a role on the account alone does not reach the region’s models and quota', async () => {
    onlyFor(ACCOUNT_RESOURCE_ID, ROLES.openAiUser);
    const { checks } = await doctor.report(azure, store());
    const states = Object.fromEntries(checks.map(({ id, state }) => [id, state]));
    expect(states).toMatchObject({ 'deployment.model': 'ok', 'quota.left': 'skipped', 'resource.region': 'skipped' });
  });

  test('a mint that the person may not make says nothing about the app', async () => {
    onlyFor(`/subscriptions/${SUBSCRIPTION_ID}`, ROLES.owner);
    const { checks } = await doctor.report(azure, [...store(), '--mint']);
    const mint = checks.find(({ id }) => id === 'mint.answer');
    expect(mint).toMatchObject({ state: 'skipped', say: expect.stringContaining('you lack the data role') });
    for (const command of mint?.mend?.run ?? []) expect(await type(azure, command)).toMatchObject({ status: 0 });
    const again = await doctor.report(azure, [...store(), '--mint']);
    expect(again.checks.find(({ id }) => id === 'mint.answer')).toMatchObject({ state: 'ok' });
  });

  test('settings that may not be read come with the command that lets one read them', async () => {
    azure.switches.set('appConfiguration.status', '403');
    const { checks, causes } = await doctor.report(azure, store());
    expect(causes).toEqual([]);
    expect(checks.find(({ id }) => id === 'settings.read')).toMatchObject({
      state: 'skipped',
      mend: { run: [expect.stringMatching(/^az role assignment create .*516239f1-.* --scope .*configurationStores/)] },
    });
  });

  test('Resource Manager that fails is skipped, and the rest goes on', async () => {
    azure.switches.set('arm.status', '503');
    const { checks, status } = await doctor.report(azure, store());
    expect(checks.find(({ id }) => id === 'settings.valid')?.state).toBe('ok');
    expect(checks.find(({ id }) => id === 'resource.found')).toMatchObject({
      state: 'skipped',
      say: expect.stringMatching(/503/),
    });
    expect(status).toBe(0);
  });
});

test('lists that come in pages are read to their end', async () => {
  azure.switches.set('arm.pageSize', 1);
  azure.switches.set('calls.preflight', 'echo');
  const { checks } = await doctor.report(azure, ['--group', 'rg-local']);
  expect(checks.filter(({ state }) => state !== 'ok').map(({ id }) => id)).toEqual(['mint.answer']);
});
