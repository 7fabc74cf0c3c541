/**
 * The trust boundary: from an Authorization header to a Caller, or to the reason why not. The token's `iss` is only
 * ever compared with the settings; nothing that a token says decides where keys are fetched from. The host's
 * `x-ms-client-principal` headers are never read: without Easy Auth in front anybody can send them.
 */
import { decodeJwt, errors, type JWTPayload, type JWTVerifyGetKey, jwtVerify } from 'jose';
import type { Clock } from '../lib/clock.ts';
import { err, ok, type Result } from '../lib/result.ts';
import type { AuthError, TokenFlaw } from './auth-error.ts';
import { readBearerToken } from './bearer.ts';
import { type Caller, callerKey, formerCallerKey, hashCaller } from './caller.ts';
import { createIssuerKeys, IssuerUnavailable } from './issuer-keys.ts';
import { isPermitted, rolesOf, scopesOf } from './permission.ts';
import type { CallerRule } from './settings.ts';
import type { TrustedIssuer } from './trusted-issuer.ts';

export interface CallerVerifier {
  verify(authorization: string | null, rules: readonly CallerRule[]): Promise<Result<Caller, AuthError>>;
}

/** Signatures that a public key verifies. A symmetric one would make the public key the secret. */
const ALGORITHMS = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
];
const CLOCK_TOLERANCE_SECONDS = 60;
/** The longest life of an access token that a known issuer can be configured to give: 30 days (Auth0; Entra's is 28 h). */
const MAX_LIFETIME_SECONDS = 30 * 24 * 60 * 60;

export function createCallerVerifier(options: {
  readonly fetch: typeof fetch;
  readonly now: Clock;
  /** Salt of the callers' pseudonyms. */
  readonly salt: string;
}): CallerVerifier {
  // One entry for each issuer that the settings have named since the start: bounded by what an operator writes.
  const keysByIssuer = new Map<string, JWTVerifyGetKey>();

  function keysOf(trusted: TrustedIssuer): JWTVerifyGetKey {
    const name = `${trusted.issuer} ${trusted.discoveryUrl}`;
    const known = keysByIssuer.get(name);
    if (known) return known;
    const keys = createIssuerKeys({ trusted, fetch: options.fetch, now: options.now });
    keysByIssuer.set(name, keys);
    return keys;
  }

  async function verify(
    authorization: string | null,
    rules: readonly CallerRule[],
  ): Promise<Result<Caller, AuthError>> {
    const token = readBearerToken(authorization);
    if (!token.ok) return token;
    const issuer = findIssuer(token.value, rules);
    if (!issuer.ok) return issuer;
    const claims = await verifySignature(token.value, issuer.value, keysOf(issuer.value), options.now);
    if (!claims.ok) return claims;
    return admit(claims.value, rules, options.salt);
  }

  return { verify };
}

function findIssuer(token: string, rules: readonly CallerRule[]): Result<TrustedIssuer, AuthError> {
  let claims: JWTPayload;
  try {
    claims = decodeJwt(token);
  } catch {
    return flawed('malformed');
  }
  const trusted = rules.flatMap(({ issuers }) => issuers).find(({ issuer }) => issuer === claims.iss);
  return trusted ? ok(trusted) : flawed('issuer', versionHint(claims, rules));
}

/** A registration that asks for no version gets tokens of version 1, whose issuer has another host. */
function versionHint({ iss, ver }: JWTPayload, rules: readonly CallerRule[]): string | undefined {
  // Nothing of an unverified token has the type that it should have.
  const tenant = typeof iss === 'string' ? /^https:\/\/sts\.windows\.net\/([^/]+)\/$/.exec(iss)?.[1] : undefined;
  const expectsVersion2 = rules.some(({ issuers }) =>
    issuers.some(({ issuer }) => issuer === `https://login.microsoftonline.com/${tenant}/v2.0`),
  );
  return ver === '1.0' && expectsVersion2
    ? 'The token is of version 1 and realtime:callers names the issuer of version 2: set requestedAccessTokenVersion to 2 in the API’s registration, or name the tenant instead of the issuer.'
    : undefined;
}

