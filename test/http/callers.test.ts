/** Who is served: every way to be refused, each beside its neighbour that is let in. */
import { API_CLIENT_ID, API_ROLE, API_SCOPE, CALLER_OBJECT_ID } from '../../local/azure/foundation/directory.ts';
import { createSigningKey } from '../../local/azure/foundation/signing-key.ts';
import { keyPairs } from '../support/key-pairs.ts';
import { type Answer, type System, startSystem } from './system.ts';

let system: System;
beforeAll(async () => {
  system = await startSystem();
});
afterAll(() => system.stop());

const MINT = '/api/realtime/client_secrets';

/** The real time, in which the app lives while nobody advances it; jest's Date stands still. */
function nowSeconds(): number {
  return Math.floor((performance.timeOrigin + performance.now()) / 1_000);
}

async function asked(...bent: Parameters<System['bearer']>): Promise<Answer> {
  return system.mint({ headers: await system.bearer(...bent) });
}

/** Refused, told so as RFC 6750 says, and no secret was made. */
async function refused(headers: Readonly<Record<string, string>>, status: number): Promise<Answer> {
  const before = system.azure.requests.count('openai');
  const answer = await system.mint({ headers });
  expect(system.azure.requests.count('openai')).toBe(before);
  expect(answer.status).toBe(status);
  expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer realm="[^"]+"/);
  return answer;
}

async function callerOf(answer: Answer): Promise<unknown> {
  expect(answer).toMatchObject({ status: 200 });
  return (await system.mintLine(answer))['caller'];
}

describe('without a bearer token', () => {
  test.each<[string, Readonly<Record<string, string>>]>([
    ['no Authorization header', {}],
    ['an empty one', { Authorization: '' }],
    ['Basic credentials', { Authorization: 'Basic dXNlcjpwYXNz' }],
    ['a scheme that only begins like Bearer', { Authorization: 'BearerX abc' }],
    ['an api-key', { 'api-key': 'secret' }],
    ['a function key', { 'x-functions-key': 'secret' }],
    ['a cookie', { Cookie: 'access_token=abc' }],
  ])('%s is 401 with a challenge that has no error attribute', async (_what, headers) => {
    const { headers: answered, json } = await refused(headers, 401);
    expect(json).toMatchObject({ code: 'token_missing', error: { type: 'authentication_error' } });
    expect(answered.get('www-authenticate')).not.toContain('error');
  });

  test('a good token in the query string counts for nothing', async () => {
    const token = await system.azure.callerToken();
    const answer = await system.request(`${MINT}?access_token=${token}&token=${token}`, { method: 'POST' });
    expect(answer).toMatchObject({ status: 401, json: { code: 'token_missing' } });
  });
});

