/** The header of a token is the attacker's to write: algorithm, key, key id and extensions, through the bundle. */
import { generateKeyPairSync, sign } from 'node:crypto';
import { type Attack, againstEachShape, describeAttacks, type Forger, hmac, WAYS_TO_KEYS } from './attack-table.ts';

const empty = (): Buffer => Buffer.alloc(0);
const good = ({ signed }: Forger): Promise<string> => signed();

/** The header lies about the algorithm, with and without the signature of another one. */
const unsigned = (alg: unknown): Attack => [
  `alg ${JSON.stringify(alg)} without a signature`,
  ({ assembled }) => assembled({ alg }, empty),
  good,
];
const mislabelled = (alg: unknown): Attack => [
  `alg ${JSON.stringify(alg)} over a true RS256 signature`,
  ({ signed }) => signed({}, { alg }),
  ({ signed }) => signed({}, { alg: 'RS256' }),
];

const confused = (
  alg: 'HS256' | 'HS384' | 'HS512',
  hash: Parameters<typeof hmac>[0],
  form: Parameters<typeof hmac>[2],
): Attack => [
  `${alg} with the issuer’s public key as secret, as ${form}`,
  ({ assembled, publicJwk }) => assembled({ alg }, hmac(hash, publicJwk, form)),
  good,
];

const onCurve = (alg: string, namedCurve: string, hash: string): Attack => [
  `${alg} under the key id of an RSA key`,
  ({ assembled }) => {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve });
    return assembled({ alg }, (input) =>
      sign(hash, Buffer.from(input), { key: privateKey, dsaEncoding: 'ieee-p1363' }),
    );
  },
  good,
];

/** The neighbour carries the same members, and counts for its issuer's signature: they are not read. */
const injected = (what: string, members: (forger: Forger) => Readonly<Record<string, unknown>>): Attack => [
  `a key injected by ${what}`,
  (forger) => forger.forged(members(forger)),
  (forger) => forger.signed({}, { ...members(forger), kid: forger.kid }),
];
const stolen = ({ issuer }: Forger): string => `${new URL(issuer).origin}/stolen`;

/** Signed by the issuer, so that nothing but the key id can be the reason; the neighbour has it where nobody reads it. */
const keyId = (what: string, kid: (forger: Forger) => unknown): Attack => [
  `a key id that is ${what}`,
  (forger) => forger.signed({}, { kid: kid(forger) }),
  (forger) => forger.signed({}, { x5t: kid(forger) }),
];

const extended = (
  what: string,
  members: Readonly<Record<string, unknown>>,
  neighbour: Readonly<Record<string, unknown>>,
): Attack => [what, ({ signed }) => signed({}, members), ({ signed }) => signed({}, neighbour)];

againstEachShape((get) => {
  describeAttacks('an algorithm of the attacker’s choice', get, 401, [
    ...['none', 'None', 'NONE', 'nOnE', '', null, undefined].map(unsigned),
    ...['rs256', 'RS256 ', 'RS256\0', 'RS512', 'PS256', 'RS255', ['RS256'], { RS256: true }, 256].map(mislabelled),
  ]);

  describeAttacks('a public key taken for a secret', get, 401, [
    confused('HS256', 'sha256', 'pem'),
    confused('HS256', 'sha256', 'der'),
    confused('HS256', 'sha256', 'jwk'),
    confused('HS256', 'sha256', 'n'),
    confused('HS256', 'sha256', 'empty'),
    confused('HS384', 'sha384', 'pem'),
    confused('HS512', 'sha512', 'pem'),
  ]);

  describeAttacks('a key of another kind', get, 401, [
    onCurve('ES256', 'P-256', 'sha256'),
    onCurve('ES384', 'P-384', 'sha384'),
    onCurve('ES512', 'P-521', 'sha512'),
    onCurve('ES256K', 'secp256k1', 'sha256'),
    [
      'EdDSA under the key id of an RSA key',
      ({ assembled }) => {
        const { privateKey } = generateKeyPairSync('ed25519');
        return assembled({ alg: 'EdDSA' }, (input) => sign(null, Buffer.from(input), privateKey));
      },
      good,
    ],
  ]);

  describeAttacks('a key that the token brings along', get, 401, [
    injected('jwk', ({ own }) => ({ jwk: own.publicJwk })),
    injected('jwk under the attacker’s own key id', ({ own }) => ({ jwk: own.publicJwk, kid: own.kid })),
    injected('jku', (forger) => ({ jku: stolen(forger) })),
    injected('jku under the attacker’s own key id', (forger) => ({ jku: stolen(forger), kid: forger.own.kid })),
    injected('x5u', (forger) => ({ x5u: stolen(forger) })),
    injected('x5c', ({ own }) => ({ x5c: [own.publicKey.export({ type: 'spki', format: 'der' }).toString('base64')] })),
    injected('a key id that is an address', (forger) => ({ kid: stolen(forger) })),
  ]);

  test('no address that a token named was asked for', () => {
    const { requests } = get().system.azure;
    expect(requests.count('issuer', ({ path }) => path.includes('stolen'))).toBe(0);
    expect(requests.count('issuer')).toBeGreaterThan(0);
  });

  describeAttacks('a key id', get, 401, [
    keyId('a path to an empty file', () => '../../../../../../dev/null'),
    keyId('a path behind the real id', ({ kid }) => `${kid}/../${kid}`),
    keyId('SQL', () => "' UNION SELECT 'secret' --"),
    keyId('a shell command', () => '$(id)|id'),
    keyId('8,000 characters long', () => 'k'.repeat(8_000)),
    keyId('missing', () => undefined),
    keyId('null', () => null),
    keyId('empty', () => ''),
    keyId('a number', () => 1),
    keyId('a list with the real id', ({ kid }) => [kid]),
    keyId('the name of an object’s prototype', () => '__proto__'),
    keyId('the real id in capitals', ({ kid }) => kid.toUpperCase()),
    keyId('the real id and a NUL', ({ kid }) => `${kid}\0`),
    keyId('the real id and a zero-width space', ({ kid }) => `${kid}\u200b`),
  ]);

  describeAttacks('an extension that must be understood', get, 401, [
    extended('crit that names an unknown member', { crit: ['x'], x: 1 }, { x: 1 }),
    extended('crit that names a member which is not there', { crit: ['x'] }, {}),
    extended('crit that is empty', { crit: [] }, {}),
    extended('crit that is no list', { crit: 'x', x: 1 }, { x: 1 }),
    extended('crit that names a standard member', { crit: ['alg'] }, {}),
    extended(
      'crit that names a standard member beside a known one',
      { crit: ['b64', 'kid'], b64: true },
      { b64: true },
    ),
    extended('b64 false, named in crit', { crit: ['b64'], b64: false }, { crit: ['b64'], b64: true }),
    extended('b64 that is no boolean', { crit: ['b64'], b64: 'false' }, { crit: ['b64'], b64: true }),
  ]);
}, WAYS_TO_KEYS);
