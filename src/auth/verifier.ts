/**
 * The trust boundary: from an Authorization header to a Caller, or to the reason why not. The token's `iss` is only
 * ever compared with the settings; nothing that a token says decides where keys are fetched from. The host's
 * `x-ms-client-principal` headers are never read: without Easy Auth in front anybody can send them.
 */
import { decodeJwt, type JWTPayload } from 'jose';
import type { Clock } from '../lib/clock.ts';
import type { Send } from '../lib/http.ts';
import type { Log } from '../lib/log.ts';
import { err, ok, type Result } from '../lib/result.ts';
import { type AuthError, flawed } from './auth-error.ts';
import { readBearerToken } from './bearer.ts';
import { type Caller, callerKey, formerCallerKey, pseudonymsOf } from './caller.ts';
import { audienceHint, issuerHint } from './hints.ts';
import { createIssuerKeys, type IssuerKeys } from './issuer-keys.ts';
import { isPermitted, kindOf, rolesOf, scopesOf } from './permission.ts';
import { checkRevocation, type Revocation } from './revocation.ts';
import { type StoreAddress, saltsOf } from './salt.ts';
import type { CallerRule } from './settings.ts';
import { verifySignature } from './signature.ts';
import type { TrustedIssuer } from './trusted-issuer.ts';

/** Of the settings in force: who is let in, who is no longer, and what their pseudonym is made with. */
export interface CallerPolicy {
  readonly callers: readonly CallerRule[];
  readonly revoked: Revocation;
  readonly salt: string | undefined;
}

export interface CallerVerifier {
  verify(authorization: string | null, policy: CallerPolicy): Promise<Result<Caller, AuthError>>;
}

export interface WarmedVerifier extends CallerVerifier {
  /** Starts to fetch the keys of the issuers that the rules name, and waits for none of them. */
  warmUp(callers: readonly CallerRule[]): void;
}

/** Four tenants under both of their issuers; the keys of further ones are fetched when somebody comes with a token. */
const MAX_WARMED_ISSUERS = 8;

export function createCallerVerifier(options: {
  readonly send: Send;
  readonly now: Clock;
  readonly log: Log;
  /** The settings' store: pseudonyms are made with its address where the settings have no salt. */
  readonly store: StoreAddress;
}): WarmedVerifier {
  const { send, now, log } = options;
  // One entry for each issuer that the settings have named since the start: bounded by what an operator writes.
  const keysByIssuer = new Map<string, IssuerKeys>();

  function keysOf(trusted: TrustedIssuer): IssuerKeys {
    const name = `${trusted.issuer} ${trusted.discoveryUrl}`;
    const known = keysByIssuer.get(name);
    if (known) return known;
    const keys = createIssuerKeys({ trusted, send, now, log });
    keysByIssuer.set(name, keys);
    return keys;
  }

  async function verify(
    authorization: string | null,
    { callers: rules, revoked, salt }: CallerPolicy,
  ): Promise<Result<Caller, AuthError>> {
    const token = readBearerToken(authorization);
    if (!token.ok) return token;
    const unverified = findIssuer(token.value, rules);
    if (!unverified.ok) return unverified;
    const { trusted } = unverified.value;
    const claims = await verifySignature(token.value, trusted.issuer, keysOf(trusted).find, now);
    if (!claims.ok) return explain(claims.error, unverified.value, rules);
    const caller = admit(claims.value, rules, saltsOf(options.store, salt));
    return caller.ok ? checkRevocation(caller.value, revoked) : caller;
  }

  function warmUp(rules: readonly CallerRule[]): void {
    const named = new Set(rules.flatMap(({ issuers }) => issuers).map(keysOf));
    for (const keys of [...named].slice(0, MAX_WARMED_ISSUERS)) keys.warmUp();
  }

  return { verify, warmUp };
}

/** Whose token it says that it is: nothing of it counts before its signature is verified. */
interface Unverified {
  readonly claims: JWTPayload;
  readonly trusted: TrustedIssuer;
}

function findIssuer(token: string, rules: readonly CallerRule[]): Result<Unverified, AuthError> {
  let claims: JWTPayload;
  try {
    claims = decodeJwt(token);
  } catch {
    return flawed('malformed');
  }
  const trusted = rules.flatMap(({ issuers }) => issuers).find(({ issuer }) => issuer === claims.iss);
  return trusted ? ok({ claims, trusted }) : flawed('issuer', issuerHint(claims, rules));
}

/**
 * A token of Microsoft Graph's has a `nonce` in its header and verifies for nobody but Graph: what is wrong with it is
 * its audience. It is refused either way.
 */
function explain(error: AuthError, { claims }: Unverified, rules: readonly CallerRule[]): Result<never, AuthError> {
  const isOfSignature = error.reason === 'token_invalid' && error.flaw === 'signature';
  const isNobodys = audiencesOf(claims).length > 0 && rulesFor(claims, rules).length === 0;
  return isOfSignature && isNobodys ? flawedAudience(claims, rules) : err(error);
}

function audiencesOf({ aud }: JWTPayload): readonly unknown[] {
  return [aud ?? []].flat();
}

function flawedAudience(claims: JWTPayload, rules: readonly CallerRule[]): Result<never, AuthError> {
  const named = ofItsIssuer(claims, rules).flatMap((rule) => rule.audiences);
  return flawed('audience', audienceHint(audiencesOf(claims), named));
}

/** Those of the token's issuer that have its audience. */
function rulesFor(claims: JWTPayload, rules: readonly CallerRule[]): readonly CallerRule[] {
  const audiences = audiencesOf(claims);
  return ofItsIssuer(claims, rules).filter((rule) => rule.audiences.some((audience) => audiences.includes(audience)));
}

function ofItsIssuer({ iss }: JWTPayload, rules: readonly CallerRule[]): readonly CallerRule[] {
  return rules.filter(({ issuers }) => issuers.some(({ issuer }) => issuer === iss));
}

/** The rules of the token's issuer, each with its own audiences, tenant and permission: one that fits is enough. */
function admit(
  claims: JWTPayload,
  rules: readonly CallerRule[],
  salts: ReturnType<typeof saltsOf>,
): Result<Caller, AuthError> {
  const ofAudience = rulesFor(claims, rules);
  if (ofAudience.length === 0) return flawedAudience(claims, rules);
  const ofTenant = ofAudience.filter(({ tenant }) => tenant === undefined || tenant === claims['tid']);
  if (ofTenant.length === 0) return flawed('tenant');
  const permitting = ofTenant.filter((rule) => isPermitted(claims, rule));
  if (permitting.length === 0) {
    return err({
      reason: 'insufficient_scope',
      kind: kindOf(claims),
      scope: ofTenant.find(({ scope }) => scope !== undefined)?.scope,
      role: ofTenant.find(({ role }) => role !== undefined)?.role,
      scopes: scopesOf(claims),
      roles: rolesOf(claims),
    });
  }
  const key = callerKey(claims);
  if (key === undefined) return flawed('claims', 'The token’s sub is empty, or no text.');
  const issuedAtSeconds = typeof claims.iat === 'number' ? claims.iat : undefined;
  const roles = rolesOf(claims);
  const [hash, ...formerHashes] = pseudonymsOf([key, formerCallerKey(claims) ?? key], salts);
  return ok({
    hash,
    formerHashes,
    scopes: scopesOf(claims),
    roles,
    isOperator: permitting.some(({ operatorRole }) => operatorRole !== undefined && roles.includes(operatorRole)),
    issuedAtSeconds,
  });
}