describe('a bad token', () => {
  const foreignKey = createSigningKey(keyPairs(8));

  test.each<[string, Parameters<System['bearer']>]>([
    ['of another issuer', [{ iss: 'https://login.example.com/v2.0' }]],
    ['without an issuer', [{ iss: undefined }]],
    ['for another audience', [{ aud: '7e0a1b2c-0000-4000-8000-0000000000ff' }]],
    ['without an audience', [{ aud: undefined }]],
    ['without an expiry', [{ exp: undefined }]],
    ['with an expiry that is no number', [{ exp: 'tomorrow' }]],
    ['without a subject', [{ sub: undefined }]],
    ['that is not valid yet', [{ nbf: 4_102_444_800 }]],
    ['with the algorithm none', [{}, { alg: 'none' }]],
    ['signed symmetrically with the public key', [{}, { alg: 'HS256' }]],
    ['of an unknown key id', [{}, { kid: 'invented' }]],
    ['with a critical header that nobody knows', [{}, { crit: ['exp2'], exp2: 1 }]],
  ])('%s is 401 invalid_token', async (_what, bent) => {
    const { headers, json } = await refused(await system.bearer(...bent), 401);
    expect(json).toMatchObject({ code: 'token_invalid' });
    expect(headers.get('www-authenticate')).toMatch(/, error="invalid_token", error_description="[^"]+"$/);
  });

  test.each<[string, (good: string, foreign: string) => string]>([
    ['cut short', (good) => good.slice(0, -10)],
    ['without its signature', (good) => good.slice(0, good.lastIndexOf('.') + 1)],
    ['with claims changed after signing', (good) => good.replace(/\.[^.]+\./, `.${encode({ sub: 'admin' })}.`)],
    ['signed by a foreign key under the issuer’s key id', (_good, foreign) => foreign],
    ['that is no token', () => 'not-a-token'],
    ['of two tokens', (good) => `${good} ${good}`],
    ['of 20,000 characters', (good) => good + 'A'.repeat(12_000)],
  ])('%s is 401 invalid_token', async (_what, bend) => {
    const good = await system.azure.callerToken();
    const [header = '', claims = ''] = good.split('.');
    const foreign = foreignKey.sign(decode(claims), { kid: decode(header)['kid'] });
    const { headers } = await refused({ Authorization: `Bearer ${bend(good, foreign)}` }, 401);
    expect(headers.get('www-authenticate')).toContain('error="invalid_token"');
  });

  test('of Microsoft Graph, which nobody else can verify, is refused for its audience, and the log names Graph', async () => {
    const aud = '00000003-0000-0000-c000-000000000000';
    const good = await system.azure.callerToken({ aud }, { nonce: 'n' });
    const Authorization = `Bearer ${good.replace(/[^.]{40}$/, 'A'.repeat(40))}`;
    const answer = await refused({ Authorization }, 401);
    expect(answer.headers.get('www-authenticate')).toContain('error_description="The token is for another audience"');
    expect(answer.text).not.toContain('Graph');
    expect(await system.mintLine(answer)).toMatchObject({
      flaw: 'audience',
      hint: expect.stringContaining('Microsoft Graph') as string,
    });
  });

  test('expired 61 s ago is 401, and one within the tolerance of 60 s is served', async () => {
    await refused(await system.bearer({ exp: nowSeconds() - 61 }), 401);
    // Not 59: the app's clock goes on between this line and the verification.
    expect(await asked({ exp: nowSeconds() - 50 })).toMatchObject({ status: 200 });
  });

  test('valid from 75 s on is 401, and one from within the tolerance on is served', async () => {
    await refused(await system.bearer({ nbf: nowSeconds() + 75 }), 401);
    expect(await asked({ nbf: nowSeconds() + 55 })).toMatchObject({ status: 200 });
  });
});

describe('permission', () => {
  test.each([
    ['another scope', { scp: 'User.Read' }],
    ['a scope that only begins like ours', { scp: `${API_SCOPE}.read` }],
    ['our scope in other letters', { scp: API_SCOPE.toUpperCase() }],
    ['no scope and no role', { scp: undefined }],
    ['app-only without the role', { scp: undefined, idtyp: 'app' }],
    ['app-only with another role', { scp: undefined, idtyp: 'app', roles: ['Realtime.Read'] }],
    ['a person’s role without a scope, as an ID token has it', { scp: undefined, roles: [API_ROLE] }],
    ['a person’s role beside another scope', { scp: 'User.Read', roles: [API_ROLE] }],
  ])('%s is 403 with a challenge that names the scope', async (_what, claims) => {
    const { headers, json } = await refused(await system.bearer(claims), 403);
    expect(json).toMatchObject({ code: 'insufficient_scope', error: { type: 'permission_error' } });
    expect(headers.get('www-authenticate')).toMatch(`error="insufficient_scope", scope="${API_SCOPE}"`);
  });

  test('an app without the role is told of role and consent, and the log has what it is and what it carries', async () => {
    const roles = [...Array.from({ length: 40 }, (_, index) => `Role.${index}`), 'a "quoted" one'].reverse();
    const answer = await refused(await system.bearer({ scp: undefined, idtyp: 'app', roles }), 403);
    expect(answer.json['detail']).toMatch(
      /administrator assigns the role Realtime\.Mint of this API to the app and consents/,
    );
    const line = await system.mintLine(answer);
    expect(line).toMatchObject({ kind: 'app-only', scope: API_SCOPE, role: API_ROLE, scopes: [] });
    expect(line['roles']).toEqual(Array.from({ length: 10 }, (_, index) => `Role.${39 - index}`));
  });

  test.each([
    ['the scope among others', { scp: `User.Read ${API_SCOPE} email` }],
    ['app-only with the role', { scp: undefined, idtyp: 'app', roles: ['Other', API_ROLE] }],
    ['app-only by its subject, with the role', { scp: undefined, sub: CALLER_OBJECT_ID, roles: [API_ROLE] }],
    ['the audience in its api:// form', { aud: `api://${API_CLIENT_ID}` }],
    ['the audience among others', { aud: ['https://other.example', API_CLIENT_ID] }],
  ])('%s is served', async (_what, claims) => {
    expect(await asked(claims)).toMatchObject({ status: 200 });
  });

  test.each(['bearer', 'BEARER', 'Bearer '])('a good token is served after the scheme written %j', async (scheme) => {
    const Authorization = `${scheme} ${await system.azure.callerToken()}`;
    expect(await system.mint({ headers: { Authorization } })).toMatchObject({ status: 200 });
  });
});

