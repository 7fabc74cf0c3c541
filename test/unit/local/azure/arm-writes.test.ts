/** A write to Resource Manager changes what the mint answers. */

import type { EmulatedAzure } from '../../../../local/azure/emulated-azure.ts';
import {
  ACCOUNT_RESOURCE_ID,
  IDENTITY_OBJECT_ID,
  OPERATOR_OBJECT_ID,
  SUBSCRIPTION_ID,
} from '../../../../local/azure/foundation/directory.ts';
import { defaultVersionOf } from '../../../../local/azure/subscription/model-catalogue.ts';
import { ROLES, roleDefinitionId } from '../../../../local/azure/subscription/role-definitions.ts';
import { startTestAzure } from '../../../support/start-test-azure.ts';
import { askArm, codeOf, VERSION } from './arm-client.ts';
import { aMint, COGNITIVE_SERVICES, identityToken, mint } from './clients.ts';

const DEPLOYMENT = `${ACCOUNT_RESOURCE_ID}/deployments/gpt-realtime-mini`;

let azure: EmulatedAzure;
beforeAll(async () => {
  azure = await startTestAzure();
});
afterEach(() => {
  azure.subscription.reset();
  azure.switches.reset();
});
afterAll(() => azure.stop());

const arm = (method: string, path: string, body?: unknown) => askArm(azure, method, path, { body });
const deploymentOf = (name: string, version: string | undefined, capacity = 20, sku = 'GlobalStandard') => ({
  sku: { name: sku, capacity },
  properties: { model: { format: 'OpenAI', name, ...(version && { version }) } },
});

describe('a write to a deployment', () => {
  const mintCode = async () => {
    const answer = await mint(azure, aMint());
    return answer.status === 200 ? 200 : codeOf(answer);
  };

  test('changes what the mint answers, and ends what the switch has put there', async () => {
    expect(await mintCode()).toBe(200);
    expect((await arm('PUT', DEPLOYMENT + VERSION, deploymentOf('gpt-4o', undefined))).status).toBe(200);
    expect(await mintCode()).toBe('OpperationNotSupported');
    expect((await arm('PUT', DEPLOYMENT + VERSION, deploymentOf('gpt-realtime-mini', undefined))).status).toBe(200);
    azure.switches.set('account.deploymentModel', 'gpt-4o');
    expect(await mintCode()).toBe('OpperationNotSupported');
    expect((await arm('PUT', DEPLOYMENT + VERSION, deploymentOf('gpt-realtime-mini', undefined))).status).toBe(200);
    expect([await mintCode(), azure.switches.get('account.deploymentModel')]).toEqual([200, 'as-deployed']);
    expect(
      JSON.parse((await arm('GET', `${ACCOUNT_RESOURCE_ID}/deployments${VERSION}`)).body).value[0].properties.model
        .name,
    ).toBe('gpt-realtime-mini');
    expect((await arm('DELETE', DEPLOYMENT + VERSION)).status).toBe(200);
    expect(await mintCode()).toBe('DeploymentNotFound');
    expect((await arm('DELETE', DEPLOYMENT + VERSION)).status).toBe(204);
    expect(
      (await arm('PUT', DEPLOYMENT + VERSION, deploymentOf('gpt-realtime', defaultVersionOf('gpt-realtime')))).status,
    ).toBe(201);
    expect(await mintCode()).toBe(200);
  });

  test('counts after five minutes where the switch says so', async () => {
    azure.switches.set('account.propagation', 'five-minutes');
    await arm('DELETE', DEPLOYMENT + VERSION);
    await arm('PUT', DEPLOYMENT + VERSION, deploymentOf('gpt-realtime', undefined));
    expect(await mintCode()).toBe('DeploymentNotFound');
    azure.subscription.age(5 * 60_000);
    expect(await mintCode()).toBe(200);
  });

  test.each([
    ['a model that the region does not offer', deploymentOf('gpt-nine', '1'), 'DeploymentModelNotSupported'],
    ['a version that there is not', deploymentOf('gpt-realtime-mini', '2020-01-01'), 'DeploymentModelNotSupported'],
    [
      'a SKU that the model does not have',
      deploymentOf('gpt-realtime-mini', undefined, 20, 'DataZoneStandard'),
      'InvalidResourceProperties',
    ],
    ['more than the quota has left', deploymentOf('gpt-realtime-mini', undefined, 201), 'InsufficientQuota'],
    ['no body that is one', { sku: {} }, 'InvalidRequestContent'],
  ])('is refused for %s', async (_name, body, code) => {
    const answer = await arm('PUT', DEPLOYMENT + VERSION, body);
    expect([answer.status, codeOf(answer)]).toEqual([400, code]);
    expect(await mintCode()).toBe(200);
  });

  test('may use what its own deployment held before', async () => {
    expect((await arm('PUT', DEPLOYMENT + VERSION, deploymentOf('gpt-realtime-mini', undefined, 200))).status).toBe(
      200,
    );
  });
});

