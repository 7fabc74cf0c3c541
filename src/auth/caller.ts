/** Who calls, as one key: everything that is counted, logged or stored about a person goes by it. */
import { createHmac } from 'node:crypto';
import type { JWTPayload } from 'jose';

export interface Caller {
  /** Pseudonym in logs, telemetry and tables: the same on every instance, another in every deployment. */
  readonly hash: string;
  /** What the token carries, beyond having been let in: a profile may ask for it. */
  readonly scopes: readonly string[];
  readonly roles: readonly string[];
  /** May see how the service is doing. */
  readonly isOperator: boolean;
  /** `iat` of the access token; `undefined` when it has none. */
  readonly issuedAtSeconds: number | undefined;
}

/** Half of SHA-256: no two callers of one deployment will ever share it. */
const HASH_BYTES = 16;

/**
 * `tid` and `oid` name a person in Entra whatever the app; elsewhere `iss` and `sub` do (OpenID Connect Core
 * section 5.7). `undefined` when a token has neither. The tenant must be the issuer's own, which every issuer of Entra
 * has in its path: another issuer's users may be able to write these claims themselves.
 */
export function callerKey({ iss, sub, tid, oid }: JWTPayload): string | undefined {
  if (isName(iss) && isName(tid) && isName(oid) && isIssuerOf(iss, tid)) {
    return JSON.stringify(['entra', tid.toLowerCase(), oid.toLowerCase()]);
  }
  return isName(iss) && isName(sub) ? JSON.stringify(['oidc', iss, sub]) : undefined;
}

function isIssuerOf(issuer: string, tenant: string): boolean {
  return issuer.toLowerCase().includes(`/${tenant.toLowerCase()}/`);
}

/**
 * The salt is what tells deployments apart and need not be secret: it keeps one deployment's pseudonyms from being
 * matched with another's. Whoever knows a person's ids and the salt can compute the pseudonym.
 */
export function hashCaller(key: string, salt: string): string {
  return createHmac('sha256', salt).update(key).digest().subarray(0, HASH_BYTES).toString('hex');
}

function isName(claim: unknown): claim is string {
  return typeof claim === 'string' && claim !== '';
}