describe('Easy Auth headers, which anybody can send', () => {
  const principal = { auth_typ: 'aad', claims: [{ typ: 'roles', val: API_ROLE }], name_typ: 'name', role_typ: 'roles' };
  const forged: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
    ['a well-formed principal', { 'x-ms-client-principal': Buffer.from(JSON.stringify(principal)).toString('base64') }],
    ['a principal that is not base64', { 'x-ms-client-principal': '%%%' }],
    ['a principal that is not JSON', { 'x-ms-client-principal': Buffer.from('{').toString('base64') }],
    ['a principal that is null', { 'x-ms-client-principal': Buffer.from('null').toString('base64') }],
    [
      'a principal of claims that are none',
      { 'x-ms-client-principal': Buffer.from('{"claims":7}').toString('base64') },
    ],
    ['an empty principal', { 'x-ms-client-principal': '' }],
    [
      'the id and name of a principal',
      { 'x-ms-client-principal-id': CALLER_OBJECT_ID, 'x-ms-client-principal-name': 'a' },
    ],
    ['a token of Easy Auth', { 'x-ms-client-principal-idp': 'aad', 'x-ms-token-aad-access-token': 'abc' }],
  ];

  test.each(forged)('%s is not believed', async (_what, headers) => {
    expect((await refused(headers, 401)).json).toMatchObject({ code: 'token_missing' });
  });

  test.each(forged)(
    '%s does not harm a caller with a good token, and does not change who they are',
    async (_what, headers) => {
      const plain = await callerOf(await asked());
      expect(await callerOf(await system.mint({ headers: { ...(await system.bearer()), ...headers } }))).toBe(plain);
    },
  );
});

describe('a caller’s pseudonym', () => {
  test('is the same across requests and applications', async () => {
    const first = await callerOf(await asked());
    expect(first).toMatch(/^[0-9a-f]{32}$/);
    expect(await callerOf(await asked({ azp: 'another-app' }))).toBe(first);
  });

  test('is another for another subject', async () => {
    expect(await callerOf(await asked({ sub: 'somebody else' }))).not.toBe(await callerOf(await asked()));
  });

  test('is not changed by invented X-Forwarded-For values', async () => {
    const headers = {
      ...(await system.bearer()),
      'X-Forwarded-For': '203.0.113.7, 10.0.0.1',
      Forwarded: 'for=1.2.3.4',
    };
    expect(await callerOf(await system.mint({ headers }))).toBe(await callerOf(await asked()));
  });

  test('holds nothing of the person in the log', async () => {
    await callerOf(await asked());
    expect(system.host.output()).not.toContain(CALLER_OBJECT_ID);
  });
});

function encode(claims: object): string {
  return Buffer.from(JSON.stringify(claims)).toString('base64url');
}

function decode(half: string): Readonly<Record<string, unknown>> {
  return JSON.parse(Buffer.from(half, 'base64url').toString('utf8')) as Readonly<Record<string, unknown>>;
}
