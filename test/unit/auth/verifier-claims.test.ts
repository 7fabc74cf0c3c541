/** What a token says: times, audience, tenant, permission. Each refusal stands beside its nearest acceptance. */
import { NOON_MS } from '../../support/clock.ts';
import { aSigningKey, aToken, type SigningKey } from '../../support/identity-provider.ts';
import { API, TENANT } from '../../support/stored-settings.ts';
import { aVerifierBench, flaw, OTHER_TENANT, type RuleText } from './verifier-bench.ts';

const ISSUER = 'https://issuer.example.com';

let key: SigningKey;
beforeAll(async () => {
  key = await aSigningKey();
});

async function outcomeOf(claims: Readonly<Record<string, unknown>>, rules?: readonly RuleText[]) {
  const bench = aVerifierBench([key], rules);
  bench.provider.publish(ISSUER, `${ISSUER}/.well-known/openid-configuration`, [key]);
  return bench.verify(await aToken(key, NOON_MS, claims));
}

async function admits(claims: Readonly<Record<string, unknown>>, rules?: readonly RuleText[]): Promise<boolean> {
  return (await outcomeOf(claims, rules)).ok;
}

describe('the times of a token', () => {
  test('end 60 s after exp, for clocks that differ', async () => {
    expect(await admits({ exp: NOON_MS / 1000 - 59 })).toBe(true);
    expect(await outcomeOf({ exp: NOON_MS / 1000 - 60 })).toEqual(flaw('expired'));
  });

  test('begin 60 s before nbf, for clocks that differ', async () => {
    expect(await admits({ nbf: NOON_MS / 1000 + 60 })).toBe(true);
    expect(await outcomeOf({ nbf: NOON_MS / 1000 + 61 })).toEqual({
      ok: false,
      error: { reason: 'token_invalid', flaw: 'not_yet_valid' },
    });
  });

  test('need an end', async () => {
    expect(await outcomeOf({ exp: undefined })).toEqual(flaw('claims'));
    expect(await outcomeOf({ exp: 'tomorrow' })).toEqual(flaw('claims'));
  });

  test('end within 30 days, which is more than any issuer gives', async () => {
    const days = (count: number): number => NOON_MS / 1000 + count * 86_400;
    expect(await admits({ exp: days(30) })).toBe(true);
    expect(await outcomeOf({ exp: days(31) })).toMatchObject({ error: { flaw: 'claims', hint: expect.any(String) } });
    expect(await outcomeOf({ exp: Number.MAX_VALUE })).toMatchObject({ error: { flaw: 'claims' } });
  });

  test.each(['nbf', 'iat', 'exp'])(
    'are numbers: a text as %s is a malformed claim, which the log names',
    async (claim) => {
      expect(await outcomeOf({ [claim]: `${NOON_MS / 1000}` })).toEqual({
        ok: false,
        error: {
          reason: 'token_invalid',
          flaw: 'claims',
          hint: `The claim ${claim} has no value that it may have.`,
        },
      });
    },
  );

  test('need no beginning', async () => {
    expect(await admits({ nbf: undefined, iat: undefined })).toBe(true);
  });
});

describe('the audience of a token', () => {
  const byGuid = [{ tenant: TENANT, audiences: [API], scope: 'access_as_user' }];
  const byUri = [{ tenant: TENANT, audiences: [`api://${API}`], scope: 'access_as_user' }];

  test.each([
    ['the application id GUID', API, byGuid],
    ['the api:// URI where the settings have the GUID', `api://${API}`, byGuid],
    ['the GUID where the settings have the api:// URI', API, byUri],
    ['the api:// URI', `api://${API}`, byUri],
    ['a list that contains it', ['other', API], byGuid],
  ])('may be %s', async (_what, aud, rules) => {
    expect(await admits({ aud }, rules)).toBe(true);
  });

  test.each([
    '00000003-0000-0000-c000-000000000000',
    'https://graph.microsoft.com',
    API.toUpperCase(),
    '',
    ['other'],
    [],
  ])('is refused when it is %j', async (aud) => {
    expect(await outcomeOf({ aud }, byGuid)).toEqual(flaw('audience'));
  });

  test('must be there', async () => {
    expect(await outcomeOf({ aud: undefined })).toEqual(flaw('claims'));
    expect((await outcomeOf({ aud: null })).ok).toBe(false);
  });

  test('counts with the rule that names it: the audience of one issuer is not that of another', async () => {
    const rules = [
      { tenant: TENANT, audiences: ['https://first.example'], scope: 'access_as_user' },
      { issuer: ISSUER, audiences: ['https://second.example'], scope: 'access_as_user' },
    ];
    expect(await admits({ aud: 'https://first.example' }, rules)).toBe(true);
    expect(await admits({ iss: ISSUER, aud: 'https://second.example' }, rules)).toBe(true);
    expect(await outcomeOf({ aud: 'https://second.example' }, rules)).toEqual(flaw('audience'));
  });
});

