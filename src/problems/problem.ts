/** The one map from a reason to the wire: RFC 9457 problem details, with the `error` member that the OpenAI SDKs read. */
import type { HttpResponseInit } from '@azure/functions';
import type { AuthError } from '../auth/auth-error.ts';
import type { BodyError } from '../http/body.ts';
import type { Internal } from '../http/edge.ts';
import type { SettingProblem } from '../lib/setting.ts';
import type { ProfileError } from '../profiles/choose-profile.ts';
import type { QuotaError } from '../quota/quota-error.ts';
import { rateLimitFields } from '../quota/rate-limit-fields.ts';
import { type AttemptsError, MAX_REFUSED_ATTEMPTS } from '../quota/refused-attempts.ts';
import type { NotYet } from '../realtime/not-before.ts';
import type { UpstreamError } from '../realtime/upstream.ts';
import type { CredentialError } from '../realtime/upstream-token.ts';
import type { SettingsError } from '../settings/settings-source.ts';
import { PROBLEMS, type ProblemCode } from './problem-codes.ts';
import { FLAWS, toChallenge, whatHelps, whatHelpsInProfile } from './token-problems.ts';
import { LONGEST_HONOURED_RETRY_SECONDS, retryAfterRefusal } from './upstream-retry.ts';

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
  | { readonly reason: 'invalid_offer' }
  | { readonly reason: 'query_not_permitted' }
  | { readonly reason: 'relay_required'; readonly url: string }
  | { readonly reason: 'not_found' };

export interface Problem {
  readonly code: ProblemCode;
  readonly status: number;
  readonly detail: string;
  /** JSON pointers (RFC 6901) to the members that are meant. */
  readonly pointers: readonly string[];
  /** Id of the catalogue's entry, where Azure was the cause. */
  readonly diagnosis: string | undefined;
  readonly upstreamRequestId: string | undefined;
  readonly challenge: string | undefined;
  /** Where to go instead. */
  readonly url: string | undefined;
  /** Names of the policies that the caller's quota is used up of. */
  readonly violatedPolicies: readonly string[];
  /** Fields of the answer that belong to this reason alone. */
  readonly headers: Readonly<Record<string, string>>;
  readonly retryAfterSeconds: number | undefined;
  readonly retriable: boolean;
}

/**
 * Types of others that say the same as a code of ours (RFC 9457 section 4.2), so that a client which knows them needs
 * to know nothing of us: draft-ietf-httpapi-ratelimit-headers-11. The page of the code exists all the same.
 */
const REGISTERED_TYPES: Partial<Readonly<Record<ProblemCode, string>>> = {
  quota_exceeded: 'https://iana.org/assignments/http-problem-types#quota-exceeded',
};

export function toProblem(refusal: Refusal): Problem {
  switch (refusal.reason) {
    case 'token_missing':
      // RFC 6750 section 3.1: a request without credentials is told the scheme and no error.
      return problem('token_missing', { challenge: toChallenge({}) });
    case 'token_invalid': {
      const description = FLAWS[refusal.flaw];
      return problem('token_invalid', {
        detail: `${description}. ${PROBLEMS.token_invalid.detail}`,
        challenge: toChallenge({ error: 'invalid_token', error_description: description }),
      });
    }
    case 'insufficient_scope':
      return insufficientScope(refusal.scope, whatHelps(refusal));
    case 'caller_revoked':
    case 'issuer_unavailable':
    case 'invalid_json':
    case 'invalid_offer':
    case 'length_required':
      return problem(refusal.reason);
    case 'body_too_large':
      return problem('body_too_large', { detail: `The body has more than ${refusal.maxBytes} bytes.` });
    case 'unsupported_media_type':
      return problem('unsupported_media_type', { detail: `Send Content-Type: ${refusal.expected}.` });
    case 'unsupported_content_coding':
      return problem('unsupported_media_type', {
        detail: 'Send the body as it is, without Content-Encoding.',
        // RFC 9110 section 15.5.16: which coding would be taken.
        headers: { 'Accept-Encoding': 'identity' },
      });
    case 'query_not_permitted':
      return problem('not_permitted', {
        detail: 'The query may hold `profile`, once, and nothing else: the rest is decided by the server.',
      });
    case 'invalid_request':
    case 'not_permitted':
      return problem(refusal.reason, {
        detail: `${PROBLEMS[refusal.reason].detail} ${refusal.findings.map(({ pointer, message }) => `${pointer || 'The body'} ${message}.`).join(' ')}`,
        pointers: refusal.findings.map(({ pointer }) => pointer),
      });
    case 'profile_not_permitted':
      // The same for a profile that is not there and for one that is not theirs: names cannot be found out by trying.
      return problem('not_permitted', {
        detail: '/profile is not the name of a profile that you may use.',
        pointers: ['/profile'],
      });
    case 'profile_forbidden':
      return insufficientScope(refusal.scope, whatHelpsInProfile(refusal));
    case 'profile_invalid':
      return problem('profile_invalid', {
        detail: `${toSentences(refusal.problems)} ${PROBLEMS.profile_invalid.detail}`,
      });
    case 'relay_required':
      return problem('relay_required', { url: refusal.url });
    case 'settings_invalid':
      return problem('configuration_unavailable', {
        detail: `${toSentences(refusal.problems)} ${PROBLEMS.configuration_unavailable.detail}`,
      });
    case 'quota_exceeded':
      return toQuotaProblem(refusal);
    case 'store_not_named':
      return problem('configuration_unavailable', {
        detail: 'The environment variable AZURE_APPCONFIGURATION_ENDPOINT is not set.',
      });
    case 'store_unavailable':
      return problem('configuration_unavailable', {
        detail: `The App Configuration store cannot be read. ${PROBLEMS.configuration_unavailable.detail}`,
      });
    case 'quota_unavailable':
    case 'credential_unavailable':
      return problem(refusal.reason);
    case 'upstream':
      return toUpstreamProblem(refusal);
    case 'not_yet':
      return toNotYetProblem(refusal);
    case 'attempts_exceeded':
      return problem('upstream_rate_limited', {
        detail: `Azure OpenAI has refused ${MAX_REFUSED_ATTEMPTS} requests of yours within a minute, and this one was not sent there. ${PROBLEMS.upstream_rate_limited.detail}`,
        retryAfterSeconds: refusal.waitSeconds,
      });
    case 'not_found':
      return problem('not_found');
    case 'internal':
      return problem('internal_error');
  }
}

