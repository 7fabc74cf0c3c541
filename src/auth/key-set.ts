/** What of an issuer's key set can be used: one member that cannot is no reason to refuse those of the others. */
import type { JWK } from 'jose';
import * as z from 'zod/mini';
import { isJsonObject, type JsonObject } from '../lib/json.ts';

export interface UsableKeys {
  readonly keys: readonly JWK[];
  /** How many members are no key, or none that anything here understands. */
  readonly ignored: number;
}

/** Each key of the token's id may have to be tried, and a try costs a verification. */
const MAX_KEYS_OF_ONE_ID = 8;

const keySet = z.object({ keys: z.array(z.unknown()) });

const text = z.string();
const purpose = {
  kid: z.exactOptional(text),
  alg: z.exactOptional(text),
  use: z.exactOptional(text),
  key_ops: z.exactOptional(z.array(text)),
};
/**
 * RFC 7518 sections 6.2 and 6.3, RFC 8037 section 2: what such a public key must have, and what it is for. A symmetric
 * key is no public one. Whatever else a member has, such as certificates, is left behind.
 */
const publicKey = z.discriminatedUnion('kty', [
  z.object({ ...purpose, kty: z.literal('RSA'), n: text, e: text }),
  z.object({ ...purpose, kty: z.literal('EC'), crv: text, x: text, y: text }),
  z.object({ ...purpose, kty: z.literal('OKP'), crv: text, x: text }),
]);

/**
 * RFC 7517 section 5: a key with a type that is not understood, or without what it must have, is ignored. One that is
 * for something else, such as encryption, is never chosen and worth no word. `undefined`: this is no key set.
 */
export function readKeySet(document: unknown): UsableKeys | undefined {
  const read = keySet.safeParse(document);
  if (!read.success) return undefined;
  const keys: JWK[] = [];
  const ofId = new Map<string | undefined, number>();
  for (const member of read.data.keys) {
    const said = whatIsSaid(member);
    const key = publicKey.safeParse(said).data;
    const count = ofId.get(key?.kid) ?? 0;
    // A private key that everybody can read signs for everybody.
    if (!key || 'd' in said || count === MAX_KEYS_OF_ONE_ID) continue;
    ofId.set(key.kid, count + 1);
    keys.push(key);
  }
  return { keys, ignored: read.data.keys.length - keys.length };
}

/**
 * Some issuers write what a key does not say as null or as an empty list (Abblix/Oidc.Server#263,
 * AzureAD/azure-activedirectory-identitymodel-extensions-for-dotnet#2254).
 */
function whatIsSaid(member: unknown): JsonObject {
  if (!isJsonObject(member)) return {};
  const isSaid = (value: unknown): boolean => value !== null && !(Array.isArray(value) && value.length === 0);
  return Object.fromEntries(Object.entries(member).filter(([, value]) => isSaid(value)));
}
