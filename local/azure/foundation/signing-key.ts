/**
 * RS256 keys of this process, and tokens signed by hand: jose refuses to make the broken tokens that a verifier must be
 * shown (no algorithm, a symmetric one, a header that lies), so the two base64url halves are put together here.
 */
import {
  createHmac,
  generateKeyPairSync,
  type JsonWebKey,
  type KeyObject,
  type KeyPairKeyObjectResult,
  randomUUID,
  sign,
} from 'node:crypto';

export interface SigningKey {
  readonly kid: string;
  readonly publicKey: KeyObject;
  /** As it stands in a JWKS. */
  readonly publicJwk: JsonWebKey & { readonly kid: string; readonly alg: string; readonly use: string };
  /** A header member set to `undefined` is left out; `alg: none` leaves the signature empty. */
  sign(claims: Readonly<Record<string, unknown>>, header?: Readonly<Record<string, unknown>>): string;
}

/** RSA, of 2048 bits or more. */
export type KeyPair = KeyPairKeyObjectResult;

/** The pair is made when it is first needed: most of an emulated Azure's lives pass without its second issuer. */
export function createSigningKey(makePair: () => KeyPair = generateRsa): SigningKey {
  let made: KeyPair | undefined;
  const pair = (): KeyPair => {
    made ??= makePair();
    return made;
  };
  const kid = randomUUID();
  return {
    kid,
    get publicKey() {
      return pair().publicKey;
    },
    get publicJwk() {
      return { ...pair().publicKey.export({ format: 'jwk' }), kid, alg: 'RS256', use: 'sig' } as const;
    },
    sign(claims, header = {}) {
      const protectedHeader = { typ: 'JWT', alg: 'RS256', kid, ...header };
      const input = `${encode(protectedHeader)}.${encode(claims)}`;
      const { publicKey, privateKey } = pair();
      return `${input}.${signature(protectedHeader.alg, input, privateKey, publicKey).toString('base64url')}`;
    },
  };
}

function generateRsa(): KeyPair {
  return generateKeyPairSync('rsa', { modulusLength: 2048 });
}

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

function signature(alg: unknown, input: string, privateKey: KeyObject, publicKey: KeyObject): Buffer {
  if (alg === 'none') return Buffer.alloc(0);
  // RFC 8725 section 2.1: the attack signs symmetrically with the public key, which everybody has.
  if (alg === 'HS256') {
    return createHmac('sha256', publicKey.export({ type: 'spki', format: 'pem' }))
      .update(input)
      .digest();
  }
  return sign('sha256', Buffer.from(input), privateKey);
}
