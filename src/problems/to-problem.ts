/** The one map from a reason to its problem. */
import type { AuthError } from '../auth/auth-error.ts';
import type { CallError } from '../calls/call-error.ts';
import type { PaceError } from '../calls/pace.ts';
import type { BodyError } from '../http/body.ts';
import type { Internal } from '../http/edge.ts';
import type { SettingProblem } from '../lib/setting.ts';
import type { ProfileError } from '../profiles/choose-profile.ts';
import type { QuotaError } from '../quota/quota-error.ts';
import { type AttemptsError, MAX_REFUSED_ATTEMPTS } from '../quota/refused-attempts.ts';
import type { NotYet } from '../realtime/not-before.ts';
import type { UpstreamError } from '../realtime/upstream.ts';
import type { CredentialError } from '../realtime/upstream-token.ts';
import type { SettingsError } from '../settings/settings-source.ts';
import { PROBLEMS } from './all-problems.ts';
import {
  ABOUT_VARIABLES,
  FLAWS,
  toChallenge,
  whatHelps,
  whatHelpsInProfile,
  whatHelpsWithEndUsers,
} from './challenge.ts';
import { createProblem, type Problem, retryAfter } from './create-problem.ts';
import { toCallsProblem, toQuotaProblem } from './to-quota-problem.ts';
import { toNotYetProblem, toUpstreamProblem } from './to-upstream-problem.ts';

/** Every way in which a request ends without what was asked for. */
export type Refusal =
  | AuthError
  | BodyError
  | Internal
  | ProfileError
  | SettingsError
  | QuotaError
  | CredentialError
  | UpstreamError
  | NotYet
  | AttemptsError
  | CallError
  | PaceError
  | { readonly reason: 'call_not_found' }
  | { readonly reason: 'invalid_offer' }
  | { readonly reason: 'query_not_permitted'; readonly permitted: readonly string[] }
  | { readonly reason: 'relay_required' | 'profile_of_other_api'; readonly url: string }
  | { readonly reason: 'profile_required'; readonly profiles: readonly string[] }
  | { readonly reason: 'variables_refused' }
  | { readonly reason: 'not_found' };

