/**
 * The trust boundary: from a request’s headers to a Caller, or to the reason why not. The token's `iss` is only
 * ever compared with the settings; nothing that a token says decides where keys are fetched from. The host's
 * `x-ms-client-principal` headers are never read: without Easy Auth in front anybody can send them.
 */
import { decodeJwt, type JWTPayload } from 'jose';
import type { Clock } from '../lib/clock.ts';
import type { Send } from '../lib/http.ts';
import type { Log } from '../lib/log.ts';
import { err, ok, type Result } from '../lib/result.ts';
import { flawedAudience, rulesFor } from './audience.ts';
import { type AuthError, flawed } from './auth-error.ts';
import { readBearerToken } from './bearer.ts';
import { type Caller, callerKey, formerCallerKey, type Others, pseudonymsOf } from './caller.ts';
import { forWhom, type Holder, mayState, type RequestHeaders } from './end-user.ts';
import { issuerHint } from './hints.ts';
import { createIssuerKeys, type IssuerKeys } from './issuer-keys.ts';
import { isPermitted, isRoleForPeople, kindOf, mayBePerson, rolesOf, scopesOf } from './permission.ts';
import { checkRevocation, type Revocation } from './revocation.ts';
import { type StoreAddress, saltsOf } from './salt.ts';
import type { CallerRule } from './settings.ts';
import { verifySignature } from './signature.ts';
import { keySourceOf, type TrustedIssuer } from './trusted-issuer.ts';

/** Of the settings in force: who is let in, who is no longer, and what their pseudonym is made with. */
export interface CallerPolicy {
  readonly callers: readonly CallerRule[];
  readonly revoked: Revocation;
  readonly salt: string | undefined;
}

export interface CallerVerifier {
  /** Of a request, by its headers. */
  verify(headers: RequestHeaders, policy: CallerPolicy): Promise<Result<Caller, AuthError>>;
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
    const name = keySourceOf(trusted);
    const known = keysByIssuer.get(name);
    if (known) return known;
    const keys = createIssuerKeys({ trusted, send, now, log });
    keysByIssuer.set(name, keys);
    return keys;
  }

  async function verify(
    headers: RequestHeaders,
    { callers: rules, revoked, salt }: CallerPolicy,
  ): Promise<Result<Caller, AuthError>> {
    const token = readBearerToken(headers.get('authorization'));
    if (!token.ok) return token;
    const unverified = readUnverified(token.value, rules);
    if (!unverified.ok) return unverified;
    const salts = saltsOf(options.store, salt);
    const admitted = await admitBySome(token.value, unverified.value, salts);
    if (!admitted.ok) return admitted;
    // An app that is revoked takes its end users with it.
    const holder = checkRevocation(admitted.value.caller, revoked);
    if (!holder.ok) return holder;
    const caller = forWhom(headers, rules, admitted.value, salts);
    return caller.ok ? checkRevocation(caller.value, revoked) : caller;
  }

  /** A key counts for the rules that name where it is, and for no other of the same issuer. */
  async function admitBySome(
    token: string,
    { claims, ofIssuer, sources }: Unverified,
    salts: ReturnType<typeof saltsOf>,
  ): Promise<Result<Holder, AuthError>> {
    let refusal: AuthError | undefined;
    for (const trusted of sources) {
      const verified = await verifySignature(token, trusted.issuer, keysOf(trusted).find, now);
      const admitted = verified.ok
        ? admit(verified.value, rulesOf(trusted, ofIssuer), salts)
        : explain(verified.error, claims, ofIssuer);
      if (admitted.ok) return admitted;
      refusal = refusal && weightOf(refusal) >= weightOf(admitted.error) ? refusal : admitted.error;
    }
    return refusal ? err(refusal) : flawed('issuer');
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
  readonly ofIssuer: readonly CallerRule[];
  /** Where the keys are by the rules of its issuer and, if there are any, of its audience. */
  readonly sources: readonly TrustedIssuer[];
}

