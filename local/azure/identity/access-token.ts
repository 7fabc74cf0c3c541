/** Tokens of the identities of this machine: made here, and checked here for the services that receive them. */
import { type JWTPayload, jwtVerify } from 'jose';
import { IDENTITY_CLIENT_ID, IDENTITY_OBJECT_ID, OPERATOR_OBJECT_ID, TENANT_ID } from '../foundation/directory.ts';
import type { SigningKey } from '../foundation/signing-key.ts';

export interface AccessToken {
  readonly token: string;
  readonly expiresOnEpochSeconds: number;
}

/** Whom a token names. */
export interface Principal {
  readonly objectId: string;
  readonly applicationId: string;
  /** `app`, or a person's. */
  readonly type: 'app' | 'user';
}

/** The managed identity of the function app. */
export const MANAGED_IDENTITY: Principal = {
  objectId: IDENTITY_OBJECT_ID,
  applicationId: IDENTITY_CLIENT_ID,
  type: 'app',
};

/** The person who is signed in with the Azure CLI, whose public application id this is. */
export const OPERATOR: Principal = {
  objectId: OPERATOR_OBJECT_ID,
  applicationId: '04b07795-8ddb-461a-bbee-02f9e1bf7b46',
  type: 'user',
};

/** The issuer claim; only the emulated services read it. */
const IDENTITY_ISSUER = `https://emulated.invalid/${TENANT_ID}/`;

export function createAccessToken(
  key: SigningKey,
  principal: Principal,
  resource: string,
  lifetimeSeconds: number,
): AccessToken {
  const now = Math.floor(Date.now() / 1000);
  const expiresOnEpochSeconds = now + lifetimeSeconds;
  const token = key.sign({
    aud: resource,
    iss: IDENTITY_ISSUER,
    iat: now,
    nbf: now,
    exp: expiresOnEpochSeconds,
    appid: principal.applicationId,
    idtyp: principal.type,
    oid: principal.objectId,
    sub: principal.objectId,
    tid: TENANT_ID,
  });
  return { token, expiresOnEpochSeconds };
}

/** What a good, unexpired token of this machine says, the audience without a trailing slash; `undefined` for any other text. */
export async function readToken(
  key: SigningKey,
  token: string,
): Promise<{ readonly audience: string; readonly objectId: string } | undefined> {
  try {
    const { aud, oid } = await verified(key, token);
    if (typeof aud !== 'string' || typeof oid !== 'string') return undefined;
    return { audience: aud.replace(/\/$/, ''), objectId: oid };
  } catch {
    return undefined;
  }
}

/** Of each key the tokens that were found good: one is shown with each request, and to verify it is most of many. */
const known = new WeakMap<SigningKey, Map<string, JWTPayload>>();

/** @throws for a token that is not good, or not any more. */
async function verified(key: SigningKey, token: string): Promise<JWTPayload> {
  const good = known.get(key) ?? new Map<string, JWTPayload>();
  known.set(key, good);
  const before = good.get(token);
  if (before && Number(before.exp) * 1_000 > Date.now()) return before;
  good.delete(token);
  const { payload } = await jwtVerify(token, key.publicKey, { issuer: IDENTITY_ISSUER, algorithms: ['RS256'] });
  good.set(token, payload);
  return payload;
}

/** The audience alone, where a service does not ask who it is. */
export async function readAudience(key: SigningKey, token: string): Promise<string | undefined> {
  return (await readToken(key, token))?.audience;
}

/** The token of an `Authorization: Bearer` header. */
export function toBearerToken(authorization: string | undefined): string | undefined {
  return /^Bearer +(\S+) *$/i.exec(authorization ?? '')?.[1];
}
