/** The managed identity endpoint: the wire form of App Service, and the real SDK on it. */
import { ManagedIdentityCredential } from '@azure/identity';
import { decodeJwt } from 'jose';
import type { EmulatedAzure } from '../../../../local/azure/emulated-azure.ts';
import { IDENTITY_ERRORS } from '../../../../local/azure/identity/identity-errors.ts';
import { startTestAzure } from '../../../support/start-test-azure.ts';
import { askIdentity, COGNITIVE_SERVICES } from './clients.ts';

let azure: EmulatedAzure;
beforeAll(async () => {
  azure = await startTestAzure();
});
afterEach(() => azure.switches.reset());
afterAll(() => azure.stop());

const aQuery = (changes: Record<string, string> = {}) => ({
  'api-version': '2019-08-01',
  resource: COGNITIVE_SERVICES,
  client_id: azure.environment['AZURE_CLIENT_ID'] ?? '',
  ...changes,
});

test('the answer has the documented members, and expires_on is a string of epoch seconds', async () => {
  const { status, body } = await askIdentity(azure, aQuery());
  const answer = JSON.parse(body);
  expect(status).toBe(200);
  expect(answer).toEqual({
    access_token: expect.any(String),
    expires_on: expect.stringMatching(/^\d{10}$/),
    resource: COGNITIVE_SERVICES,
    token_type: 'Bearer',
    client_id: azure.environment['AZURE_CLIENT_ID'],
  });
  expect(decodeJwt(answer.access_token)).toMatchObject({
    aud: COGNITIVE_SERVICES,
    appid: answer.client_id,
    oid: expect.any(String),
    tid: expect.any(String),
    exp: Number(answer.expires_on),
  });
});

test('without the right x-identity-header there is no token', async () => {
  expect((await askIdentity(azure, aQuery(), {})).status).toBe(401);
  expect((await askIdentity(azure, aQuery(), { 'x-identity-header': 'guessed' })).status).toBe(401);
});

test.each([
  { client_id: '00000000-0000-0000-0000-000000000000' },
  { client_id: '' },
  { resource: '' },
  { 'api-version': '2018-02-01' },
])('%j is refused with 400', async (change) => {
  expect((await askIdentity(azure, aQuery(change))).status).toBe(400);
});

test('an identity that the app has not, and none at all, are refused in the words that were reported', async () => {
  const saidTo = async (client_id: string) => JSON.parse((await askIdentity(azure, aQuery({ client_id }))).body);
  expect(await saidTo('00000000-0000-0000-0000-000000000000')).toEqual({
    statusCode: 400,
    message: IDENTITY_ERRORS['no-such-identity'].message,
    correlationId: expect.any(String),
  });
  expect((await saidTo('')).message).toBe(IDENTITY_ERRORS['identity-not-named'].message);
});

test.each(Object.entries(IDENTITY_ERRORS))('the switch brings about %s', async (name, { status, message }) => {
  azure.switches.set('identity.error', { value: name, times: 1 });
  const answer = await askIdentity(azure, aQuery());
  expect([answer.status, JSON.parse(answer.body)]).toEqual([
    status,
    typeof message === 'string' ? expect.objectContaining({ statusCode: status, message }) : message,
  ]);
  expect((await askIdentity(azure, aQuery())).status).toBe(200);
});

test.each([400, 429, 500])('the switch makes it answer %d once and then as before', async (value) => {
  azure.switches.set('identity.status', { value, times: 1 });
  expect((await askIdentity(azure, aQuery())).status).toBe(value);
  expect((await askIdentity(azure, aQuery())).status).toBe(200);
});

test('down refuses connections, up again takes them, without a restart', async () => {
  azure.switches.set('identity.down', 'refuse');
  await expect(askIdentity(azure, aQuery())).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  azure.switches.set('identity.down', 'off');
  expect((await askIdentity(azure, aQuery())).status).toBe(200);
  azure.switches.set('identity.down', { value: 'reset', times: 1 });
  await expect(askIdentity(azure, aQuery())).rejects.toMatchObject({ code: 'ECONNRESET' });
  expect((await askIdentity(azure, aQuery())).status).toBe(200);
});

test('a delayed answer comes, and a client that leaves keeps nothing open', async () => {
  azure.switches.set('identity.delayMs', { value: 1, times: 1 });
  expect((await askIdentity(azure, aQuery())).status).toBe(200);
});

test('the real ManagedIdentityCredential takes its token', async () => {
  const environment = jest.replaceProperty(process, 'env', { ...process.env, ...azure.environment });
  try {
    const credential = new ManagedIdentityCredential({ clientId: azure.environment['AZURE_CLIENT_ID'] ?? '' });
    const token = await credential.getToken(`${COGNITIVE_SERVICES}/.default`);
    expect(decodeJwt(token.token).aud).toBe(COGNITIVE_SERVICES);
  } finally {
    environment.restore();
  }
});