function readUnverified(token: string, rules: readonly CallerRule[]): Result<Unverified, AuthError> {
  let claims: JWTPayload;
  try {
    claims = decodeJwt(token);
  } catch {
    return flawed('malformed');
  }
  const issuersOf = (some: readonly CallerRule[]) =>
    some.flatMap(({ issuers }) => issuers).filter(({ issuer }) => issuer === claims.iss);
  const ofIssuer = rules.filter((rule) => issuersOf([rule]).length > 0);
  if (ofIssuer.length === 0) return flawed('issuer', issuerHint(claims, rules));
  const ofAudience = rulesFor(claims, ofIssuer);
  const trusted = issuersOf(ofAudience.length > 0 ? ofAudience : ofIssuer);
  const sources = [...new Map(trusted.map((each) => [keySourceOf(each), each])).values()];
  return ok({ claims, ofIssuer, sources });
}

function rulesOf(trusted: TrustedIssuer, rules: readonly CallerRule[]): readonly CallerRule[] {
  return rules.filter(({ issuers }) => issuers.some((each) => keySourceOf(each) === keySourceOf(trusted)));
}

/** What is said of a token that is good beats that its keys cannot be had, and this beats that one set lacks its key. */
function weightOf(error: AuthError): number {
  if (error.reason === 'issuer_unavailable') return 1;
  return error.reason === 'token_invalid' && error.flaw === 'signature' ? 0 : 2;
}

/**
 * A token of Microsoft Graph's has a `nonce` in its header and verifies for nobody but Graph: what is wrong with it is
 * its audience. It is refused either way.
 */
function explain(error: AuthError, claims: JWTPayload, ofIssuer: readonly CallerRule[]): Result<never, AuthError> {
  const isOfSignature = error.reason === 'token_invalid' && error.flaw === 'signature';
  const isNobodys = claims.aud !== undefined && rulesFor(claims, ofIssuer).length === 0;
  return isOfSignature && isNobodys ? flawedAudience(claims, ofIssuer) : err(error);
}

/** The rules of the token's issuer, each with its own audiences, tenant and permission: one that fits is enough. */
function admit(
  claims: JWTPayload,
  ofIssuer: readonly CallerRule[],
  salts: ReturnType<typeof saltsOf>,
): Result<Holder, AuthError> {
  const ofAudience = rulesFor(claims, ofIssuer);
  if (ofAudience.length === 0) return flawedAudience(claims, ofIssuer);
  const ofTenant = ofAudience.filter(({ tenant }) => tenant === undefined || tenant === claims['tid']);
  if (ofTenant.length === 0) return flawed('tenant');
  const permitting = ofTenant.filter((rule) => isPermitted(claims, rule));
  if (permitting.length === 0) return err(lackOf(claims, ofTenant));
  const key = callerKey(claims);
  if (key === undefined) return flawed('claims', 'The token’s sub is empty, or no text.');
  const issuedAtSeconds = typeof claims.iat === 'number' ? claims.iat : undefined;
  const keys = [key, formerCallerKey(claims) ?? key] as const;
  const [hash, ...formerHashes] = pseudonymsOf(keys, salts);
  const caller = {
    hash,
    formerHashes,
    scopes: permitting.flatMap((rule) => scopesOf(claims, rule)),
    roles: permitting.flatMap((rule) => rolesOf(claims, rule)),
    isOperator: permitting.some(
      (rule) => rule.operatorRole !== undefined && rolesOf(claims, rule).includes(rule.operatorRole),
    ),
    isPerson: mayBePerson(claims),
    rule: permitting[0]?.id ?? '',
    seesCallsOf: othersOf(claims, permitting, 'operatorRole'),
    endsCallsOf: othersOf(claims, permitting, 'hangUpRole'),
    issuedAtSeconds,
  };
  return ok({ caller, keys, speaksBy: permitting.find((rule) => mayState(claims, rule)) });
}

/** @param rules those that the token is for. */
function lackOf(claims: JWTPayload, rules: readonly CallerRule[]): AuthError {
  const [rule] = rules;
  return {
    reason: 'insufficient_scope',
    kind: kindOf(claims, rule),
    scope: rules.find(({ scope }) => scope !== undefined)?.scope,
    role: rules.find(({ role }) => role !== undefined)?.role,
    isRoleForPeople: rules.every(isRoleForPeople),
    scopes: scopesOf(claims, rule),
    roles: rolesOf(claims, rule),
  };
}

function othersOf(claims: JWTPayload, permitting: readonly CallerRule[], right: 'operatorRole' | 'hangUpRole'): Others {
  const rules = permitting.filter((rule) => rule[right] !== undefined && rolesOf(claims, rule).includes(rule[right]));
  return rules.some(({ operatesAll }) => operatesAll) ? 'everybody' : { rules: rules.map(({ id }) => id) };
}
