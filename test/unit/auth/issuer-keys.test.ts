import { createIssuerKeys } from '../../../src/auth/issuer-keys.ts';
import { aClock, NOON_MS } from '../../support/clock.ts';
import { anIdentityProvider, aSigningKey, aToken, type SigningKey } from '../../support/identity-provider.ts';
import { aLog } from '../../support/recording-log.ts';
import { settled } from '../../support/settled.ts';
import { aBench, ISSUER, JWKS_URI, outcomeOf, trusted, verified } from './issuer-keys-bench.ts';

const MINUTE_MS = 60_000;

let key: SigningKey;
let successor: SigningKey;
let stranger: SigningKey;
beforeAll(async () => {
  [key, successor, stranger] = await Promise.all([
    aSigningKey('key-1'),
    aSigningKey('key-2', 'ES256'),
    aSigningKey('key-3', 'ES256'),
  ]);
});

describe('the keys of an issuer whose rule names a key set', () => {
  const jwksUrl = 'https://keys.example.com/jwks.json';
  function aKeySet(respond: () => Response) {
    const provider = anIdentityProvider();
    provider.answer(jwksUrl, respond);
    const clock = aClock();
    const options = { trusted: { issuer: ISSUER, jwksUrl }, send: provider.send, now: clock.now, log: aLog() };
    return { provider, clock, keys: createIssuerKeys(options).find };
  }

  test('are fetched there, once, and nothing else is asked for', async () => {
    const { provider, keys } = aKeySet(() => Response.json({ keys: [key.jwk] }));
    expect(await Promise.all([outcomeOf(keys, key), outcomeOf(keys, key)])).toEqual(['verified', 'verified']);
    expect(await outcomeOf(keys, stranger)).toBe('ERR_JWKS_NO_MATCHING_KEY');
    expect(await outcomeOf(keys, stranger)).toBe('ERR_JWKS_NO_MATCHING_KEY');
    // The second is the one look for a rotation in half a minute.
    expect(provider.asked).toEqual([jwksUrl, jwksUrl]);
  });

  test('are not read out of what is no key set', async () => {
    const { keys } = aKeySet(() => Response.json({ issuer: ISSUER, jwks_uri: jwksUrl }));
    expect(await outcomeOf(keys, key)).toContain('the document is no key set');
  });
});

test('metadata that names the issuer with a slash more says so', async () => {
  const { provider, keys } = aBench(key);
  provider.publish(`${ISSUER}/`, trusted.discoveryUrl, [key]);
  expect(await outcomeOf(keys, key)).toMatch(
    /names another issuer\. It differs .* by the slash at the end, which it has/,
  );
});

