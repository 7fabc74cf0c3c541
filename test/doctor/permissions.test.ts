/** What the doctor may not read, or gets piece by piece: it says so, and goes on with the rest. */

import type { EmulatedAzure } from '../../local/azure/emulated-azure.ts';
import {
  ACCOUNT_RESOURCE_ID,
  OPERATOR_OBJECT_ID,
  STORE_RESOURCE_ID,
  SUBSCRIPTION_ID,
  toResourceId,
} from '../../local/azure/foundation/directory.ts';
import { ROLES, type RoleDefinition } from '../../local/azure/subscription/role-definitions.ts';
import { type } from './support/doctor-command.ts';
import { createDoctor } from './support/doctor-visits.ts';
import { store, withAzure } from './support/with-azure.ts';

const doctor = createDoctor();
afterAll(() => doctor.dispose());

/** The operator has this role at this scope, and no other. */
function onlyFor({ subscription }: EmulatedAzure, scope: string, { name: role }: RoleDefinition): void {
  subscription.roles.remove(({ principalId }) => principalId === OPERATOR_OBJECT_ID);
  const operator = { principalId: OPERATOR_OBJECT_ID, principalType: 'User' };
  subscription.roles.put({ role, scope, ...operator, createdOnEpochMs: 0 });
}

test.concurrent('what may not be read is skipped and says why, and is no failure', () =>
  withAzure(async (azure) => {
    onlyFor(azure, STORE_RESOURCE_ID, ROLES.appConfigurationDataReader);
    const app = `http://${azure.subscription.site.host}`;
    const { status, checks } = await doctor.report(azure, [...store(azure), '--app', app]);
    expect(checks.filter(({ state }) => state === 'fail')).toEqual([]);
    expect(checks.find(({ id }) => id === 'resource.keys')).toEqual({
      id: 'resource.keys',
      state: 'skipped',
      say: 'you may not read the account oai-local (AuthorizationFailed)',
    });
    expect(checks.find(({ id }) => id === 'settings.valid')?.state).toBe('ok');
    expect(status).toBe(2);
  }));

test.concurrent('a role on the account alone does not reach the region’s models and quota', () =>
  withAzure(async (azure) => {
    onlyFor(azure, ACCOUNT_RESOURCE_ID, ROLES.openAiUser);
    const { checks } = await doctor.report(azure, store(azure));
    const states = Object.fromEntries(checks.map(({ id, state }) => [id, state]));
    expect(states).toMatchObject({ 'deployment.model': 'ok', 'quota.left': 'skipped', 'resource.region': 'skipped' });
  }));

test.concurrent('a mint that the person may not make says nothing about the app', () =>
  withAzure(async (azure) => {
    onlyFor(azure, `/subscriptions/${SUBSCRIPTION_ID}`, ROLES.owner);
    const look = async () => {
      const [mint] = (await doctor.report(azure, [...store(azure), '--mint', '--only', 'mint.answer'])).checks;
      return mint;
    };
    const mint = await look();
    expect(mint).toMatchObject({ state: 'skipped', say: expect.stringContaining('you lack the data role') });
    for (const command of mint?.mend?.run ?? []) expect(await type(azure, command)).toMatchObject({ status: 0 });
    expect(await look()).toMatchObject({ state: 'ok' });
  }));

test.concurrent('settings that may not be read come with the command that lets one read them', () =>
  withAzure(async (azure) => {
    azure.switches.set('appConfiguration.status', '403');
    const { checks, causes } = await doctor.report(azure, store(azure));
    expect(causes).toEqual([]);
    expect(checks.find(({ id }) => id === 'settings.read')).toMatchObject({
      state: 'skipped',
      mend: { run: [expect.stringMatching(/^az role assignment create .*516239f1-.* --scope .*configurationStores/)] },
    });
  }));

test.concurrent('Resource Manager that fails is skipped, and the rest goes on', () =>
  withAzure(async (azure) => {
    azure.switches.set('arm.status', '503');
    const { checks, status } = await doctor.report(azure, store(azure));
    expect(checks.find(({ id }) => id === 'settings.valid')?.state).toBe('ok');
    expect(checks.find(({ id }) => id === 'resource.found')).toMatchObject({
      state: 'skipped',
      say: expect.stringMatching(/503/),
    });
    expect(status).toBe(2);
  }));

