/** From a token to its claims, once a key of its issuer's covers them and its times fit. */
import { errors, type JWTPayload, type JWTVerifyGetKey, type JWTVerifyOptions, jwtVerify } from 'jose';
import type { Clock } from '../lib/clock.ts';
import { err, ok, type Result } from '../lib/result.ts';
import { type AuthError, flawed, type TokenFlaw } from './auth-error.ts';
import { claimHint } from './hints.ts';
import { IssuerUnavailable } from './issuer-keys.ts';

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

export async function verifySignature(
  token: string,
  issuer: string,
  keys: JWTVerifyGetKey,
  now: Clock,
): Promise<Result<JWTPayload, AuthError>> {
  try {
    const claims = await verifyWith(token, keys, {
      issuer,
      algorithms: ALGORITHMS,
      clockTolerance: CLOCK_TOLERANCE_SECONDS,
      requiredClaims: ['exp', 'sub'],
      currentDate: new Date(now()),
    });
    return endsInTime(claims, now) ? ok(claims) : flawed('claims', 'The token counts for longer than 30 days.');
  } catch (cause) {
    if (cause instanceof IssuerUnavailable) return err({ reason: 'issuer_unavailable', cause: cause.message });
    // jose throws TypeErrors and worse at an issuer's malformed key: a token that cannot be verified is refused.
    if (!(cause instanceof errors.JOSEError)) return flawed('signature', `The issuer’s key: ${String(cause)}`);
    const flaw = flawOf(cause);
    const isOfAClaim = flaw === 'claims' && cause instanceof errors.JWTClaimValidationFailed;
    return flawed(flaw, isOfAClaim ? claimHint(cause) : undefined);
  }
}

async function verifyWith(token: string, keys: JWTVerifyGetKey, options: JWTVerifyOptions): Promise<JWTPayload> {
  try {
    return (await jwtVerify(token, keys, options)).payload;
  } catch (cause) {
    if (cause instanceof errors.JWKSMultipleMatchingKeys) return verifyWithAny(token, cause, options);
    throw cause;
  }
}

/** RFC 7517 section 4.5 only asks for a `kid` that is one key's: one more key under it must not refuse those of the other. */
async function verifyWithAny(
  token: string,
  candidates: errors.JWKSMultipleMatchingKeys,
  options: JWTVerifyOptions,
): Promise<JWTPayload> {
  for await (const key of candidates) {
    try {
      return (await jwtVerify(token, key, options)).payload;
    } catch (cause) {
      // Claims are looked at once the signature is good.
      if (cause instanceof errors.JWTExpired || cause instanceof errors.JWTClaimValidationFailed) throw cause;
    }
  }
  throw new errors.JWSSignatureVerificationFailed();
}

/** JSON's 1e999 is Infinity: `exp` can be a number and still be Infinity. */
function endsInTime({ exp }: JWTPayload, now: Clock): boolean {
  return exp !== undefined && exp <= now() / 1_000 + MAX_LIFETIME_SECONDS + CLOCK_TOLERANCE_SECONDS;
}

function flawOf(error: errors.JOSEError): TokenFlaw {
  if (error instanceof errors.JWTExpired) return 'expired';
  if (error instanceof errors.JOSEAlgNotAllowed) return 'algorithm';
  if (error instanceof errors.JWTClaimValidationFailed) return isTooEarly(error) ? 'not_yet_valid' : 'claims';
  const isOfTheKey = error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JWKSInvalid;
  return isOfTheKey || error instanceof errors.JWSSignatureVerificationFailed ? 'signature' : 'malformed';
}

/** An `nbf` that is a time, and not one that is a text. */
function isTooEarly({ claim, reason }: errors.JWTClaimValidationFailed): boolean {
  return claim === 'nbf' && reason === 'check_failed';
}