describe('the keys of an issuer', () => {
  test('are fetched by discovery, once for everybody', async () => {
    const { provider, keys } = aBench(key);
    expect(await Promise.all([outcomeOf(keys, key), outcomeOf(keys, key)])).toEqual(['verified', 'verified']);
    expect(await outcomeOf(keys, key)).toBe('verified');
    expect(provider.asked).toEqual([trusted.discoveryUrl, JWKS_URI]);
  });

  test('are there for the first caller where they were fetched ahead, once however often that is asked for', async () => {
    const { provider, keys, warmUp } = aBench(key);
    warmUp();
    warmUp();
    await settled();
    expect(provider.asked).toEqual([trusted.discoveryUrl, JWKS_URI]);
    expect(await outcomeOf(keys, key)).toBe('verified');
    expect(provider.asked).toHaveLength(2);
  });

  test('are fetched for a caller who comes after the fetch ahead has failed', async () => {
    const { provider, clock, keys, warmUp } = aBench(key);
    provider.answer(JWKS_URI, () => new Response(null, { status: 500 }));
    warmUp();
    await settled();
    provider.publish(ISSUER, trusted.discoveryUrl, [key]);
    expect(await outcomeOf(keys, key)).toContain('IssuerUnavailable');
    clock.advance(1_000);
    expect(await outcomeOf(keys, key)).toBe('verified');
  });

  test('are fetched again behind after ten minutes, without anybody waiting', async () => {
    const { provider, clock, keys } = aBench(key);
    await outcomeOf(keys, key);
    clock.advance(10 * MINUTE_MS);
    expect(await outcomeOf(keys, key)).toBe('verified');
    await settled();
    expect(provider.asked).toHaveLength(4);
  });

  test('serve for an hour while the issuer is down, and no longer', async () => {
    const { provider, clock, keys } = aBench(key);
    await outcomeOf(keys, key);
    provider.answer(trusted.discoveryUrl, () => new Response(null, { status: 503 }));
    clock.advance(60 * MINUTE_MS - 1);
    expect(await outcomeOf(keys, key)).toBe('verified');
    await settled();
    clock.advance(2_000);
    expect(await outcomeOf(keys, key)).toContain('IssuerUnavailable');
  });

  test('are fetched at once for an unknown key id: a rotation', async () => {
    const { provider, keys } = aBench(key);
    await outcomeOf(keys, key);
    provider.publish(ISSUER, trusted.discoveryUrl, [key, successor]);
    expect(await outcomeOf(keys, successor)).toBe('verified');
    expect(provider.asked).toHaveLength(4);
  });

  test('are waited for by everybody who comes while they are fetched: a rotation refuses nobody', async () => {
    const { provider, keys } = aBench(key);
    await outcomeOf(keys, key);
    const fetched = Promise.withResolvers<Response>();
    provider.answer(JWKS_URI, () => fetched.promise);
    const token = await aToken(successor, NOON_MS);
    const crowd = Array.from({ length: 20 }, () => verified(keys, token));
    await settled();
    fetched.resolve(Response.json({ keys: [successor.jwk] }));
    // Some of these are looked at just as the fetch ends.
    for (let turn = 0; turn < 40; turn += 1) {
      crowd.push(verified(keys, token));
      await Promise.resolve();
    }
    expect(new Set(await Promise.all(crowd))).toEqual(new Set(['verified']));
    expect(provider.asked).toHaveLength(4);
    expect(await outcomeOf(keys, key)).toBe('ERR_JWKS_NO_MATCHING_KEY');
  });

  test('are not fetched for a second unknown key id within 30 s, and are after', async () => {
    const { provider, clock, keys } = aBench(key);
    await outcomeOf(keys, key);
    expect(await outcomeOf(keys, stranger)).toBe('ERR_JWKS_NO_MATCHING_KEY');
    expect(provider.asked).toHaveLength(4);
    clock.advance(29_999);
    expect(await outcomeOf(keys, stranger)).toBe('ERR_JWKS_NO_MATCHING_KEY');
    expect(provider.asked).toHaveLength(4);
    clock.advance(1);
    expect(await outcomeOf(keys, stranger)).toBe('ERR_JWKS_NO_MATCHING_KEY');
    expect(provider.asked).toHaveLength(6);
  });

  test('are not fetched twice for one token: those that were fetched for it are as new as can be', async () => {
    const { provider, keys } = aBench(key);
    expect(await outcomeOf(keys, stranger)).toBe('ERR_JWKS_NO_MATCHING_KEY');
    // Two waits of KEYS_TIMEOUT_MS in one request would also outlive the host's deadline.
    expect(provider.asked).toHaveLength(2);
  });

  test.each([[undefined], [null], [7], [['key-1']]])(
    'are chosen by a key id and never by trial: a good signature with the key id %j counts for nothing',
    async (kid) => {
      const { keys } = aBench(key);
      const token = await aToken(key, NOON_MS, {}, { kid });
      expect(await verified(keys, token)).toBe('ERR_JWKS_NO_MATCHING_KEY');
      expect(await outcomeOf(keys, key)).toBe('verified');
    },
  );

  test('are not fetched for a token without a key id', async () => {
    const { provider, keys } = aBench(key);
    await verified(keys, await aToken(key, NOON_MS, {}, { kid: undefined }));
    expect(provider.asked).toEqual([]);
  });

  test('are not fetched again for a bad signature under a known key id', async () => {
    const { provider, keys } = aBench(key);
    await outcomeOf(keys, key);
    expect(await outcomeOf(keys, { ...key, privateKey: (await aSigningKey()).privateKey })).toBe(
      'ERR_JWS_SIGNATURE_VERIFICATION_FAILED',
    );
    expect(provider.asked).toHaveLength(2);
  });
});