describe('a model that is leaving', () => {
  const NEW = `${ACCOUNT_RESOURCE_ID}/deployments/another`;
  const put = async () => {
    const answer = await arm('PUT', NEW + VERSION, deploymentOf('gpt-realtime-mini', undefined, 1));
    return answer.status < 300 ? [answer.status] : [answer.status, codeOf(answer)];
  };
  const mintStatus = async () => (await mint(azure, aMint())).status;
  const forget = () => azure.subscription.deleteDeployment('oai-local', 'gpt-realtime-mini');

  test('can be deployed again by a subscription that has it, and by no other', async () => {
    azure.switches.set('account.modelState', 'Deprecating');
    expect((await put())[0]).toBe(201);
    azure.subscription.deleteDeployment('oai-local', 'another');
    expect(await mintStatus()).toBe(200);
    forget();
    expect(await put()).toEqual([400, 'ServiceModelDeprecating']);
  });

  test('that is retired can be deployed by nobody, and its mints are answered 410', async () => {
    azure.switches.set('account.modelState', 'Deprecated');
    expect(await put()).toEqual([400, 'ServiceModelDeprecated']);
    expect(await mintStatus()).toBe(410);
    azure.switches.set('account.modelState', 'as-listed');
    expect((await put())[0]).toBe(201);
    expect(await mintStatus()).toBe(200);
  });

  test('is retired once its day has passed, whatever its state was', async () => {
    const { version = '' } =
      azure.subscription.findAccount('oai-local')?.deployments.get('gpt-realtime-mini')?.model ?? {};
    azure.subscription.models.retire('gpt-realtime-mini', version, 1);
    expect(await mintStatus()).toBe(200);
    azure.subscription.models.retire('gpt-realtime-mini', version, -1);
    expect(await mintStatus()).toBe(410);
  });

  test.each(['Legacy', 'Preview'])('and is %s can be deployed by everybody', async (state) => {
    azure.switches.set('account.modelState', state);
    forget();
    expect((await put())[0]).toBe(201);
  });
});

describe('a write to an account', () => {
  test.each([
    [
      'closes it to networks',
      { networkAcls: { defaultAction: 'Deny' } },
      'Access denied due to Virtual Network/Firewall rules.',
    ],
    ['closes it to the public', { publicNetworkAccess: 'Disabled' }, 'Public access is disabled.'],
  ])('%s, and the mint says so', async (_name, properties, message) => {
    await arm('PATCH', ACCOUNT_RESOURCE_ID + VERSION, { properties });
    const { status, body } = await mint(azure, aMint());
    expect(status).toBe(403);
    expect(body).toContain(message);
  });

  test('lets keys in, and the switch shows it', async () => {
    const headers = { 'api-key': azure.apiKey };
    expect((await mint(azure, aMint(), { headers })).status).toBe(403);
    await arm('PATCH', ACCOUNT_RESOURCE_ID + VERSION, { properties: { disableLocalAuth: false } });
    expect((await mint(azure, aMint(), { headers })).status).toBe(200);
    expect(azure.switches.get('mint.localAuth')).toBe('on');
  });

  test('makes a second one, which answers under this machine’s other name; until then both are the first one’s', async () => {
    const { port } = new URL(azure.urls.openai);
    const token = await identityToken(azure, COGNITIVE_SERVICES);
    const elsewhere = { headers: { authorization: `Bearer ${token}`, host: `localhost:${port}` } };
    expect((await mint(azure, aMint(), elsewhere)).status).toBe(200);
    const id = ACCOUNT_RESOURCE_ID.replace(/[^/]+$/, 'oai-second');
    const body = { kind: 'OpenAI', location: 'eastus2', properties: { customSubDomainName: 'oai-second' } };
    const made = JSON.parse((await arm('PUT', id + VERSION, body)).body);
    expect(made.properties.endpoint).toBe(`${azure.urls.openai.replace('127.0.0.1', 'localhost')}/`);
    expect(JSON.parse((await arm('GET', ACCOUNT_RESOURCE_ID + VERSION)).body).properties.endpoint).toBe(
      `${azure.urls.openai}/`,
    );
    // The identity has no role there.
    expect((await mint(azure, aMint(), elsewhere)).status).toBe(401);
    expect((await mint(azure, aMint())).status).toBe(200);
  });
});

