/** Tokens of callers, in the shape of Entra's version 2 access tokens. Any claim and header member can be bent. */
import { API_CLIENT_ID, API_SCOPE, CALLER_APP_ID, CALLER_OBJECT_ID, TENANT_ID } from '../directory.ts';
import type { SigningKey } from '../signing-key.ts';

interface CallerClaims {
  readonly iss: string;
  /** The API's GUID; `api://<guid>` is what version 1 tokens carry. */
  readonly aud: string;
  readonly sub: string;
  readonly oid: string;
  readonly tid: string;
  /** The client application. */
  readonly azp: string;
  readonly ver: string;
  /** Delegated permissions, separated by spaces; app-only tokens have `roles` and `idtyp: "app"` instead. */
  readonly scp: string;
  /** Epoch seconds, as `nbf` and `exp`. */
  readonly iat: number;
  readonly nbf: number;
  readonly exp: number;
}

/** Any value, also of a wrong type; `undefined` removes the claim. */
export type CallerClaimOverrides = { readonly [Claim in keyof CallerClaims]?: unknown } & Readonly<
  Record<string, unknown>
>;

const LIFETIME_SECONDS = 3_600;

export function createCallerToken(
  key: SigningKey,
  issuer: string,
  claims: CallerClaimOverrides = {},
  header: Readonly<Record<string, unknown>> = {},
): string {
  const now = Math.floor(Date.now() / 1000);
  const good: CallerClaims = {
    iss: issuer,
    aud: API_CLIENT_ID,
    // Pairwise in Entra: neither the object id nor the same for two applications.
    sub: 'AAAAAAAAAAAAAAAAAAAAAIkzqFVrSaSaFHy782bbtaQ',
    oid: CALLER_OBJECT_ID,
    tid: TENANT_ID,
    azp: CALLER_APP_ID,
    ver: '2.0',
    scp: API_SCOPE,
    iat: now,
    nbf: now,
    exp: now + LIFETIME_SECONDS,
  };
  return key.sign({ ...good, ...claims }, header);
}
