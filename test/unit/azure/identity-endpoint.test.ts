/** The real SDK against a real server that plays the identity endpoint of App Service. */
import { randomUUID } from 'node:crypto';
import type { TokenCredential } from '@azure/identity';
import { createCredential } from '../../../src/azure/credential.ts';
import { createHttpClient } from '../../../src/azure/http-client.ts';
import { createIdentityEndpoint } from '../../../src/azure/identity-endpoint.ts';
import { TOKEN_SCOPES } from '../../../src/lib/clouds.ts';
import { createUpstreamTokens } from '../../../src/realtime/upstream-token.ts';
import { aClock } from '../../support/clock.ts';
import { json, type LoopbackServer, type Respond, startLoopbackServer, text } from '../../support/loopback-server.ts';
import { aLog } from '../../support/recording-log.ts';

const [SCOPE] = TOKEN_SCOPES;
const VARIABLES = ['IDENTITY_ENDPOINT', 'IDENTITY_HEADER'] as const;
const before = VARIABLES.map((name) => process.env[name]);

let endpoint: LoopbackServer;
/** What was asked before the test. */
let asked: number;
// One for all tests: MSAL reads the variables once in the life of a process.
beforeAll(async () => {
  endpoint = await startLoopbackServer();
  process.env['IDENTITY_ENDPOINT'] = `${endpoint.origin}/msi/token`;
  process.env['IDENTITY_HEADER'] = 'secret';
});
afterAll(async () => {
  await endpoint.close();
  VARIABLES.forEach((name, index) => {
    if (before[index] === undefined) delete process.env[name];
    else process.env[name] = before[index];
  });
});
beforeEach(() => {
  asked = endpoint.requests.length;
});

function aToken(): Respond {
  const expires_on = String(Math.floor(Date.now() / 1_000) + 86_400);
  return json(200, { access_token: 'identity-token', expires_on, resource: 'x', token_type: 'Bearer' });
}

/** What the endpoint asks for beside its refusal. */
function refusal(status: number, headers: Readonly<Record<string, string>> = {}): Respond {
  return json(status, { statusCode: status, message: 'no' }, headers);
}

const identityEndpoint = createIdentityEndpoint({ send: createHttpClient(), now: aClock().now });
/** Another identity each time: MSAL keeps tokens for the whole process. */
function aCredential(): TokenCredential {
  return createCredential({ hasManagedIdentity: true, clientId: randomUUID(), endpoint: identityEndpoint });
}

describe('the managed identity', () => {
  test('is asked as App Service documents it, and gives its token', async () => {
    endpoint.answers(aToken());
    expect(await aCredential().getToken(SCOPE)).toMatchObject({ token: 'identity-token' });
    const [{ path = '', headers } = { headers: {} }] = endpoint.requests.slice(asked);
    const query = new URL(path, endpoint.origin).searchParams;
    expect([query.get('resource'), query.get('api-version'), query.get('client_id')]).toEqual([
      'https://cognitiveservices.azure.com',
      '2019-08-01',
      expect.stringMatching(/^[0-9a-f-]{36}$/),
    ]);
    expect(headers).toMatchObject({ 'x-identity-header': 'secret' });
  });

  test.each([
    ['answers 500', refusal(500)],
    ['ends the connection', ((response) => response.destroy()) as Respond],
  ])('serves a cold caller whose endpoint %s for a moment', async (_what, momentary) => {
    endpoint.answers(momentary, aToken());
    expect(await aCredential().getToken(SCOPE)).toMatchObject({ token: 'identity-token' });
    expect(endpoint.requests.slice(asked)).toHaveLength(2);
  });

  test('is asked twice and no more when it stays so', async () => {
    endpoint.answers(refusal(500));
    await expect(aCredential().getToken(SCOPE)).rejects.toMatchObject({ name: 'CredentialUnavailableError' });
    expect(endpoint.requests.slice(asked)).toHaveLength(2);
  });

  test.each([
    [400, {}],
    [429, {}],
    [429, { 'Retry-After': '20' }],
    [503, { 'Retry-After': '20' }],
  ])('that answers %d with %j is not asked again by itself', async (status, headers) => {
    endpoint.answers(refusal(status, headers));
    await expect(aCredential().getToken(SCOPE)).rejects.toMatchObject({ name: 'CredentialUnavailableError' });
    expect(endpoint.requests.slice(asked)).toHaveLength(1);
  });

  test.each<[number, string, string | undefined]>([
    [400, 'Bad Request', undefined],
    [403, 'RBAC: access denied', 'endpoint-refused'],
    [302, '', undefined],
  ])('that answers %d with %j was reached, and the operator reads its status', async (status, words, failure) => {
    endpoint.answers(text(status, words));
    const tokens = createUpstreamTokens({ credential: aCredential(), now: aClock().now, log: aLog() });
    expect(await tokens[SCOPE].get()).toMatchObject({ error: { status, failure } });
  });

  test('that answers nothing was not reached, whatever it answered before', async () => {
    endpoint.answers(text(403, 'RBAC: access denied'), (response) => response.destroy());
    const tokens = createUpstreamTokens({ credential: aCredential(), now: aClock().now, log: aLog() });
    expect(await tokens[SCOPE].get()).toMatchObject({ error: { status: 403 } });
    const others = createUpstreamTokens({ credential: aCredential(), now: aClock().now, log: aLog() });
    expect(await others[SCOPE].get()).toMatchObject({ error: { status: undefined, failure: 'endpoint-unreachable' } });
  });

  test.each([429, 503])('that answers %d is left alone for as long as it asks, then serves', async (status) => {
    endpoint.answers(refusal(status, { 'Retry-After': '20' }), aToken());
    const clock = aClock();
    const tokens = createUpstreamTokens({ credential: aCredential(), now: clock.now, log: aLog() });
    expect(await tokens[SCOPE].get()).toMatchObject({ error: { askedToWaitMs: 20_000 } });
    clock.advance(19_999);
    expect(await tokens[SCOPE].get()).toMatchObject({ ok: false });
    expect(endpoint.requests.slice(asked)).toHaveLength(1);
    clock.advance(1);
    expect(await tokens[SCOPE].get()).toMatchObject({ ok: true });
  });
});
