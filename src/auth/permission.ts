/** Does a verified token carry the permission that a rule asks for? */
import type { JWTPayload } from 'jose';
import type { TokenKind } from './auth-error.ts';
import type { CallerRule } from './settings.ts';

/**
 * A delegated token, which acts for a person, needs the configured scope. An app-only token, which acts for itself,
 * needs the configured role. A token that is neither (an ID token, say, though it may carry its user's roles) has no
 * permission at all.
 */
export function isPermitted(claims: JWTPayload, { scope, role }: Pick<CallerRule, 'scope' | 'role'>): boolean {
  switch (kindOf(claims)) {
    case 'person':
      return scope !== undefined && scopesOf(claims).includes(scope);
    case 'app-only':
      return role !== undefined && rolesOf(claims).includes(role);
    case 'neither':
      return false;
  }
}

export function kindOf(claims: JWTPayload): TokenKind {
  if (scopesOf(claims).length > 0) return 'person';
  return isAppOnly(claims) ? 'app-only' : 'neither';
}

/** `scp` is Entra's, a list in one text; others send an array; `scope` is RFC 9068's. */
export function scopesOf(claims: JWTPayload): readonly string[] {
  return listOf(claims['scp'] ?? claims['scope']);
}

/** Those of an app, or in a delegated token those that its person was given. */
export function rolesOf(claims: JWTPayload): readonly string[] {
  return listOf(claims['roles']);
}

/** Entra says `idtyp` when the API asks for it; otherwise the subject of an app-only token is the app itself. */
function isAppOnly(claims: JWTPayload): boolean {
  if (claims['idtyp'] !== undefined) return claims['idtyp'] === 'app';
  const itself = [claims['oid'], claims['azp'], claims['appid'], claims['client_id']];
  return claims.sub !== undefined && itself.includes(claims.sub);
}

function listOf(claim: unknown): readonly string[] {
  if (typeof claim === 'string') return claim.split(' ').filter((word) => word !== '');
  return Array.isArray(claim) ? claim.filter((word): word is string => typeof word === 'string') : [];
}