async function verifySignature(
  token: string,
  { issuer }: TrustedIssuer,
  keys: JWTVerifyGetKey,
  now: Clock,
): Promise<Result<JWTPayload, AuthError>> {
  try {
    const { payload } = await jwtVerify(token, keys, {
      issuer,
      algorithms: ALGORITHMS,
      clockTolerance: CLOCK_TOLERANCE_SECONDS,
      requiredClaims: ['exp', 'sub', 'aud'],
      currentDate: new Date(now()),
    });
    return endsInTime(payload, now) ? ok(payload) : flawed('claims', 'The token counts for longer than 30 days.');
  } catch (cause) {
    if (cause instanceof IssuerUnavailable) return err({ reason: 'issuer_unavailable', cause: cause.message });
    // jose throws TypeErrors and worse at an issuer's malformed key: a token that cannot be verified is refused.
    if (!(cause instanceof errors.JOSEError)) return flawed('signature', `The issuer’s key: ${String(cause)}`);
    return flawed(flawOf(cause));
  }
}

/** JSON's 1e999 is Infinity: an end that is a number need not be an end. */
function endsInTime({ exp }: JWTPayload, now: Clock): boolean {
  return exp !== undefined && exp <= now() / 1_000 + MAX_LIFETIME_SECONDS + CLOCK_TOLERANCE_SECONDS;
}

function flawOf(error: errors.JOSEError): TokenFlaw {
  if (error instanceof errors.JWTExpired) return 'expired';
  if (error instanceof errors.JOSEAlgNotAllowed) return 'algorithm';
  if (error instanceof errors.JWTClaimValidationFailed) return error.claim === 'nbf' ? 'not_yet_valid' : 'claims';
  const noSuchKey = error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JWKSMultipleMatchingKeys;
  return noSuchKey || error instanceof errors.JWSSignatureVerificationFailed ? 'signature' : 'malformed';
}

/** The rules of the token's issuer, each with its own audiences, tenant and permission: one that fits is enough. */
function admit(claims: JWTPayload, rules: readonly CallerRule[], salt: string): Result<Caller, AuthError> {
  const audiences = [claims.aud ?? []].flat();
  const ofIssuer = rules.filter(({ issuers }) => issuers.some(({ issuer }) => issuer === claims.iss));
  const ofAudience = ofIssuer.filter((rule) => audiences.some((audience) => rule.audiences.includes(audience)));
  if (ofAudience.length === 0) return flawed('audience');
  const ofTenant = ofAudience.filter(({ tenant }) => tenant === undefined || tenant === claims['tid']);
  if (ofTenant.length === 0) return flawed('tenant');
  const permitting = ofTenant.filter((rule) => isPermitted(claims, rule));
  if (permitting.length === 0) {
    return err({ reason: 'insufficient_scope', scope: ofTenant.find(({ scope }) => scope !== undefined)?.scope });
  }
  const key = callerKey(claims);
  if (key === undefined) return flawed('claims');
  const issuedAtSeconds = typeof claims.iat === 'number' ? claims.iat : undefined;
  const roles = rolesOf(claims);
  const former = formerCallerKey(claims);
  return ok({
    hash: hashCaller(key, salt),
    formerHashes: former === undefined || former === key ? [] : [hashCaller(former, salt)],
    scopes: scopesOf(claims),
    roles,
    isOperator: permitting.some(({ operatorRole }) => operatorRole !== undefined && roles.includes(operatorRole)),
    issuedAtSeconds,
  });
}

function flawed(flaw: TokenFlaw, hint?: string): Result<never, AuthError> {
  return err({ reason: 'token_invalid', flaw, ...(hint === undefined ? {} : { hint }) });
}