test.concurrent('Resource Manager that asks to wait is told with its wait, and nobody waits for it', () =>
  withAzure(async (azure) => {
    azure.switches.set('arm.status', '429');
    azure.switches.set('arm.retryAfterSeconds', 17);
    const { checks, status } = await doctor.report(azure, store(azure));
    expect(status).toBe(2);
    expect(checks.find(({ id }) => id === 'resource.found')).toMatchObject({
      state: 'skipped',
      say: 'reading the account oai-local got the answer 429 (SwitchedFailure), with a wait of 17 s',
    });
    azure.switches.set('arm.status', '200');
    azure.switches.set('arm.status', { value: '429', times: 1 });
    azure.switches.set('arm.retryAfterSeconds', 0);
    expect((await doctor.report(azure, store(azure))).status).toBe(0);
  }));

test.concurrent('lists that come in pages are read to their end', () =>
  withAzure(async (azure) => {
    azure.switches.set('arm.pageSize', 1);
    azure.switches.set('calls.preflight', 'echo');
    const { checks } = await doctor.report(azure, ['--group', 'rg-local']);
    expect(checks.filter(({ state }) => state !== 'ok').map(({ id }) => id)).toEqual(['mint.answer', 'callers.mint']);
  }));

test.concurrent('settings under another label are told, and found when it is named', () =>
  withAzure(async (azure) => {
    const { settings } = azure;
    for (const key of ['endpoint', 'deployment', 'callers', 'resourceId'].map((name) => `realtime:${name}`)) {
      settings.set(key, settings.get(key) ?? '', 'staging');
      settings.delete(key);
    }
    settings.delete('realtime:cors:origins');
    settings.delete('realtime:quota');
    const unnamed = await doctor.report(azure, store(azure));
    expect(unnamed.warnings).toEqual([
      expect.objectContaining({
        check: 'settings.label',
        mend: expect.objectContaining({ run: [expect.stringMatching(/ --label staging$/)] }),
      }),
    ]);
    const wrong = await doctor.report(azure, [...store(azure), '--label', 'production', '--only', 'settings.label']);
    expect(wrong.causes).toEqual([expect.objectContaining({ check: 'settings.label' })]);
    const named = await doctor.report(azure, [...store(azure), '--label', 'staging', '--only', 'settings.label']);
    expect(named.checks).toEqual([expect.objectContaining({ state: 'ok' })]);
  }));

describe('an app with two identities', () => {
  const SECOND = '7e0a1b2c-0000-4000-8000-0000000000f9';
  /** The one with the roles comes last. */
  const addIdentity = ({ subscription: { site } }: EmulatedAzure): void => {
    const other = toResourceId('Microsoft.ManagedIdentity/userAssignedIdentities', 'id-deploy');
    site.identities = { [other]: { principalId: SECOND, clientId: SECOND }, ...site.identities };
  };

  test.concurrent('is judged by the one that has every role', () =>
    withAzure(async (azure) => {
      addIdentity(azure);
      const { checks } = await doctor.report(azure, store(azure));
      const roles = checks.filter(({ id }) => /^(?:identity|roles)\./.test(id));
      expect(roles.map(({ state }) => state)).toEqual(['ok', 'ok', 'ok', 'ok', 'ok']);
      expect(roles[0]?.say).toMatch(/^The app has 2 identities; id-local .* has every role that is needed\.$/);
    }));

  test.concurrent('is warned where none has, and nothing fails', () =>
    withAzure(async (azure) => {
      addIdentity(azure);
      azure.subscription.roles.remove(({ principalType }) => principalType === 'ServicePrincipal');
      const { warnings, status } = await doctor.report(azure, store(azure));
      expect(status).toBe(0);
      expect(warnings).toContainEqual(
        expect.objectContaining({
          check: 'identity.found',
          explains: ['roles.account', 'roles.store', 'roles.tables', 'roles.blobs'],
        }),
      );
    }));
});

test.concurrent('an account that is gone is one cause, and no role on it is missed', () =>
  withAzure(async (azure) => {
    azure.settings.set('realtime:resourceId', `${ACCOUNT_RESOURCE_ID}-gone`);
    const { causes } = await doctor.report(azure, store(azure));
    expect(causes.map(({ check }) => check)).toEqual(['resource.found']);
  }));
