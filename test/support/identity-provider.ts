/** An issuer with keys of its own, which signs real tokens and publishes its metadata. */
import type { webcrypto } from 'node:crypto';
import { exportJWK, generateKeyPair, type JWK, type JWTPayload, SignJWT } from 'jose';
import type { Send } from '../../src/lib/http.ts';
import { sendByFetch } from '../../tools/doctor/send-by-fetch.ts';
import { API, TENANT } from './stored-settings.ts';

export const VERSION_2_ISSUER = `https://login.microsoftonline.com/${TENANT}/v2.0`;

export interface SigningKey {
  readonly kid: string;
  readonly alg: string;
  readonly privateKey: webcrypto.CryptoKey;
  readonly jwk: JWK;
}

export async function aSigningKey(kid = 'key-1', alg = 'RS256'): Promise<SigningKey> {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
  return { kid, alg, privateKey, jwk: { ...(await exportJWK(publicKey)), kid, alg, use: 'sig' } };
}

/** Claims of a person's access token of version 2; `undefined` takes a claim away. */
export function someClaims(atMs: number, overrides: Readonly<Record<string, unknown>> = {}): JWTPayload {
  const seconds = atMs / 1000;
  return {
    iss: VERSION_2_ISSUER,
    aud: API,
    sub: 'subject-of-one-person',
    oid: '0a0a0a0a-0000-0000-0000-000000000001',
    tid: TENANT,
    ver: '2.0',
    scp: 'access_as_user',
    iat: seconds,
    nbf: seconds,
    exp: seconds + 3600,
    ...overrides,
  };
}

export async function aToken(
  key: SigningKey,
  atMs: number,
  overrides: Readonly<Record<string, unknown>> = {},
  header: Readonly<Record<string, unknown>> = {},
): Promise<string> {
  return new SignJWT(someClaims(atMs, overrides))
    .setProtectedHeader({ alg: key.alg, kid: key.kid, typ: 'JWT', ...header })
    .sign(key.privateKey);
}

export interface IdentityProvider {
  readonly send: Send;
  /** URLs that were asked for, in order. */
  readonly asked: readonly string[];
  /** Another answer for one URL. */
  answer(url: string, respond: () => Response | Promise<Response>): void;
  publish(issuer: string, discoveryUrl: string, keys: readonly SigningKey[]): void;
}

export function anIdentityProvider(): IdentityProvider {
  const asked: string[] = [];
  const answers = new Map<string, () => Response | Promise<Response>>();
  return {
    asked,
    answer: (url, respond) => void answers.set(url, respond),
    publish(issuer, discoveryUrl, keys) {
      const jwksUri = new URL('keys', discoveryUrl).href;
      answers.set(discoveryUrl, () => Response.json({ issuer, jwks_uri: jwksUri }));
      answers.set(jwksUri, () => Response.json({ keys: keys.map(({ jwk }) => jwk) }));
    },
    send: sendByFetch(async (input) => {
      const url = String(input);
      asked.push(url);
      const respond = answers.get(url);
      if (!respond) throw new TypeError('fetch failed', { cause: { code: 'ECONNREFUSED', syscall: 'connect' } });
      return respond();
    }),
  };
}
