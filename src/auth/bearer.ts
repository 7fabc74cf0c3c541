/** The caller's token out of the Authorization header (RFC 6750 section 2.1). */
import { err, ok, type Result } from '../lib/result.ts';
import type { AuthError } from './auth-error.ts';

/** The scheme's name has no case (RFC 9110 section 11.1); the token's alphabet is b64token. */
const BEARER = /^bearer +([A-Za-z0-9._~+/=-]+) *$/i;
/** Entra's access tokens are 1 to 5 KiB; group claims can make them larger, up to what a host accepts as headers. */
const MAX_TOKEN_LENGTH = 16 * 1024;

export function readBearerToken(authorization: string | null): Result<string, AuthError> {
  if (authorization === null || !/^bearer\b/i.test(authorization)) return err({ reason: 'token_missing' });
  const token = BEARER.exec(authorization)?.[1];
  return token === undefined || token.length > MAX_TOKEN_LENGTH
    ? err({ reason: 'token_invalid', flaw: 'malformed' })
    : ok(token);
}