function toSentences(problems: readonly SettingProblem[]): string {
  return problems.map(({ key, problem: what }) => `${key} ${what}.`).join(' ');
}

function toQuotaProblem({
  violated,
  waitSeconds,
  inFlight,
  standings,
}: Extract<QuotaError, { reason: 'quota_exceeded' }>): Problem {
  const used = standings.filter(({ name }) => violated.includes(name));
  const what = inFlight ? 'has no unit beside those of your requests under way' : 'is used up';
  const sentences = used.map(
    ({ name, limit, windowSeconds }) => `The quota "${name}", ${limit} in ${windowSeconds} s, ${what}.`,
  );
  return problem('quota_exceeded', {
    retriable: inFlight,
    detail: `${sentences.join(' ')} The next try can succeed in ${waitSeconds} s.`,
    retryAfterSeconds: waitSeconds,
    violatedPolicies: violated,
    headers: rateLimitFields(standings),
  });
}

function toUpstreamProblem(error: UpstreamError): Problem {
  const { entry, facts } = error;
  return problem(entry.code, {
    ...(entry.callerStatus === undefined ? {} : { status: entry.callerStatus }),
    ...retryAfterRefusal(error),
    diagnosis: entry.id,
    upstreamRequestId: facts?.requestId,
  });
}

function insufficientScope(scope: string | undefined, detail: string): Problem {
  const challenge = toChallenge({ error: 'insufficient_scope', ...(scope === undefined ? {} : { scope }) });
  return problem('insufficient_scope', { detail, challenge });
}

/** The problem that Azure's answer to another request was, and not that answer's id. */
function toNotYetProblem({ refusal, waitSeconds }: NotYet): Problem {
  return { ...toUpstreamProblem(refusal), retryAfterSeconds: waitSeconds, upstreamRequestId: undefined };
}

function problem(code: ProblemCode, overrides: Partial<Problem> = {}): Problem {
  const { status, detail, retryAfterSeconds, final } = PROBLEMS[code];
  const wait = overrides.retryAfterSeconds ?? retryAfterSeconds;
  return {
    code,
    status,
    detail,
    pointers: [],
    diagnosis: undefined,
    upstreamRequestId: undefined,
    challenge: undefined,
    url: undefined,
    violatedPolicies: [],
    headers: {},
    ...overrides,
    retryAfterSeconds: wait,
    retriable:
      overrides.retriable ?? (final !== true && (wait === undefined || wait <= LONGEST_HONOURED_RETRY_SECONDS)),
  };
}

export function toProblemResponse(problem: Problem, requestId: string): HttpResponseInit {
  const { title, type } = PROBLEMS[problem.code];
  return {
    status: problem.status,
    headers: {
      'Content-Type': 'application/problem+json',
      ...problem.headers,
      ...(problem.challenge === undefined ? {} : { 'WWW-Authenticate': problem.challenge }),
      ...(problem.retryAfterSeconds === undefined ? {} : { 'Retry-After': String(problem.retryAfterSeconds) }),
      ...(problem.retriable ? {} : { 'x-should-retry': 'false' }),
      ...(problem.upstreamRequestId === undefined ? {} : { 'apim-request-id': problem.upstreamRequestId }),
    },
    jsonBody: {
      type: REGISTERED_TYPES[problem.code] ?? problemPage(problem.diagnosis ?? problem.code),
      title,
      status: problem.status,
      detail: problem.detail,
      instance: `urn:request:${requestId}`,
      code: problem.code,
      ...(problem.diagnosis === undefined ? {} : { diagnosis: problem.diagnosis }),
      ...(problem.url === undefined ? {} : { url: problem.url }),
      ...(problem.violatedPolicies.length === 0 ? {} : { 'violated-policies': problem.violatedPolicies }),
      ...(problem.pointers.length === 0 ? {} : { pointers: problem.pointers }),
      error: { message: problem.detail, code: problem.code, type, param: problem.pointers[0] ?? null },
    },
  };
}

/**
 * Relative to the endpoint itself (RFC 9457 section 3.1.1 allows it), which serves the page: a deployment explains
 * its own version of the catalogue, and no link of ours dies with a website.
 */
function problemPage(id: string): string {
  return `/api/problems/${id}`;
}
