/** Resource Manager: who may ask, what it refuses, queries and pages. */

import type { EmulatedAzure } from '../../../../local/azure/emulated-azure.ts';
import {
  ACCOUNT_NAME,
  ACCOUNT_RESOURCE_ID,
  OPERATOR_OBJECT_ID,
  STORE_RESOURCE_ID,
} from '../../../../local/azure/foundation/directory.ts';
import { ROLES } from '../../../../local/azure/subscription/role-definitions.ts';
import { startTestAzure } from '../../../support/start-test-azure.ts';
import { askArm, codeOf, operatorToken, runAz, VERSION } from './arm-client.ts';
import { identityToken, send } from './clients.ts';

let azure: EmulatedAzure;
beforeAll(async () => {
  azure = await startTestAzure();
});
afterEach(() => {
  azure.subscription.reset();
  azure.switches.reset();
});
afterAll(() => azure.stop());

const arm = (method: string, path: string, body?: unknown, token?: string) =>
  askArm(azure, method, path, { body, ...(token !== undefined && { token }) });

describe('a request', () => {
  test('needs a token for Resource Manager, of this machine', async () => {
    const { status, headers } = await send(azure, `${azure.urls.arm}${ACCOUNT_RESOURCE_ID}${VERSION}`);
    expect([status, headers['www-authenticate']]).toEqual([401, 'Bearer']);
    const other = await identityToken(azure, 'https://cognitiveservices.azure.com');
    expect(codeOf(await arm('GET', ACCOUNT_RESOURCE_ID + VERSION, undefined, other))).toBe(
      'InvalidAuthenticationTokenAudience',
    );
    expect((await arm('GET', ACCOUNT_RESOURCE_ID + VERSION, undefined, 'x.y.z')).status).toBe(401);
    const own = await operatorToken(azure, azure.urls.arm);
    expect((await arm('GET', ACCOUNT_RESOURCE_ID + VERSION, undefined, own)).status).toBe(200);
  });

  test('needs an api-version, a resource that is there, and a role that allows it', async () => {
    expect(codeOf(await arm('GET', ACCOUNT_RESOURCE_ID))).toBe('MissingApiVersionParameter');
    expect(codeOf(await arm('GET', `${ACCOUNT_RESOURCE_ID}-2${VERSION}`))).toBe('ResourceNotFound');
    azure.subscription.roles.remove(
      ({ principalId, role }) => principalId === OPERATOR_OBJECT_ID && role === ROLES.owner.name,
    );
    expect(codeOf(await arm('GET', STORE_RESOURCE_ID + VERSION))).toBe('AuthorizationFailed');
    expect(codeOf(await arm('PUT', `${ACCOUNT_RESOURCE_ID}/deployments/d${VERSION}`, {}))).toBe('AuthorizationFailed');
    // OpenAI User may read the account.
    expect((await arm('GET', ACCOUNT_RESOURCE_ID + VERSION)).status).toBe(200);
  });

  test('does not depend on upper and lower case, or on a second slash at the start', async () => {
    for (const path of [
      ACCOUNT_RESOURCE_ID.toLowerCase(),
      ACCOUNT_RESOURCE_ID.toUpperCase(),
      `/${ACCOUNT_RESOURCE_ID}`,
    ]) {
      expect((await arm('GET', path + VERSION)).status).toBe(200);
    }
  });
});

describe('Resource Graph', () => {
  const query = async (text: string) =>
    JSON.parse(
      (await arm('POST', '/providers/Microsoft.ResourceGraph/resources?api-version=2024-04-01', { query: text })).body,
    );

  test('finds a resource whatever the case, and shows the columns that are asked for', async () => {
    const text = `Resources | where type =~ 'MICROSOFT.CognitiveServices/accounts' and properties.customSubDomainName =~ 'OAI-local' | project id, location`;
    expect(await query(text)).toMatchObject({
      totalRecords: 1,
      data: [{ id: ACCOUNT_RESOURCE_ID, location: 'swedencentral' }],
    });
  });

  test('leaves out what the asker may not read, without a word', async () => {
    azure.subscription.roles.remove(
      ({ principalId, role }) => principalId === OPERATOR_OBJECT_ID && role === ROLES.owner.name,
    );
    const { data } = await query(`Resources | where resourceGroup =~ 'rg-local' | project id`);
    expect(data).toEqual([{ id: ACCOUNT_RESOURCE_ID }]);
  });

  test('refuses a query of another form', async () => {
    expect(await query('Resources | summarize count()')).toHaveProperty('error.code', 'BadRequest');
  });
});

test('a list in pages links to the next one', async () => {
  azure.switches.set('arm.pageSize', 3);
  const names: string[] = [];
  let path: string | undefined = `${ACCOUNT_RESOURCE_ID}/deployments${VERSION}`;
  while (path !== undefined) {
    const { value, nextLink }: { value: { name: string }[]; nextLink?: string } = JSON.parse(
      (await arm('GET', path)).body,
    );
    names.push(...value.map(({ name }) => name));
    path = nextLink?.slice(azure.urls.arm.length);
  }
  expect(names).toEqual([...(azure.subscription.findAccount(ACCOUNT_NAME)?.deployments.keys() ?? [])]);
});

