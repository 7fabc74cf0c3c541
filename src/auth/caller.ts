/** Who calls, as one key: everything that is counted, logged or stored about a person goes by it. */
import { createHmac } from 'node:crypto';
import type { JWTPayload } from 'jose';
import { entraTenantOf } from './entra.ts';

export interface Caller {
  /** Pseudonym in logs, telemetry and tables: the same on every instance, another in every deployment. */
  readonly hash: string;
  /** Pseudonyms that earlier versions gave the same caller: realtime:revoked may still name one. */
  readonly formerHashes: readonly string[];
  /** What the token carries, beyond having been let in: a profile may ask for it. */
  readonly scopes: readonly string[];
  readonly roles: readonly string[];
  /** May see how the service is doing. */
  readonly isOperator: boolean;
  /** False only where the token says that it is an app's own, which has no cap on its calls. */
  readonly isPerson: boolean;
  /** The rule that admitted them; an operator's own is the same. */
  readonly rule: string;
  /** Whose calls they may see, and whose they may end, beside their own. */
  readonly seesCallsOf: Others;
  readonly endsCallsOf: Others;
  /** `iat` of the access token; `undefined` when it has none. */
  readonly issuedAtSeconds: number | undefined;
  /** Of an end user: the app that speaks for them, whose token this is. Absent: callers speak for themselves. */
  readonly statedBy?: StatedBy;
}

export interface StatedBy {
  /** The app’s own pseudonym. */
  readonly app: string;
  readonly formerApps: readonly string[];
  /** Index of the rule in realtime:callers that says what its end users may have. */
  readonly entry: number;
}

/** Callers whom these rules admit, or everybody. */
export type Others = { readonly rules: readonly string[] } | 'everybody';

/** Half of SHA-256: no two callers of one deployment will ever share it. */
const HASH_BYTES = 16;

/**
 * `tid` and `oid` name a person in Entra whatever the app, where the token is of that tenant's own issuer; elsewhere
 * `iss` and `sub` do (OpenID Connect Core section 5.7). `undefined` when a token has neither.
 */
export function callerKey(claims: JWTPayload): string | undefined {
  const { iss, tid } = claims;
  const isEntra = isName(iss) && isName(tid) && entraTenantOf(iss) === tid.toLowerCase();
  return (isEntra ? entraKey(claims) : undefined) ?? subjectKey(claims);
}

/**
 * The key of a caller while any issuer with the tenant in its path passed for Entra. realtime:revoked may name them by
 * it. It counts nowhere else, because whoever can write the claims could be anybody.
 */
export function formerCallerKey(claims: JWTPayload): string | undefined {
  const { iss, tid } = claims;
  const passed = isName(iss) && isName(tid) && iss.toLowerCase().includes(`/${tid.toLowerCase()}/`);
  return passed ? entraKey(claims) : undefined;
}

function entraKey({ tid, oid }: JWTPayload): string | undefined {
  if (!isName(tid) || !isName(oid)) return undefined;
  return JSON.stringify(['entra', tid.toLowerCase(), oid.toLowerCase()]);
}

function subjectKey({ iss, sub }: JWTPayload): string | undefined {
  return isName(iss) && isName(sub) ? JSON.stringify(['oidc', iss, sub]) : undefined;
}

/** Whoever knows a person's ids and the salt can compute the pseudonym. */
export function hashCaller(key: string, salt: string): string {
  return createHmac('sha256', salt).update(key).digest().subarray(0, HASH_BYTES).toString('hex');
}

/** The first is of the key and the salt in force, each the first of its list; the others are those that it may have been. */
export function pseudonymsOf(
  [key, ...formerKeys]: readonly [string, ...string[]],
  [salt, ...formerSalts]: readonly [string, ...string[]],
): readonly [hash: string, ...former: string[]] {
  const hash = hashCaller(key, salt);
  const all = [...new Set([key, ...formerKeys])].flatMap((one) =>
    [salt, ...formerSalts].map((other) => hashCaller(one, other)),
  );
  return [hash, ...new Set(all.filter((other) => other !== hash))];
}

function isName(claim: unknown): claim is string {
  return typeof claim === 'string' && claim !== '';
}
