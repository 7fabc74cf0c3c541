/** The keys behind a verifier: whose they are, how long they serve, and when they are fetched. */
import { aClock, NOON_MS } from '../../support/clock.ts';
import { aSigningKey, aToken, type SigningKey } from '../../support/identity-provider.ts';
import { settled } from '../../support/settled.ts';
import { API, TENANT } from '../../support/stored-settings.ts';
import { aVerifierBench, flaw, OTHER_TENANT } from './verifier-bench.ts';

let key: SigningKey;
let other: SigningKey;
beforeAll(async () => {
  [key, other] = await Promise.all([aSigningKey('key-1'), aSigningKey('key-2')]);
});

describe('the keys behind a verifier', () => {
  test('keep known callers in while the issuer is down', async () => {
    const bench = aVerifierBench([key]);
    await bench.verify(await aToken(key, NOON_MS));
    bench.provider.answer(bench.discoveryUrl, () => new Response(null, { status: 503 }));
    bench.clock.advance(30 * 60_000);
    expect((await bench.verify(await aToken(key, NOON_MS))).ok).toBe(true);
  });

  test('make the caller wait, not log in again, when they were never there', async () => {
    const bench = aVerifierBench([key]);
    bench.provider.answer(bench.discoveryUrl, () => new Response(null, { status: 503 }));
    expect(await bench.verify(await aToken(key, NOON_MS))).toEqual({
      ok: false,
      error: { reason: 'issuer_unavailable', cause: 'Discovery: The answer’s status is 503.' },
    });
  });

  test('are the issuer’s own: two tenants do not share a key', async () => {
    const bench = aVerifierBench([key]);
    const second = `https://login.microsoftonline.com/${OTHER_TENANT}/v2.0`;
    bench.provider.publish(second, `${second}/.well-known/openid-configuration`, [other]);
    const rules = [TENANT, OTHER_TENANT].map((tenant) => ({ tenant, audiences: [API], scope: 'access_as_user' }));
    expect((await bench.verify(await aToken(key, NOON_MS), rules)).ok).toBe(true);
    const ofSecond = { iss: second, tid: OTHER_TENANT };
    expect((await bench.verify(await aToken(other, NOON_MS, ofSecond), rules)).ok).toBe(true);
    expect(await bench.verify(await aToken(key, NOON_MS, ofSecond), rules)).toEqual(flaw('signature'));
  });

  test('that are malformed refuse their tokens and are no fault of ours', async () => {
    const broken = { ...key, jwk: { ...key.jwk, n: 'AQAB', e: '' } };
    const outcome = await aVerifierBench([broken]).verify(await aToken(key, NOON_MS));
    expect(outcome.ok).toBe(false);
  });

  test('belong to one verifier: two apps share nothing', async () => {
    const first = aVerifierBench([key]);
    await first.verify(await aToken(key, NOON_MS));
    const second = aVerifierBench([key], undefined, aClock());
    await second.verify(await aToken(key, NOON_MS));
    expect(second.provider.asked).toHaveLength(2);
  });
});

describe('keys that are fetched ahead', () => {
  test('are those of each issuer that the rules name, once where two rules name the same', async () => {
    const { provider, warmUp, verify } = aVerifierBench([key]);
    const rule = { tenant: TENANT, audiences: [API] };
    warmUp([
      { ...rule, scope: 'access_as_user' },
      { ...rule, role: 'Caller' },
    ]);
    await settled();
    // Both issuers of the tenant, each with its document and its keys.
    expect(new Set(provider.asked).size).toBe(4);
    expect(provider.asked).toHaveLength(4);
    expect((await verify(await aToken(key, NOON_MS))).ok).toBe(true);
    expect(provider.asked).toHaveLength(4);
  });

  test('are not a storm where the rules name a crowd of issuers', async () => {
    const { provider, warmUp } = aVerifierBench([key]);
    const issuers = Array.from({ length: 40 }, (_, index) => `https://issuer-${index}.example.com`);
    warmUp(issuers.map((issuer) => ({ issuer, audiences: [API], scope: 'access_as_user' })));
    await settled();
    expect(provider.asked).toHaveLength(8);
  });
});