describe('the tenant of a token', () => {
  test.each([OTHER_TENANT, undefined, ''])('is refused with the same audience when it is %j', async (tid) => {
    expect(await outcomeOf({ tid })).toEqual(flaw('tenant'));
  });

  test('is the one of its rule', async () => {
    expect(await admits({ tid: TENANT })).toBe(true);
  });

  test('does not matter where an issuer is named', async () => {
    const rules = [{ issuer: ISSUER, audiences: [API], scope: 'access_as_user' }];
    expect(await admits({ iss: ISSUER, tid: undefined, oid: undefined }, rules)).toBe(true);
  });
});

describe('the permission of a token', () => {
  const person = [{ tenant: TENANT, audiences: [API], scope: 'access_as_user' }];
  const both = [{ tenant: TENANT, audiences: [API], scope: 'access_as_user', role: 'Mint.All' }];
  const appOnly = { scp: undefined, sub: 'service', oid: 'service', roles: ['Mint.All'] };

  test('is the scope, for people', async () => {
    expect(await admits({ scp: 'openid access_as_user' }, person)).toBe(true);
    expect(await outcomeOf({ scp: 'openid', roles: ['Reader'] }, person)).toEqual({
      ok: false,
      error: {
        reason: 'insufficient_scope',
        kind: 'person',
        scope: 'access_as_user',
        role: undefined,
        isRoleForPeople: false,
        scopes: ['openid'],
        roles: ['Reader'],
      },
    });
  });

  test('is the role, for apps, and only where a role is configured', async () => {
    expect(await admits(appOnly, both)).toBe(true);
    expect(await outcomeOf(appOnly, person)).toMatchObject({ error: { reason: 'insufficient_scope' } });
    expect(await outcomeOf({ ...appOnly, roles: ['Other'] }, both)).toMatchObject({
      error: { reason: 'insufficient_scope', kind: 'app-only', role: 'Mint.All', roles: ['Other'] },
    });
  });

  test('is not in an ID token, though it has its user’s roles and the same audience', async () => {
    const idToken = { scp: undefined, roles: ['Mint.All'], nonce: 'n', name: 'Anna' };
    expect(await outcomeOf(idToken, both)).toMatchObject({ error: { reason: 'insufficient_scope', kind: 'neither' } });
  });

  test('is the one of the token’s own tenant: what another tenant’s people may do counts for nothing', async () => {
    const rules = [
      { tenant: TENANT, audiences: [API], scope: 'admin' },
      { tenant: OTHER_TENANT, audiences: [API], scope: 'access_as_user' },
    ];
    expect(await outcomeOf({ scp: 'access_as_user' }, rules)).toMatchObject({
      error: { reason: 'insufficient_scope' },
    });
    expect(await admits({ scp: 'admin' }, rules)).toBe(true);
  });

  test('may come from any rule of the issuer that fits', async () => {
    const rules = [
      { tenant: TENANT, audiences: [API], scope: 'admin' },
      { tenant: TENANT, audiences: [API], scope: 'access_as_user' },
    ];
    expect(await admits({}, rules)).toBe(true);
    expect(await outcomeOf({ scp: 'nothing' }, rules)).toMatchObject({
      ok: false,
      error: { reason: 'insufficient_scope', scope: 'admin' },
    });
  });
});

describe('the subject of a token', () => {
  test('must be there', async () => {
    expect(await outcomeOf({ sub: undefined })).toEqual(flaw('claims'));
  });

  test('must be a name when nothing else says who the caller is', async () => {
    const rules = [{ issuer: ISSUER, audiences: [API], scope: 'access_as_user' }];
    const anonymous = { iss: ISSUER, tid: undefined, oid: undefined };
    expect(await outcomeOf({ ...anonymous, sub: '' }, rules)).toEqual(flaw('claims'));
    expect(await admits({ ...anonymous, sub: 'anna' }, rules)).toBe(true);
  });

  test('is one caller, whichever version of the token comes', async () => {
    const second = await outcomeOf({});
    const again = await outcomeOf({ sub: 'pairwise for another app' });
    const somebodyElse = await outcomeOf({ oid: '0a0a0a0a-0000-0000-0000-000000000002' });
    expect(again).toEqual(second);
    expect(somebodyElse.ok).toBe(true);
    expect(somebodyElse).not.toEqual(second);
  });
});