describe('a role', () => {
  const scopes = [ACCOUNT_RESOURCE_ID, `/subscriptions/${SUBSCRIPTION_ID}`];
  const assignmentsOf = async (scope: string, filter: string): Promise<unknown[]> => {
    const path = `${scope}/providers/Microsoft.Authorization/roleAssignments?api-version=2022-04-01&$filter=${encodeURIComponent(filter)}`;
    return JSON.parse((await arm('GET', path)).body).value;
  };

  test.each(scopes)('at %s lets the identity mint, and its removal does not', async (scope) => {
    azure.subscription.roles.remove(({ principalId }) => principalId === IDENTITY_OBJECT_ID);
    const refused = await mint(azure, aMint());
    expect([refused.status, codeOf(refused)]).toEqual([401, 'PermissionDenied']);
    expect(refused.body).toContain(IDENTITY_OBJECT_ID);
    const name = '00000000-0000-4000-8000-000000000001';
    const path = `${scope}/providers/Microsoft.Authorization/roleAssignments/${name}?api-version=2022-04-01`;
    const properties = { roleDefinitionId: roleDefinitionId(ROLES.openAiUser.name), principalId: IDENTITY_OBJECT_ID };
    expect((await arm('PUT', path, { properties })).status).toBe(201);
    expect((await mint(azure, aMint())).status).toBe(200);
    expect((await arm('DELETE', path)).status).toBe(200);
    expect((await mint(azure, aMint())).status).toBe(401);
  });

  test.each([
    ['Owner', ROLES.owner, ACCOUNT_RESOURCE_ID],
    ['the right role at a project', ROLES.openAiUser, `${ACCOUNT_RESOURCE_ID}/projects/voice`],
    ['the right role at an account with a longer name', ROLES.openAiUser, `${ACCOUNT_RESOURCE_ID}-2`],
  ])('%s does not let it mint', async (_name, { name: role }, scope) => {
    azure.subscription.roles.remove(({ principalId }) => principalId === IDENTITY_OBJECT_ID);
    azure.subscription.roles.put({
      role,
      scope,
      principalId: IDENTITY_OBJECT_ID,
      principalType: 'User',
      createdOnEpochMs: 0,
    });
    expect((await mint(azure, aMint())).status).toBe(401);
  });

  test('is listed at, above and below a scope for a principal, and only at and above with atScope()', async () => {
    const below = { scope: `${ACCOUNT_RESOURCE_ID}/projects/voice`, principalId: OPERATOR_OBJECT_ID };
    azure.subscription.roles.put({ ...below, role: ROLES.openAiUser.name, principalType: 'User', createdOnEpochMs: 0 });
    expect(await assignmentsOf(ACCOUNT_RESOURCE_ID, `principalId eq '${OPERATOR_OBJECT_ID}'`)).toHaveLength(3);
    expect(await assignmentsOf(ACCOUNT_RESOURCE_ID, 'atScope()')).toHaveLength(3);
  });
});
