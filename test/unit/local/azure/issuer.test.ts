/** The OpenID issuer: discovery, keys and callers' tokens, checked as a verifier would. */
import { createLocalJWKSet, decodeJwt, decodeProtectedHeader, jwtVerify } from 'jose';
import type { EmulatedAzure } from '../../../../local/azure/emulated-azure.ts';
import { API_CLIENT_ID } from '../../../../local/azure/foundation/directory.ts';
import { ISSUER_SHAPES } from '../../../../local/azure/issuer/all-issuer-shapes.ts';
import { startTestAzure } from '../../../support/start-test-azure.ts';
import { send } from './clients.ts';

let azure: EmulatedAzure;
beforeAll(async () => {
  azure = await startTestAzure();
});
afterEach(() => azure.switches.reset());
afterAll(() => azure.stop());

const discover = () => send(azure, `${azure.urls.issuer}/.well-known/openid-configuration`);
const discovery = async () => JSON.parse((await discover()).body);
const jwks = async () => send(azure, (await discovery()).jwks_uri);
const verify = async (token: string) =>
  jwtVerify(token, createLocalJWKSet(JSON.parse((await jwks()).body)), {
    issuer: azure.urls.issuer,
    audience: API_CLIENT_ID,
  });

test('discovery names the issuer byte for byte and keys over https', async () => {
  expect(azure.urls.issuer).toMatch(/^https:\/\/localhost:\d+\/[0-9a-f-]{36}\/v2\.0$/);
  const document = await discovery();
  expect(document.issuer).toBe(azure.urls.issuer);
  expect(document.jwks_uri).toMatch(/^https:\/\/localhost:/);
});

test('the key set holds the public half only', async () => {
  const { keys } = JSON.parse((await jwks()).body);
  expect(keys.map((key: object) => Object.keys(key).sort())).toEqual([['alg', 'e', 'kid', 'kty', 'n', 'use']]);
});

test('a caller’s token verifies and looks like one of Entra, version 2', async () => {
  const { payload, protectedHeader } = await verify(await azure.callerToken());
  expect(payload).toMatchObject({ ver: '2.0', scp: 'access_as_user', aud: API_CLIENT_ID, iss: azure.urls.issuer });
  for (const claim of ['sub', 'oid', 'tid', 'azp', 'iat', 'nbf']) expect(payload).toHaveProperty(claim);
  expect(Number(payload.exp) - Number(payload.iat)).toBe(3600);
  expect(protectedHeader).toMatchObject({ alg: 'RS256', typ: 'JWT' });
});

test('claims and header members can be changed, removed and of a wrong type', async () => {
  const token = await azure.callerToken(
    { scp: undefined, roles: ['Realtime.Mint'], idtyp: 'app', aud: `api://${API_CLIENT_ID}`, exp: 'soon' },
    { kid: undefined, typ: 'at+jwt' },
  );
  const [, claims = ''] = token.split('.');
  expect(JSON.parse(Buffer.from(claims, 'base64url').toString())).toMatchObject({
    roles: ['Realtime.Mint'],
    idtyp: 'app',
    exp: 'soon',
  });
  expect(decodeJwt(token)).not.toHaveProperty('scp');
  expect(decodeProtectedHeader(token)).toEqual({ alg: 'RS256', typ: 'at+jwt' });
});

test.each(['none', 'HS256', 'PS256'])('a token that says alg %s does not verify', async (alg) => {
  await expect(verify(await azure.callerToken({}, { alg }))).rejects.toThrow();
});

test('after a rotation the new tokens verify and the old ones do not', async () => {
  const old = await azure.callerToken();
  azure.rotateIssuerKeys();
  await expect(verify(old)).rejects.toThrow();
  await verify(await azure.callerToken());
});

test('discovery can lie, move, fail and be too much', async () => {
  const set = (value: string) => azure.switches.set('issuer.discovery', value);
  set('wrong-issuer');
  expect((await discovery()).issuer).not.toBe(azure.urls.issuer);
  set('http-jwks-uri');
  expect((await discovery()).jwks_uri).toMatch(/^http:/);
  set('redirect');
  const moved = await discover();
  expect(moved.status).toBe(302);
  expect(JSON.parse((await send(azure, String(moved.headers.location))).body).issuer).toBe(azure.urls.issuer);
  set('error');
  expect((await discover()).status).toBe(503);
  set('malformed');
  await expect(discovery()).rejects.toThrow(SyntaxError);
  set('oversize');
  expect((await discover()).body.length).toBeGreaterThan(1_000_000);
});

test('the key set can be unreachable, move, fail and be too much', async () => {
  const set = (value: string) => azure.switches.set('issuer.jwks', value);
  set('reset');
  await expect(jwks()).rejects.toMatchObject({ code: 'ECONNRESET' });
  set('redirect');
  const moved = await jwks();
  expect(moved.status).toBe(302);
  expect(JSON.parse((await send(azure, String(moved.headers.location))).body).keys).toHaveLength(1);
  set('error');
  expect((await jwks()).status).toBe(503);
  set('empty');
  expect((await jwks()).body).toBe('{"keys":[]}');
  set('malformed');
  const { body } = await jwks();
  expect(() => JSON.parse(body)).toThrow(SyntaxError);
  set('oversize');
  expect((await jwks()).body.length).toBeGreaterThan(1_000_000);
});

describe.each(ISSUER_SHAPES.map((shape) => [shape.name, shape] as const))('the shape %s', (name, shape) => {
  const rule = () => JSON.parse(azure.settings.get('realtime:callers') ?? '')[0];

  test('is signed for by the keys that its rule leads to, under the vendor’s own issuer', async () => {
    azure.switches.set('issuer.shape', name);
    const {
      issuer,
      discovery = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`,
      jwks: keySet,
    } = rule();
    const found = keySet === undefined ? JSON.parse((await send(azure, discovery)).body) : { issuer, jwks_uri: keySet };
    expect(found.issuer).toBe(issuer);
    const keys = createLocalJWKSet(JSON.parse((await send(azure, found.jwks_uri)).body));
    const { payload } = await jwtVerify(await azure.callerToken(), keys, { issuer });
    expect(payload).toMatchObject(JSON.parse(JSON.stringify(shape.person)));
  });
});

test('an app’s own keys are not among the tenant’s', async () => {
  azure.switches.set('issuer.shape', 'entra-own-keys');
  await expect(verify(await azure.callerToken())).rejects.toThrow();
});

test('a reset of the shape writes the first rule again, and leaves a rule alone that was written otherwise', () => {
  const first = azure.settings.get('realtime:callers');
  azure.switches.set('issuer.shape', 'cognito');
  expect(azure.settings.get('realtime:callers')).toContain('client_id');
  azure.switches.reset();
  expect(azure.settings.get('realtime:callers')).toBe(first);
  azure.settings.set('realtime:callers', '[]');
  azure.switches.reset();
  expect(azure.settings.get('realtime:callers')).toBe('[]');
});
