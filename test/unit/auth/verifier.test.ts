/** Whose token: issuer, signature, algorithm, and where keys are fetched from. */
import { SignJWT, UnsecuredJWT } from 'jose';
import { trustIssuer } from '../../../src/auth/trusted-issuer.ts';
import { err } from '../../../src/lib/result.ts';
import { NOON_MS } from '../../support/clock.ts';
import { aSigningKey, aToken, type SigningKey, someClaims, VERSION_2_ISSUER } from '../../support/identity-provider.ts';
import { unwrap } from '../../support/result.ts';
import { API, TENANT } from '../../support/stored-settings.ts';
import { aVerifierBench, flaw, OTHER_TENANT } from './verifier-bench.ts';

const VERSION_1_ISSUER = `https://sts.windows.net/${TENANT}/`;

let key: SigningKey;
let other: SigningKey;
beforeAll(async () => {
  [key, other] = await Promise.all([aSigningKey('key-1'), aSigningKey('key-2')]);
});

describe('a caller’s token', () => {
  test('lets its caller in, under a pseudonym', async () => {
    const { verify } = aVerifierBench([key]);
    const caller = await verify(await aToken(key, NOON_MS));
    expect(caller).toEqual({
      ok: true,
      value: {
        hash: expect.stringMatching(/^[0-9a-f]{32}$/) as string,
        formerHashes: expect.any(Array) as string[],
        scopes: ['access_as_user'],
        roles: [],
        isOperator: false,
        isPerson: true,
        rule: expect.stringMatching(/^[0-9a-f]{16}$/) as string,
        seesCallsOf: { rules: [] },
        endsCallsOf: { rules: [] },
        issuedAtSeconds: NOON_MS / 1_000,
      },
    });
  });

  test('gives the scopes and roles that it carries, for the profiles that ask for one', async () => {
    const { verify } = aVerifierBench([key]);
    const caller = await verify(await aToken(key, NOON_MS, { scp: 'access_as_user voice', roles: ['Support'] }));
    expect(caller).toMatchObject({ ok: true, value: { scopes: ['access_as_user', 'voice'], roles: ['Support'] } });
  });

  test.each<[string, Readonly<Record<string, unknown>>, boolean]>([
    ['with the role that the rule names', { roles: ['Operator'] }, true],
    ['with another role', { roles: ['operator', 'Support'] }, false],
    ['with a scope of that name', { scp: 'access_as_user Operator' }, false],
    ['without roles', {}, false],
  ])('makes its caller an operator %s', async (_what, claims, isOperator) => {
    const rule = { tenant: TENANT, audiences: [API], scope: 'access_as_user', operatorRole: 'Operator' };
    const { verify } = aVerifierBench([key], [rule]);
    expect(await verify(await aToken(key, NOON_MS, claims))).toMatchObject({ ok: true, value: { isOperator } });
  });

  test('makes nobody an operator by a rule that does not let them in', async () => {
    const rules = [
      { tenant: TENANT, audiences: [API], scope: 'access_as_user' },
      { tenant: TENANT, audiences: [API], scope: 'operate', operatorRole: 'Operator' },
    ];
    const caller = await aVerifierBench([key], rules).verify(await aToken(key, NOON_MS, { roles: ['Operator'] }));
    expect(caller).toMatchObject({ ok: true, value: { isOperator: false } });
  });

  test('lets nobody in who is revoked, says who they are, and lets their neighbour in', async () => {
    const { verify } = aVerifierBench([key]);
    const [one, neighbour] = [await aToken(key, NOON_MS), await aToken(key, NOON_MS, { oid: 'of-another-person' })];
    const { hash } = unwrap(await verify(one));
    const revoked = JSON.stringify({ subjects: [hash] });
    expect(await verify(one, undefined, revoked)).toEqual(
      err({ reason: 'caller_revoked', callerHash: hash, subject: hash }),
    );
    expect((await verify(neighbour, undefined, revoked)).ok).toBe(true);
  });

  test('is refused when it was issued before all that still count, and says whose it is', async () => {
    const { verify } = aVerifierBench([key]);
    const token = await aToken(key, NOON_MS);
    const { hash } = unwrap(await verify(token));
    const issuedBefore = (ms: number) => JSON.stringify({ issuedBefore: new Date(ms).toISOString() });
    expect(await verify(token, undefined, issuedBefore(NOON_MS + 1_000))).toEqual(
      err({ reason: 'token_invalid', flaw: 'revoked', callerHash: hash }),
    );
    expect((await verify(token, undefined, issuedBefore(NOON_MS))).ok).toBe(true);
  });

  test.each(['RS256', 'PS256', 'ES256', 'ES384', 'EdDSA'])('may be signed with %s', async (alg) => {
    const signer = await aSigningKey('key-of-alg', alg);
    const { verify } = aVerifierBench([signer]);
    expect((await verify(await aToken(signer, NOON_MS))).ok).toBe(true);
  });

  test('is missing without a header, and then nothing is fetched', async () => {
    const { verifyHeader, provider } = aVerifierBench([key]);
    expect(await verifyHeader(null)).toEqual({ ok: false, error: { reason: 'token_missing' } });
    expect(provider.asked).toEqual([]);
  });

  test.each(['abc', 'a.b', 'a.b.c', 'eyJhbGciOiJSUzI1NiJ9.bm8gSlNPTg.c2ln', '...'])(
    'is refused when it is no JWT: %s',
    async (text) => {
      expect(await aVerifierBench([key]).verify(text)).toEqual(flaw('malformed'));
    },
  );

  test('is refused when another key of the same id signed it', async () => {
    const { verify } = aVerifierBench([key]);
    const forged = await aToken({ ...other, kid: key.kid }, NOON_MS);
    expect(await verify(forged)).toEqual(flaw('signature'));
  });

  test('is refused when a key signed it that the issuer does not publish', async () => {
    expect(await aVerifierBench([key]).verify(await aToken(other, NOON_MS))).toEqual(flaw('signature'));
  });

  test('is refused when its claims were changed after signing', async () => {
    const [head, , signature] = (await aToken(key, NOON_MS)).split('.');
    const claims = Buffer.from(JSON.stringify(someClaims(NOON_MS, { oid: 'somebody-else' }))).toString('base64url');
    expect(await aVerifierBench([key]).verify(`${head}.${claims}.${signature}`)).toEqual(flaw('signature'));
  });

  test('is refused without a signature (alg none)', async () => {
    const unsigned = new UnsecuredJWT(someClaims(NOON_MS)).encode();
    const { verifyHeader } = aVerifierBench([key]);
    expect(await verifyHeader(`Bearer ${unsigned}`)).toEqual(flaw('algorithm'));
  });

  test('is refused when the public key was used as the secret of HS256', async () => {
    const publicKey = new TextEncoder().encode(JSON.stringify(key.jwk));
    const forged = await new SignJWT(someClaims(NOON_MS))
      .setProtectedHeader({ alg: 'HS256', kid: key.kid })
      .sign(publicKey);
    expect(await aVerifierBench([key]).verify(forged)).toEqual(flaw('algorithm'));
  });

  test('is refused when its header has an extension that must be understood', async () => {
    const [, claims, signature] = (await aToken(key, NOON_MS)).split('.');
    const head = Buffer.from(JSON.stringify({ alg: 'RS256', kid: key.kid, crit: ['x'], x: 1 })).toString('base64url');
    expect((await aVerifierBench([key]).verify(`${head}.${claims}.${signature}`)).ok).toBe(false);
  });
});

