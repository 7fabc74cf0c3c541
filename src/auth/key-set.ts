/** What of an issuer's key set can be used: one member that cannot is no reason to refuse those of the others. */
import type { JWK } from 'jose';
import * as z from 'zod/mini';

export interface UsableKeys {
  readonly keys: readonly JWK[];
  /** Members that are no key, or none that anything here understands. */
  readonly ignored: readonly unknown[];
}

/** Each key of the token's id may have to be tried, and a try costs a verification. */
const MAX_KEYS_OF_ONE_ID = 8;

const keySet = z.object({ keys: z.array(z.unknown()) });

/** RFC 7518 sections 6.2 and 6.3, RFC 8037 section 2: what such a public key must have. A symmetric key is no public one. */
const publicKey = z.union([
  z.looseObject({ kty: z.literal('RSA'), n: z.string(), e: z.string() }),
  z.looseObject({ kty: z.literal('EC'), crv: z.string(), x: z.string(), y: z.string() }),
  z.looseObject({ kty: z.literal('OKP'), crv: z.string(), x: z.string() }),
]);

/**
 * RFC 7517 section 5: a key with a type that is not understood, or without what it must have, is ignored. One that is
 * for something else, such as encryption, is never chosen and worth no word. `undefined`: this is no key set.
 */
export function readKeySet(document: unknown): UsableKeys | undefined {
  const read = keySet.safeParse(document);
  if (!read.success) return undefined;
  const keys: JWK[] = [];
  const ignored: unknown[] = [];
  const ofId = new Map<unknown, number>();
  for (const member of read.data.keys) {
    const key = publicKey.safeParse(member).data;
    const count = ofId.get(key?.['kid']) ?? 0;
    // A private key that everybody can read signs for everybody.
    if (!key || 'd' in key || count === MAX_KEYS_OF_ONE_ID) {
      ignored.push(member);
      continue;
    }
    ofId.set(key['kid'], count + 1);
    keys.push(key);
  }
  return { keys, ignored };
}
