/** One member of an issuer's key set that is odd harms nobody (RFC 7517 section 5). */
import { createIssuerKeys } from '../../../src/auth/issuer-keys.ts';
import { verifySignature } from '../../../src/auth/signature.ts';
import { trustIssuer } from '../../../src/auth/trusted-issuer.ts';
import { aClock, NOON_MS } from '../../support/clock.ts';
import { anIdentityProvider, aSigningKey, aToken, type SigningKey } from '../../support/identity-provider.ts';
import { aLog } from '../../support/recording-log.ts';

const ISSUER = 'https://issuer.example.com/realm';
const trusted = trustIssuer(ISSUER);
const FORGOTTEN_MS = 61 * 60_000;

let key: SigningKey;
let successor: SigningKey;
let stranger: SigningKey;
beforeAll(async () => {
  [key, successor, stranger] = await Promise.all([
    aSigningKey('key-1'),
    aSigningKey('key-2', 'ES256'),
    aSigningKey('key-1'),
  ]);
});

/** Stands for lists within lists, which JSON.parse reads and JSON.stringify cannot write. */
const NESTED = 'NESTED';
const DEPTH = 50_000;

function asJson(keys: readonly unknown[]): string {
  return JSON.stringify({ keys }).replaceAll(`"${NESTED}"`, '['.repeat(DEPTH) + ']'.repeat(DEPTH));
}

/** An issuer that publishes these members, and a verifier that has not asked it yet. */
function aBench(...members: readonly unknown[]) {
  const provider = anIdentityProvider();
  const clock = aClock();
  const log = aLog();
  const publish = (...keys: readonly unknown[]) =>
    provider.answer(`${ISSUER}/.well-known/keys`, () => new Response(asJson(keys)));
  provider.publish(ISSUER, trusted.discoveryUrl, []);
  publish(...members);
  const { find: keys } = createIssuerKeys({ trusted, send: provider.send, now: clock.now, log });
  /** 'verified', or why not, of a token of that key. */
  async function outcomeOf(signer: SigningKey): Promise<string> {
    const token = await aToken(signer, NOON_MS, { iss: ISSUER, exp: NOON_MS / 1_000 + 86_400 });
    const verified = await verifySignature(token, ISSUER, keys, clock.now);
    if (verified.ok) return 'verified';
    return verified.error.reason === 'token_invalid' ? verified.error.flaw : verified.error.reason;
  }
  const told = () => log.of('issuer_keys_ignored');
  return { publish, clock, outcomeOf, told };
}