describe('the issuer of a token', () => {
  test.each([
    'https://evil.example',
    `https://login.microsoftonline.com/${OTHER_TENANT}/v2.0`,
    `${VERSION_2_ISSUER}/`,
    VERSION_2_ISSUER.toUpperCase(),
    '',
    undefined,
    7,
    [VERSION_2_ISSUER],
    { toString: 1, valueOf: 1 },
  ])('is compared with the settings only, and nothing is fetched for %j', async (iss) => {
    const { verify, provider } = aVerifierBench([key]);
    expect(await verify(await aToken(key, NOON_MS, { iss }))).toEqual(flaw('issuer'));
    expect(provider.asked).toEqual([]);
  });

  test('never decides where keys come from: a header with jku and jwk of the sender changes nothing', async () => {
    const { verify, provider } = aVerifierBench([key]);
    const header = { jku: 'https://evil.example/keys', jwk: other.jwk, x5u: 'https://evil.example/cert' };
    expect(await verify(await aToken(other, NOON_MS, {}, header))).toEqual(flaw('signature'));
    expect(provider.asked.filter((url) => url.includes('evil'))).toEqual([]);
  });

  test('may be of version 1 where the settings name the tenant', async () => {
    const { verify } = aVerifierBench([key]);
    const token = await aToken(key, NOON_MS, { iss: VERSION_1_ISSUER, aud: `api://${API}`, ver: '1.0' });
    expect((await verify(token)).ok).toBe(true);
  });

  test.each([
    [1, VERSION_1_ISSUER, 2, VERSION_2_ISSUER],
    [2, VERSION_2_ISSUER, 1, VERSION_1_ISSUER],
  ])(
    'of version %d, where the settings name the issuer of the other, is refused with a hint for the operator',
    async (sent, iss, named, issuer) => {
      const { provider, verify } = aVerifierBench([key], [{ issuer, audiences: [API], scope: 'access_as_user' }]);
      provider.publish(issuer, trustIssuer(issuer).discoveryUrl, [key]);
      const hint = `The token is of version ${sent} and realtime:callers names the issuer of version ${named}: set requestedAccessTokenVersion to ${named}`;
      expect(await verify(await aToken(key, NOON_MS, { iss }))).toEqual({
        ok: false,
        error: { reason: 'token_invalid', flaw: 'issuer', hint: expect.stringContaining(hint) as string },
      });
      expect((await verify(await aToken(key, NOON_MS, { iss: issuer }))).ok).toBe(true);
    },
  );

  test('of version 1 and of a tenant that nobody named brings no hint', async () => {
    const { verify } = aVerifierBench([key], [{ issuer: VERSION_2_ISSUER, audiences: [API], scope: 'access_as_user' }]);
    const iss = `https://sts.windows.net/${OTHER_TENANT}/`;
    expect(await verify(await aToken(key, NOON_MS, { iss, ver: '1.0' }))).toEqual(flaw('issuer'));
  });

  test('takes effect when the settings correct its spelling, without a restart', async () => {
    const issuer = 'https://issuer.example.com/';
    const bench = aVerifierBench([]);
    bench.provider.publish(issuer, `${issuer}.well-known/openid-configuration`, [key]);
    const rule = { audiences: [API], scope: 'access_as_user' };
    const wrong = [{ ...rule, issuer: 'https://issuer.example.com' }];
    expect(await bench.verify(await aToken(key, NOON_MS, { iss: 'https://issuer.example.com' }), wrong)).toMatchObject({
      error: { reason: 'issuer_unavailable' },
    });
    bench.clock.advance(60_000);
    const corrected = await bench.verify(await aToken(key, NOON_MS, { iss: issuer }), [{ ...rule, issuer }]);
    expect(corrected.ok).toBe(true);
  });
});
