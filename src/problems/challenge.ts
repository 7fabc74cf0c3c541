/** What a caller is told of their token: what is wrong with it, or what helps where it lacks the permission. */
import type { AuthError, TokenFlaw } from '../auth/auth-error.ts';
import type { ProfileError } from '../profiles/choose-profile.ts';
import { PROBLEMS } from './all-problems.ts';

export const FLAWS: Readonly<Record<TokenFlaw, string>> = {
  malformed: 'The token is not a signed JSON Web Token',
  issuer: 'The token is of an issuer that is not trusted here',
  signature: 'The token is not signed by a key of its issuer',
  algorithm: 'The token is not signed with an asymmetric algorithm',
  expired: 'The token has expired',
  not_yet_valid: 'The token is not valid yet',
  audience: 'The token is for another audience',
  tenant: 'The token is of another tenant',
  claims: 'The token lacks a claim or has a malformed one',
  revoked: 'The token was issued before an instant since which only newer ones count',
};

type Lacking = Extract<AuthError, { reason: 'insufficient_scope' }>;

const ASK_FOR_SCOPE = PROBLEMS.insufficient_scope.detail;

/** It depends on whom the token acts for, and on what a rule asks. */
export function whatHelps({
  kind,
  scope,
  role,
  isRoleForPeople,
}: Pick<Lacking, 'kind' | 'scope' | 'role' | 'isRoleForPeople'>): string {
  if (isRoleForPeople) {
    return `Callers have ${roleToGet(role)}`;
  }
  if (kind === 'app-only') {
    return role === undefined
      ? 'The token is an app’s own (client credentials), and no app is served here: sign a person in, and ask for the scope that the WWW-Authenticate header names.'
      : `The token is an app’s own (client credentials): an administrator assigns the role ${role} of this API to the app and consents to it. A new token then has it among its roles.`;
  }
  if (scope === undefined) {
    return `Only apps are served here, by the role ${role}: send a token that an app has got for itself (client credentials), not one that acts for a person.`;
  }
  return kind === 'neither'
    ? `The token has no scope at all, as an ID token has none: send an access token. ${ASK_FOR_SCOPE}`
    : ASK_FOR_SCOPE;
}

/** No role is named: who has none learns nothing of the rules. */
export function whatHelpsWithEndUsers({
  header,
  isFromPage,
}: Pick<Extract<AuthError, { reason: 'end_user_refused' }>, 'header' | 'isFromPage'>): string {
  return isFromPage
    ? `The header ${header} goes with no Origin: a page does not say for whom it asks, its server does.`
    : `Only an app to which the rule for it gives the role may send the header ${header}, with a token of its own (client credentials). Leave it out to ask for yourself.`;
}

const WHO_FILLS_IN = 'Only an app that speaks for its end users (`onBehalf` in realtime:callers) may send `variables`.';

export const ABOUT_VARIABLES = `${WHO_FILLS_IN} Leave them out.`;

/** Everybody knows of the profile `default`, so what it asks for is no secret. */
export function whatHelpsInProfile({ cause, role }: Extract<ProfileError, { reason: 'profile_forbidden' }>): string {
  if (cause === 'variables') return `The profile has variables. ${WHO_FILLS_IN}`;
  return role === undefined ? ASK_FOR_SCOPE : `The profile is for callers with ${roleToGet(role)}`;
}

function roleToGet(role: string | undefined): string {
  return `the role ${role}: an administrator assigns it, and a new token has it.`;
}

/** RFC 6750 section 3. Values are texts of ours and the scope from the settings, whose alphabet has no quotes. */
export function toChallenge(attributes: Readonly<Record<string, string>>): string {
  const all = { realm: 'realtime-token-endpoint', ...attributes };
  return `Bearer ${Object.entries(all)
    .map(([name, value]) => `${name}="${value}"`)
    .join(', ')}`;
}