describe('a key set of which one member is odd', () => {
  const odd: readonly (readonly [string, (good: Readonly<Record<string, unknown>>) => unknown])[] = [
    ['null', () => null],
    ['a text', () => 'key'],
    ['a number', () => 7],
    ['a list', () => []],
    ['lists within lists, deeper than anybody looks', () => NESTED],
    ['a type within lists, deeper than anybody looks', () => ({ kty: NESTED, kid: 'key-1' })],
    ['an empty object', () => ({})],
    ['a key without a type', () => ({ kid: 'x' })],
    ['a key without a type under the id of the good one', () => ({ kid: 'key-1' })],
    ['a key of an unknown type', () => ({ kty: 'QKD', kid: 'x' })],
    ['a type that is no text', () => ({ kty: 7, kid: 'x' })],
    ['a type in small letters', () => ({ kty: 'rsa', kid: 'x', n: 'AQ', e: 'AQAB' })],
    ['a symmetric key', () => ({ kty: 'oct', k: 'c2VjcmV0', kid: 'key-1' })],
    ['an RSA key without its modulus', () => ({ kty: 'RSA', e: 'AQAB', kid: 'key-1' })],
    ['an EC key without a point', () => ({ kty: 'EC', crv: 'P-256', kid: 'key-1' })],
    ['a key whose operations are no list', (good) => ({ ...good, key_ops: 'verify' })],
    ['a key whose id is a number', (good) => ({ ...good, kid: 7 })],
    ['a private key', (good) => ({ ...good, d: 'AQ' })],
  ];
  const alsoKept: typeof odd = [
    ['a key for encryption under the same id', (good) => ({ ...good, use: 'enc' })],
    ['a key whose operations are others', (good) => ({ ...good, key_ops: ['encrypt'] })],
    ['a key of another algorithm under the same id', (good) => ({ ...good, alg: 'RS512' })],
    ['another RSA key under the same id', (good) => ({ ...good, n: Buffer.alloc(256, 7).toString('base64url') })],
    ['an RSA key that is too short under the same id', (good) => ({ ...good, n: 'AQAB' })],
    [
      'a key of a curve that does not exist under the same id',
      () => ({ kty: 'EC', crv: 'P-1', x: '', y: '', kid: 'key-1' }),
    ],
    ['the same key again', (good) => good],
    ['the same key with junk as its certificates', (good) => ({ ...good, x5c: ['%%%', 7], x5t: {} })],
    ['the same key with certificates that are lists within lists', (good) => ({ ...good, x5c: NESTED })],
    ['a key without an id', (good) => ({ ...good, kid: undefined })],
  ];

  test.each([...odd, ...alsoKept])('refuses nobody and admits nobody else: %s', async (_what, make) => {
    for (const set of [
      [make(key.jwk), key.jwk],
      [key.jwk, make(key.jwk)],
    ]) {
      const { outcomeOf } = aBench(...set);
      expect(await outcomeOf(key)).toBe('verified');
      expect(await outcomeOf(stranger)).toBe('signature');
    }
  });

  test.each(odd)('is counted in the log: %s', async (_what, make) => {
    const { outcomeOf, told } = aBench(make(key.jwk), key.jwk);
    await outcomeOf(key);
    expect(told()).toEqual([{ level: 'warn', event: 'issuer_keys_ignored', issuer: ISSUER, ignored: 1, kept: 1 }]);
  });

  test.each(alsoKept)('is worth no word in the log: %s', async (_what, make) => {
    const { outcomeOf, told } = aBench(make(key.jwk), key.jwk);
    await outcomeOf(key);
    expect(told()).toEqual([]);
  });

  test.each(odd)('makes the keys unavailable where nothing else is in it: %s', async (_what, make) => {
    expect(await aBench(make(key.jwk)).outcomeOf(key)).toBe('issuer_unavailable');
  });

  test.each([
    ['null', { alg: null, use: null, key_ops: null, x5c: null, x5t: null, oth: null, k: null, d: null, p: null }],
    ['an empty list', { key_ops: [], oth: [], x5c: [] }],
  ])('is a key all the same where the issuer writes %s for what it does not say', async (_what, unsaid) => {
    for (const signer of [key, successor]) {
      const { outcomeOf, told } = aBench({ ...signer.jwk, ...unsaid });
      expect(await outcomeOf(signer)).toBe('verified');
      expect(await outcomeOf(stranger)).toBe('signature');
      expect(told()).toEqual([]);
    }
  });

  test('is told when it changes, and not at each fetch', async () => {
    const { publish, clock, outcomeOf, told } = aBench();
    const fetchAnew = async (...odds: readonly unknown[]) => {
      publish(...odds, key.jwk);
      clock.advance(FORGOTTEN_MS);
      expect(await outcomeOf(key)).toBe('verified');
      return told().map(({ ignored }) => ignored);
    };
    expect(await fetchAnew()).toEqual([]);
    expect(await fetchAnew(null)).toEqual([1]);
    expect(await fetchAnew(null)).toEqual([1]);
    expect(await fetchAnew(null, { kid: 'x' })).toEqual([1, 2]);
    expect(await fetchAnew()).toEqual([1, 2, 0]);
  });

  test('is bounded: among a thousand keys, of which no more than eight have one id', async () => {
    const { kty, crv, x, y } = successor.jwk;
    const many = Array.from({ length: 900 }, (_, index) => ({ kty, crv, x, y, kid: `${index}` }));
    const same = Array.from({ length: 100 }, () => ({ kty, crv, x, y, kid: 'same' }));
    const { outcomeOf, told } = aBench(...many, ...same, key.jwk);
    expect(await outcomeOf(key)).toBe('verified');
    expect(await outcomeOf({ ...successor, kid: 'same' })).toBe('verified');
    expect(told()).toMatchObject([{ ignored: 92, kept: 909 }]);
  });
});