export function toProblem(refusal: Refusal): Problem {
  switch (refusal.reason) {
    case 'token_missing':
      // RFC 6750 section 3.1: a request without credentials is told the scheme and no error.
      return createProblem('token_missing', { challenge: toChallenge({}) });
    case 'token_invalid': {
      const description = FLAWS[refusal.flaw];
      return createProblem('token_invalid', {
        detail: `${description}. ${PROBLEMS.token_invalid.detail}`,
        challenge: toChallenge({ error: 'invalid_token', error_description: description }),
      });
    }
    case 'insufficient_scope':
      return insufficientScope(refusal.scope, whatHelps(refusal));
    case 'end_user_required':
      return createProblem('end_user_required', {
        detail: `The header ${refusal.header} names the end user. ${PROBLEMS.end_user_required.detail}`,
      });
    case 'end_user_refused':
      return insufficientScope(undefined, whatHelpsWithEndUsers(refusal));
    case 'variables_refused':
      return insufficientScope(undefined, ABOUT_VARIABLES);
    case 'caller_revoked':
    case 'issuer_unavailable':
    case 'invalid_json':
    case 'invalid_offer':
    case 'length_required':
      return createProblem(refusal.reason);
    case 'body_too_large':
      return createProblem('body_too_large', { detail: `The body has more than ${refusal.maxBytes} bytes.` });
    case 'unsupported_media_type':
      return createProblem('unsupported_media_type', { detail: `Send Content-Type: ${refusal.expected}.` });
    case 'unsupported_content_coding':
      return createProblem('unsupported_media_type', {
        detail: 'Send the body as it is, without Content-Encoding.',
        // RFC 9110 section 15.5.16: which coding would be taken.
        headers: { 'Accept-Encoding': 'identity' },
      });
    case 'query_not_permitted':
      return createProblem('not_permitted', {
        detail: `The query may hold ${refusal.permitted.map((name) => `\`${name}\``).join(' or ')}, once, and nothing else: the rest is decided by the server.`,
      });
    case 'invalid_request':
    case 'not_permitted':
      return createProblem(refusal.reason, {
        detail: `${PROBLEMS[refusal.reason].detail} ${refusal.findings.map(({ pointer, message }) => `${pointer || 'The body'} ${message}.`).join(' ')}`,
        pointers: refusal.findings.map(({ pointer }) => pointer),
      });
    case 'profile_not_permitted':
      // The same for a profile that is not there and for one that is not theirs: names cannot be found out by trying.
      return createProblem('not_permitted', {
        detail: '/profile is not the name of a profile that you may use.',
        pointers: ['/profile'],
      });
    case 'profile_forbidden':
      return insufficientScope(refusal.scope, whatHelpsInProfile(refusal));
    case 'profile_invalid':
      return createProblem('profile_invalid', {
        detail: `${toSentences(refusal.problems)} ${PROBLEMS.profile_invalid.detail}`,
      });
    case 'relay_required':
    case 'profile_of_other_api':
      return createProblem(refusal.reason, { url: refusal.url });
    case 'profile_required':
      return createProblem('profile_required', { detail: whatToName(refusal.profiles), pointers: ['/profile'] });
    case 'settings_invalid':
      return createProblem('configuration_unavailable', {
        detail: `${toSentences(refusal.problems)} ${PROBLEMS.configuration_unavailable.detail}`,
      });
    case 'quota_exceeded':
      return toQuotaProblem(refusal);
    case 'calls_exceeded':
      return toCallsProblem(refusal);
    case 'pace_exceeded':
      return createProblem('quota_exceeded', {
        detail: 'You may ask ten times a second about calls. The next try can succeed in 1 s.',
        retry: { afterSeconds: 1 },
      });
    case 'deployment_full':
      return createProblem('deployment_full', { retry: retryAfter(refusal.waitSeconds) });
    case 'leash_unavailable':
      return createProblem('leash_unavailable', {
        ...(refusal.waitSeconds !== undefined && {
          detail: 'No call begins before the time in Retry-After has passed.',
          retry: retryAfter(refusal.waitSeconds),
        }),
      });
    case 'call_not_found':
      return createProblem('call_not_found');
    case 'store_not_named':
      return createProblem('configuration_unavailable', {
        detail: 'The environment variable AZURE_APPCONFIGURATION_ENDPOINT is not set.',
      });
    case 'store_unavailable':
      return createProblem('configuration_unavailable', {
        detail: `The App Configuration store cannot be read. ${PROBLEMS.configuration_unavailable.detail}`,
      });
    case 'quota_unavailable':
    case 'credential_unavailable':
      return createProblem(refusal.reason);
    case 'upstream':
      return toUpstreamProblem(refusal);
    case 'not_yet':
      return toNotYetProblem(refusal);
    case 'attempts_exceeded':
      return createProblem('upstream_rate_limited', {
        detail: `Azure OpenAI has refused ${MAX_REFUSED_ATTEMPTS} requests of yours within a minute, and this one was not sent there. ${PROBLEMS.upstream_rate_limited.detail}`,
        retry: retryAfter(refusal.waitSeconds),
      });
    case 'not_found':
      return createProblem('not_found');
    case 'internal':
      return createProblem('internal_error');
  }
}

function whatToName(profiles: readonly string[]): string {
  if (profiles.length === 0) return 'There is no Live profile that you may use.';
  return `Name a Live profile in \`profile\`: ${profiles.join(', ')}.`;
}

function toSentences(problems: readonly SettingProblem[]): string {
  return problems.map(({ key, problem: what }) => `${key} ${what}.`).join(' ');
}

function insufficientScope(scope: string | undefined, detail: string): Problem {
  const challenge = toChallenge({ error: 'insufficient_scope', ...(scope === undefined ? {} : { scope }) });
  return createProblem('insufficient_scope', { detail, challenge });
}
