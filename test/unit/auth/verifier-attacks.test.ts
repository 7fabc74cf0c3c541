/**
 * Attacks that need keys of other kinds, or claims that no JSON library writes. Each refused token stands beside the
 * nearest one that is let in; the rest of them go through the bundle in test/http/attack-*.test.ts.
 */
import { KeyObject, sign } from 'node:crypto';
import { NOON_MS } from '../../support/clock.ts';
import { aSigningKey, aToken, type SigningKey, someClaims } from '../../support/identity-provider.ts';
import { API } from '../../support/stored-settings.ts';
import { aVerifierBench, flaw } from './verifier-bench.ts';

let rsa: SigningKey;
let ec: SigningKey;
beforeAll(async () => {
  [rsa, ec] = await Promise.all([aSigningKey('key-rsa'), aSigningKey('key-ec', 'ES256')]);
});

const halves = (header: string, claims: string): string =>
  `${Buffer.from(header).toString('base64url')}.${Buffer.from(claims).toString('base64url')}`;

/** Truly signed with ES256 over exactly these texts. */
async function signedText(header: string, claims: string, signer = ec): Promise<string> {
  const input = halves(header, claims);
  const key = KeyObject.from(signer.privateKey);
  const signature = sign('sha256', Buffer.from(input), { key, dsaEncoding: 'ieee-p1363' });
  return `${input}.${signature.toString('base64url')}`;
}

const HEADER = '{"alg":"ES256","kid":"key-ec"}';
const claimsText = (extra = ''): string => `${JSON.stringify(someClaims(NOON_MS)).slice(0, -1)}${extra}}`;

describe('a key on another curve', () => {
  test.each([
    ['ES384', 'ES384'],
    ['ES512', 'ES512'],
    ['EdDSA', 'EdDSA'],
    ['RS256', 'RS256'],
  ])('signs nothing under the key id of a P-256 key: %s', async (_what, alg) => {
    const { verify } = aVerifierBench([ec]);
    const stranger = await aSigningKey(ec.kid, alg);
    expect(await verify(await aToken(stranger, NOON_MS))).toEqual(flaw('signature'));
    expect((await verify(await aToken(ec, NOON_MS))).ok).toBe(true);
  });

  test('is not saved by a key set that leaves out the algorithm', async () => {
    const { alg: _alg, ...jwk } = ec.jwk;
    const { verify } = aVerifierBench([{ ...ec, jwk }]);
    expect(await verify(await aToken(await aSigningKey(ec.kid, 'ES384'), NOON_MS))).toEqual(flaw('signature'));
    expect((await verify(await aToken(ec, NOON_MS))).ok).toBe(true);
  });

  test('that is published for encryption, or as a secret, signs nothing', async () => {
    for (const jwk of [
      { ...ec.jwk, use: 'enc' },
      { ...ec.jwk, key_ops: ['sign'] },
      { kty: 'oct', k: 'AAAA', kid: ec.kid },
    ]) {
      expect((await aVerifierBench([{ ...ec, jwk }]).verify(await aToken(ec, NOON_MS))).ok).toBe(false);
    }
    expect(
      (await aVerifierBench([{ ...ec, jwk: { ...ec.jwk, key_ops: ['verify'] } }]).verify(await aToken(ec, NOON_MS))).ok,
    ).toBe(true);
  });
});

describe('an ES256 signature', () => {
  const withSignature = async (signature: Buffer): Promise<string> =>
    `${(await aToken(ec, NOON_MS)).replace(/[^.]*$/, '')}${signature.toString('base64url')}`;

  test.each([
    ['of zeros, which verifies for every message where nobody checks (CVE-2022-21449)', Buffer.alloc(64)],
    ['of one half zero', Buffer.concat([Buffer.alloc(32), Buffer.alloc(32, 1)])],
    [
      'of the curve’s order',
      Buffer.from('ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551'.repeat(2), 'hex'),
    ],
    ['of no bytes', Buffer.alloc(0)],
    ['of 63 bytes', Buffer.alloc(63, 1)],
    ['of 10,000 bytes', Buffer.alloc(7_500, 1)],
  ])('%s is refused', async (_what, signature) => {
    const { verify } = aVerifierBench([ec]);
    expect((await verify(await withSignature(signature))).ok).toBe(false);
    expect((await verify(await aToken(ec, NOON_MS))).ok).toBe(true);
  });

  test('in DER, as other formats have it, is refused, and the same in its own form is not', async () => {
    const { verify } = aVerifierBench([ec]);
    const input = halves(HEADER, claimsText());
    const der = sign('sha256', Buffer.from(input), KeyObject.from(ec.privateKey));
    expect(await verify(`${input}.${der.toString('base64url')}`)).toEqual(flaw('signature'));
    expect((await verify(await signedText(HEADER, claimsText()))).ok).toBe(true);
  });
});

