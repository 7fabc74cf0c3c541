/** Does a verified token carry the permission that a rule asks for? */
import type { JWTPayload } from 'jose';
import { valueAt } from '../lib/json.ts';
import type { TokenKind } from './auth-error.ts';
import type { CallerRule } from './settings.ts';

type Looks = Partial<Pick<CallerRule, 'scopeClaim' | 'rolesClaim'>>;
type Asks = Looks & Pick<CallerRule, 'scope' | 'role'> & Partial<Pick<CallerRule, 'anyToken'>>;

/**
 * A delegated token, which acts for a person, needs the configured scope. An app-only token, which acts for itself,
 * needs the configured role. A token that is neither (an ID token, say, though it may carry its user's roles) has no
 * permission at all. Where a rule says in which claim its issuer writes roles, people have roles as well: what such a
 * rule asks for, where it asks for one thing only, it asks of both.
 */
export function isPermitted(claims: JWTPayload, rule: Asks): boolean {
  if (rule.anyToken === true) return true;
  const { scope, role } = rule;
  const hasScope = scope !== undefined && scopesOf(claims, rule).includes(scope);
  const hasRole = role !== undefined && rolesOf(claims, rule).includes(role);
  switch (kindOf(claims, rule)) {
    case 'person':
      return hasScope || (hasRole && isRoleForPeople(rule));
    case 'app-only':
      return hasRole || (hasScope && role === undefined);
    case 'neither':
      return false;
  }
}

export function isRoleForPeople({ scope, rolesClaim }: Pick<CallerRule, 'scope'> & Looks): boolean {
  return scope === undefined && rolesClaim !== undefined;
}

export type CallerKind = 'people' | 'apps' | 'end_users';

/** Whom a rule names. One of a scope alone may admit apps as well, where its issuer gives them scopes. */
export function kindsServedBy(
  rule: Looks & Pick<CallerRule, 'scope' | 'role' | 'anyToken' | 'onBehalf'>,
): CallerKind[] {
  const { scope, role, anyToken, onBehalf } = rule;
  const people = anyToken || scope !== undefined || isRoleForPeople(rule);
  const apps = anyToken || role !== undefined || onBehalf !== undefined;
  return [
    ...(people ? (['people'] as const) : []),
    ...(apps ? (['apps'] as const) : []),
    ...(onBehalf ? (['end_users'] as const) : []),
  ];
}

export function kindOf(claims: JWTPayload, rule: Looks = {}): TokenKind {
  const hasScope = scopesOf(claims, rule).length > 0;
  const isApp = isAppOnly(claims);
  // Where roles are elsewhere an app’s own token may have scopes as well, and a person’s may have roles alone.
  const isOther = rule.rolesClaim !== undefined;
  if (isOther ? !isApp && (hasScope || rolesOf(claims, rule).length > 0) : hasScope) return 'person';
  return isApp ? 'app-only' : 'neither';
}

/** `scp` is Entra's, a list in one text; others send an array; `scope` is RFC 9068's. */
export function scopesOf(claims: JWTPayload, { scopeClaim }: Looks = {}): readonly string[] {
  return listOf(scopeClaim === undefined ? (claims['scp'] ?? claims['scope']) : valueAt(claims, scopeClaim));
}

/** Those of an app, or in a delegated token those that its person was given. */
export function rolesOf(claims: JWTPayload, { rolesClaim = ['roles'] }: Looks = {}): readonly string[] {
  return listOf(valueAt(claims, rolesClaim));
}

/** Entra says `idtyp` when the API asks for it; otherwise the subject of an app-only token is the app itself. */
function isAppOnly(claims: JWTPayload): boolean {
  if (claims['idtyp'] !== undefined) return claims['idtyp'] === 'app';
  return isOfClient(claims) || (claims.sub !== undefined && claims.sub === claims['oid']);
}

/**
 * False only if that is sure, so that a caller who might be a person has a person's limits: people of Azure AD B2C also
 * have their object id as subject. Their tokens name the policy by which they have signed in, as `tfp` or in older ones
 * as `acr`.
 */
export function mayBePerson(claims: JWTPayload): boolean {
  const namesClient = (claims['azp'] ?? claims['appid']) !== undefined;
  const isSignedIn = (claims['tfp'] ?? claims['acr']) !== undefined || scopesOf(claims).length > 0;
  const isSure = claims['idtyp'] !== undefined || (namesClient && !isSignedIn);
  return isSure ? !isAppOnly(claims) : !isOfClient(claims);
}

/**
 * RFC 9068 section 2.2: its own id is the subject. `cid` is Okta's name of it. Auth0 writes `@clients` behind it, in both
 * of its profiles, of which one has it as `azp` and the other as `client_id`.
 */
function isOfClient({ sub, azp, appid, client_id, cid }: JWTPayload): boolean {
  const ofAuth0 = [azp, client_id].flatMap((id) => (typeof id === 'string' ? `${id}@clients` : []));
  return sub !== undefined && [azp, appid, client_id, cid, ...ofAuth0].includes(sub);
}

function listOf(claim: unknown): readonly string[] {
  if (typeof claim === 'string') return claim.split(' ').filter((word) => word !== '');
  return Array.isArray(claim) ? claim.filter((word): word is string => typeof word === 'string') : [];
}