test('the az of this machine says so where it does not know a command, and where Azure refuses one', async () => {
  const unknown = await runAz(azure, ['keyvault', 'list', '-g', 'rg-local']);
  expect([unknown.status, unknown.body]).toEqual([
    400,
    "ERROR: 'keyvault list' is misspelled or not recognized by the system: this az knows the commands of Azure CLI 2.91.0 that this project prints, and no others.\n",
  ]);
  const query = ['cognitiveservices', 'account', 'show', '-g', 'rg-local', '-n', 'oai-local', '--query'];
  expect(await runAz(azure, [...query, 'kind'])).toMatchObject({ status: 200, body: 'OpenAI\n' });
  const args =
    'cognitiveservices account deployment create -g rg-local -n oai-none --deployment-name d --model-format OpenAI --model-name m --model-version 1 --sku-name s --sku-capacity 1';
  expect(await runAz(azure, args.split(' '))).toMatchObject({
    status: 400,
    body: expect.stringContaining('ResourceNotFound'),
  });
});

test('its resource update changes what is set and nothing else, of what is there', async () => {
  const idOf = (name: string) => `${ACCOUNT_RESOURCE_ID}/deployments/${name}`;
  const update = (name: string) =>
    runAz(azure, ['resource', 'update', '--ids', idOf(name), '--set', 'sku.capacity=21']);
  const shown = async (name: string) => JSON.parse((await arm('GET', idOf(name) + VERSION)).body);
  const { sku, properties, ...rest } = await shown('gpt-realtime');
  expect(await update('gpt-realtime')).toMatchObject({ status: 200 });
  expect(await shown('gpt-realtime')).toEqual({
    ...rest,
    sku: { ...sku, capacity: 21 },
    properties: { ...properties, currentCapacity: 21 },
  });
  expect(await update('nobody')).toMatchObject({ status: 400, body: expect.stringContaining('ResourceNotFound') });
  expect(await shown('nobody')).toMatchObject({ error: { code: 'ResourceNotFound' } });
});

test.each([
  ['--colour blue', 'unrecognized arguments: --colour blue'],
  ['stray --sku-capacity 1 2', 'unrecognized arguments: stray 2'],
  ['--subscription 7e0a1b2c-0000-4000-8000-0000000000d2', "d2' doesn't exist in cloud"],
])('it refuses the options that the command does not have, and another subscription: %s', async (more, refusal) => {
  const create =
    'cognitiveservices account deployment create -g rg-local -n oai-local --model-format OpenAI --model-name gpt-realtime --model-version 2025-08-28 --sku-name GlobalStandard --sku-capacity 1 --deployment-name d';
  const { status, body } = await runAz(azure, `${create} ${more}`.split(' '));
  expect({ status, body }).toEqual({ status: 400, body: expect.stringContaining(refusal) });
  expect(await runAz(azure, create.split(' '))).toMatchObject({ status: 200 });
});

test('it writes a setting of its own store only, as its operator, and asks nobody', async () => {
  const write = ['--auth-mode', 'login', '--yes', '--key', 'k', '--value', 'v'];
  const set = (...args: string[]) => runAz(azure, ['appconfig', 'kv', 'set', ...args]);
  const own = ['--endpoint', azure.urls.appConfiguration];
  expect(await set('--endpoint', 'https://other.azconfig.io', ...write)).toMatchObject({ status: 400 });
  expect(await set(...own, ...write.slice(2))).toMatchObject({ status: 400 });
  expect(await set(...own, ...write.filter((word) => word !== '--yes'))).toMatchObject({ status: 400 });
  expect(azure.settings.get('k')).toBeUndefined();
  expect(await set(...own, ...write)).toMatchObject({ status: 200 });
  expect(azure.settings.get('k')).toBe('v');
  azure.settings.delete('k');
});

test('the same grant under another name is refused, and under its own it is the same again', async () => {
  const create = `role assignment create --assignee-object-id 7e0a1b2c-0000-4000-8000-0000000000c1 --assignee-principal-type ServicePrincipal --role 5e0bd9bd-7b93-4f28-af87-19fc36ad61bd --scope ${ACCOUNT_RESOURCE_ID}`;
  const named = (name: string) => runAz(azure, [...create.split(' '), '--name', name]);
  const [own, other] = ['7e0a1b2c-0000-4000-8000-000000000001', '7e0a1b2c-0000-4000-8000-000000000002'];
  expect(await named(own)).toMatchObject({ status: 200 });
  expect(await named(own)).toMatchObject({ status: 200 });
  expect(await named(other)).toMatchObject({ status: 400, body: expect.stringContaining('RoleAssignmentExists') });
});
