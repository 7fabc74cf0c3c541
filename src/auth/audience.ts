/** Whom a token is for, as a rule reads it. */
import type { JWTPayload } from 'jose';
import { valueAt } from '../lib/json.ts';
import type { Result } from '../lib/result.ts';
import { type AuthError, flawed } from './auth-error.ts';
import { audienceHint, missingHint } from './hints.ts';
import type { CallerRule } from './settings.ts';

/** Those that have the token's audience. */
export function rulesFor(claims: JWTPayload, rules: readonly CallerRule[]): readonly CallerRule[] {
  return rules.filter((rule) => {
    const audiences = audiencesOf(claims, rule);
    return rule.audiences.some((audience) => audiences.includes(audience));
  });
}

/** @param rules those of the token's issuer, none of which has its audience. */
export function flawedAudience(claims: JWTPayload, rules: readonly CallerRule[]): Result<never, AuthError> {
  const audiences = rules.flatMap((rule) => audiencesOf(claims, rule));
  if (claims.aud === undefined && audiences.length === 0) return flawed('claims', missingHint('aud', claims));
  const named = rules.flatMap((rule) => rule.audiences);
  const isUnread = claims.aud !== undefined && rules.every(({ audienceClaim }) => audienceClaim);
  return flawed(
    'audience',
    isUnread ? 'It has an aud, which audienceClaim does not replace.' : audienceHint(audiences, named),
  );
}

/**
 * RFC 9068 section 4: a token is not for whom its `aud` does not name. Another claim counts in a token that has none,
 * so that one which the same client got for another API is not taken.
 */
function audiencesOf(claims: JWTPayload, { audienceClaim }: CallerRule): readonly unknown[] {
  if (audienceClaim === undefined) return [claims.aud ?? []].flat();
  return claims.aud === undefined ? [valueAt(claims, audienceClaim) ?? []].flat() : [];
}