describe('a member that is there twice', () => {
  const twice = (claim: string, value: unknown): string => `,"${claim}":${JSON.stringify(value)}`;

  /** RFC 7519 section 4 lets a parser take the last one; what counts is that every step takes the same. */
  test.each([
    ['aud', 'https://graph.microsoft.com', API],
    ['iss', 'https://evil.example', someClaims(NOON_MS).iss],
    ['exp', 0, NOON_MS / 1_000 + 60],
    ['scp', 'User.Read', 'access_as_user'],
    ['tid', 'another', someClaims(NOON_MS)['tid']],
  ])('counts by its last value in all steps: %s', async (claim, bad, good) => {
    const { verify } = aVerifierBench([ec]);
    const both = twice(claim, good) + twice(claim, bad);
    expect((await verify(await signedText(HEADER, claimsText(both)))).ok).toBe(false);
    expect((await verify(await signedText(HEADER, claimsText(twice(claim, bad) + twice(claim, good))))).ok).toBe(true);
  });

  test('does not hide another algorithm in the header', async () => {
    const { verify } = aVerifierBench([ec]);
    expect(await verify(await signedText('{"alg":"ES256","kid":"key-ec","alg":"none"}', claimsText()))).toEqual(
      flaw('algorithm'),
    );
    expect((await verify(await signedText('{"alg":"none","kid":"key-ec","alg":"ES256"}', claimsText()))).ok).toBe(true);
  });

  test('cannot be smuggled in by an escape: the name is compared after it is read', async () => {
    const { verify } = aVerifierBench([ec]);
    const escaped = ',"\\u0061ud":"https://graph.microsoft.com"';
    expect(await verify(await signedText(HEADER, claimsText(escaped)))).toEqual(flaw('audience'));
    expect((await verify(await signedText(HEADER, claimsText(`,"\\u0061ud":"${API}"`)))).ok).toBe(true);
  });
});

describe('claims that are odd and truly signed', () => {
  test.each([
    ['an end that never comes', '{"exp":1e999}', flaw('claims').error],
    [
      'a prototype instead of claims',
      '{"__proto__":{"scp":"access_as_user"},"scp":""}',
      { reason: 'insufficient_scope' },
    ],
    ['an audience only in the prototype', `{"__proto__":{"aud":"${API}"},"aud":[]}`, flaw('audience').error],
  ])('%s is refused', async (_what, odd, error) => {
    const { verify } = aVerifierBench([ec]);
    const outcome = await verify(await signedText(HEADER, claimsText(`,${odd.slice(1, -1)}`)));
    expect(outcome).toMatchObject({ ok: false, error });
    expect((await verify(await signedText(HEADER, claimsText(',"__proto__":{"x":1}')))).ok).toBe(true);
  });

  test('a byte order mark before the claims is refused', async () => {
    const { verify } = aVerifierBench([ec]);
    const token = await signedText(HEADER, `\u{feff}\u{feff}${claimsText()}`);
    expect((await verify(token)).ok).toBe(false);
    expect((await verify(await signedText(HEADER, ` ${claimsText()} `))).ok).toBe(true);
  });
});

test('the key of one algorithm does not verify another of the same family', async () => {
  const { verify } = aVerifierBench([rsa]);
  for (const alg of ['PS256', 'RS384', 'RS512']) {
    const stranger = await aSigningKey(rsa.kid, alg);
    expect(await verify(await aToken(stranger, NOON_MS))).toEqual(flaw('signature'));
  }
  expect((await verify(await aToken(rsa, NOON_MS))).ok).toBe(true);
});
