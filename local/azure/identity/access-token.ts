/** Tokens of the emulated managed identity: made here, and checked here for the services that receive them. */
import { jwtVerify } from 'jose';
import { IDENTITY_CLIENT_ID, IDENTITY_OBJECT_ID, TENANT_ID } from '../directory.ts';
import type { SigningKey } from '../signing-key.ts';

export interface AccessToken {
  readonly token: string;
  readonly expiresOnEpochSeconds: number;
}

/** The issuer claim; only the emulated services read it. */
const IDENTITY_ISSUER = `https://emulated.invalid/${TENANT_ID}/`;

export function createAccessToken(key: SigningKey, resource: string, lifetimeSeconds: number): AccessToken {
  const now = Math.floor(Date.now() / 1000);
  const expiresOnEpochSeconds = now + lifetimeSeconds;
  const token = key.sign({
    aud: resource,
    iss: IDENTITY_ISSUER,
    iat: now,
    nbf: now,
    exp: expiresOnEpochSeconds,
    appid: IDENTITY_CLIENT_ID,
    oid: IDENTITY_OBJECT_ID,
    sub: IDENTITY_OBJECT_ID,
    tid: TENANT_ID,
  });
  return { token, expiresOnEpochSeconds };
}

/** The audience of a good, unexpired token of this identity, without a trailing slash; `undefined` for any other text. */
export async function readAudience(key: SigningKey, token: string): Promise<string | undefined> {
  try {
    const { payload } = await jwtVerify(token, key.publicKey, { issuer: IDENTITY_ISSUER, algorithms: ['RS256'] });
    return typeof payload.aud === 'string' ? payload.aud.replace(/\/$/, '') : undefined;
  } catch {
    return undefined;
  }
}

/** The token of an `Authorization: Bearer` header. */
export function toBearerToken(authorization: string | undefined): string | undefined {
  return /^Bearer +(\S+) *$/i.exec(authorization ?? '')?.[1];
}
