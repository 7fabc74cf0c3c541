import { createIssuerKeys, IssuerUnavailable } from '../../../src/auth/issuer-keys.ts';
import { aClock } from '../../support/clock.ts';
import { anIdentityProvider, aSigningKey, type SigningKey } from '../../support/identity-provider.ts';
import { aLog } from '../../support/recording-log.ts';
import { aBench, ISSUER, JWKS_URI, outcomeOf, trusted } from './issuer-keys-bench.ts';

let key: SigningKey;
beforeAll(async () => {
  key = await aSigningKey('key-1');
});

describe('the keys of an issuer are unavailable, not guessed, when', () => {
  const document = { issuer: ISSUER, jwks_uri: JWKS_URI };

  test.each<[string, string, () => Response]>([
    ['discovery is answered with an error', trusted.discoveryUrl, () => new Response(null, { status: 500 })],
    ['discovery redirects', trusted.discoveryUrl, () => Response.redirect('https://evil.example/doc', 302)],
    ['discovery is no JSON', trusted.discoveryUrl, () => new Response('<html>')],
    ['discovery lacks the key set’s address', trusted.discoveryUrl, () => Response.json({ issuer: ISSUER })],
    [
      'discovery names another issuer',
      trusted.discoveryUrl,
      () => Response.json({ ...document, issuer: `${ISSUER}/` }),
    ],
    [
      'the key set’s address is plain http',
      trusted.discoveryUrl,
      () => Response.json({ ...document, jwks_uri: 'http://issuer.example.com/keys' }),
    ],
    ['discovery is oversized', trusted.discoveryUrl, () => Response.json({ ...document, pad: 'x'.repeat(256 * 1024) })],
    ['the key set redirects', JWKS_URI, () => Response.redirect('https://evil.example/keys', 307)],
    ['the key set is oversized', JWKS_URI, () => Response.json({ keys: [], pad: 'x'.repeat(256 * 1024) })],
    ['the key set is something else', JWKS_URI, () => Response.json({ keys: 'none' })],
    ['the key set’s keys have no type', JWKS_URI, () => Response.json({ keys: [{ kid: 'key-1' }] })],
  ])('%s', async (_what, url, respond) => {
    const { provider, keys } = aBench(key);
    provider.answer(url, respond);
    expect(await outcomeOf(keys, key)).toContain('IssuerUnavailable');
    expect(provider.asked.every((asked) => asked === trusted.discoveryUrl || asked === JWKS_URI)).toBe(true);
  });

  test('nobody answers, with a cause that names no more than the kind of failure', async () => {
    const { find } = createIssuerKeys({ trusted, send: anIdentityProvider().send, now: aClock().now, log: aLog() });
    await expect(find({ alg: 'RS256', kid: 'key-1' }, { payload: '', signature: '' })).rejects.toEqual(
      new IssuerUnavailable('Discovery: There is no answer: ECONNREFUSED.'),
    );
  });

  test.each([429, 503])('it answers %d and asks for a pause, which it gets', async (status) => {
    const { provider, clock, keys } = aBench(key);
    provider.answer(trusted.discoveryUrl, () => new Response(null, { status, headers: { 'Retry-After': '20' } }));
    await outcomeOf(keys, key);
    clock.advance(19_999);
    await outcomeOf(keys, key);
    expect(provider.asked).toHaveLength(1);
    provider.publish(ISSUER, trusted.discoveryUrl, [key]);
    clock.advance(1);
    expect(await outcomeOf(keys, key)).toBe('verified');
  });

  test('it has failed a moment ago: the issuer gets one request a second', async () => {
    const { provider, clock, keys } = aBench(key);
    provider.answer(trusted.discoveryUrl, () => new Response(null, { status: 500 }));
    await outcomeOf(keys, key);
    await outcomeOf(keys, key);
    expect(provider.asked).toHaveLength(1);
    provider.publish(ISSUER, trusted.discoveryUrl, [key]);
    clock.advance(1_000);
    expect(await outcomeOf(keys, key)).toBe('verified');
  });
});
