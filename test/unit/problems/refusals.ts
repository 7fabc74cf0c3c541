/** One refusal of every kind, and what a caller's program may depend on: from the contract, not from the table. */
import type { UpstreamSymptom } from '../../../src/diagnosis/catalogue-entry.ts';
import { recognise } from '../../../src/diagnosis/recognise.ts';
import type { ProblemCode } from '../../../src/problems/all-problems.ts';
import { toProblemResponse } from '../../../src/problems/problem-response.ts';
import { type Refusal, toProblem } from '../../../src/problems/to-problem.ts';
import type { Standing } from '../../../src/quota/window.ts';
import type { UpstreamError } from '../../../src/realtime/upstream.ts';

/** A call to Azure OpenAI that ended with this symptom. */
export function aRefusalOf(symptom: UpstreamSymptom): UpstreamError {
  return {
    reason: 'upstream',
    operation: symptom.operation ?? 'client_secrets',
    entry: recognise(symptom),
    facts: undefined,
    retryAfterSeconds: undefined,
    evidence: undefined,
    cause: undefined,
    neverSent: false,
  };
}

export function aStanding(overrides: Partial<Standing> = {}): Standing {
  return { name: 'minute', unit: 'units', limit: 6, windowSeconds: 60, remaining: 0, resetSeconds: 42, ...overrides };
}

type InsufficientScope = Extract<Refusal, { reason: 'insufficient_scope' }>;

/** A token of that kind, under a rule with a scope and a role. */
export function aLackOf(overrides: Partial<InsufficientScope>): InsufficientScope {
  const rule = { scope: 'access_as_user', role: 'Realtime.Mint', isRoleForPeople: false };
  return { reason: 'insufficient_scope', kind: 'person', ...rule, scopes: [], roles: [], ...overrides };
}

const forbidden = { reason: 'profile_forbidden', scope: undefined, role: undefined } as const;
const finding = { pointer: '/model', message: 'is not a member that exists here', unknownMember: true };

/** The last but one: the seconds of Retry-After, and `no` for x-should-retry: false. */
type Contract = readonly [code: ProblemCode, status: number, retry: string, refusal: Refusal];

export const REFUSALS: readonly Contract[] = [
  ['token_missing', 401, '', { reason: 'token_missing' }],
  ['token_invalid', 401, '', { reason: 'token_invalid', flaw: 'malformed' }],
  ['token_invalid', 401, '', { reason: 'token_invalid', flaw: 'issuer', hint: 'for the operator' }],
  ['token_invalid', 401, '', { reason: 'token_invalid', flaw: 'signature' }],
  ['token_invalid', 401, '', { reason: 'token_invalid', flaw: 'algorithm' }],
  ['token_invalid', 401, '', { reason: 'token_invalid', flaw: 'expired' }],
  ['token_invalid', 401, '', { reason: 'token_invalid', flaw: 'not_yet_valid' }],
  ['token_invalid', 401, '', { reason: 'token_invalid', flaw: 'audience' }],
  ['token_invalid', 401, '', { reason: 'token_invalid', flaw: 'tenant' }],
  ['token_invalid', 401, '', { reason: 'token_invalid', flaw: 'claims' }],
  ['token_invalid', 401, '', { reason: 'token_invalid', flaw: 'revoked' }],
  [
    'caller_revoked',
    403,
    '',
    { reason: 'caller_revoked', callerHash: 'f'.repeat(32), subject: '0123456789abcdef0123456789abcdef' },
  ],
  ['end_user_required', 400, '', { reason: 'end_user_required', header: 'x-on-behalf-of', callerHash: 'f'.repeat(32) }],
  ...[true, false].map(
    (isFromPage): Contract => [
      'insufficient_scope',
      403,
      '',
      { reason: 'end_user_refused', header: 'x-on-behalf-of', isFromPage, callerHash: 'f'.repeat(32) },
    ],
  ),
  ['insufficient_scope', 403, '', aLackOf({ kind: 'person' })],
  ['insufficient_scope', 403, '', aLackOf({ kind: 'person', scope: undefined })],
  ['insufficient_scope', 403, '', aLackOf({ kind: 'app-only' })],
  ['insufficient_scope', 403, '', aLackOf({ kind: 'app-only', role: undefined })],
  ['insufficient_scope', 403, '', aLackOf({ kind: 'neither' })],
  ['insufficient_scope', 403, '', aLackOf({ scope: undefined, isRoleForPeople: true })],
  ['issuer_unavailable', 503, '5', { reason: 'issuer_unavailable', cause: 'TypeError' }],
  ['invalid_json', 400, '', { reason: 'invalid_json' }],
  ['body_too_large', 413, '', { reason: 'body_too_large', maxBytes: 4_096 }],
  ['length_required', 411, '', { reason: 'length_required' }],
  ['unsupported_media_type', 415, '', { reason: 'unsupported_media_type', expected: 'application/json' }],
  ['unsupported_media_type', 415, '', { reason: 'unsupported_content_coding' }],
  ['unsupported_media_type', 415, '', { reason: 'unsupported_media_type', expected: 'application/sdp' }],
  ['invalid_offer', 400, '', { reason: 'invalid_offer' }],
  ['not_permitted', 422, '', { reason: 'query_not_permitted', permitted: ['profile'] }],
  ['invalid_request', 422, '', { reason: 'invalid_request', findings: [{ ...finding, unknownMember: false }] }],
  ['not_permitted', 422, '', { reason: 'not_permitted', findings: [finding] }],
  [
    'configuration_unavailable',
    503,
    '5',
    { reason: 'settings_invalid', problems: [{ key: 'realtime:endpoint', problem: 'is not set' }] },
  ],
  ['not_permitted', 422, '', { reason: 'profile_not_permitted', cause: 'unknown' }],
  ['not_permitted', 422, '', { reason: 'profile_not_permitted', cause: 'requirement' }],
  ['not_permitted', 422, '', { reason: 'profile_not_permitted', cause: 'variables' }],
  ['insufficient_scope', 403, '', { ...forbidden, cause: 'requirement', scope: 'voice' }],
  ['insufficient_scope', 403, '', { ...forbidden, cause: 'requirement', role: 'Voice.Use' }],
  ['insufficient_scope', 403, '', { ...forbidden, cause: 'variables' }],
  ['insufficient_scope', 403, '', { reason: 'variables_refused' }],
  [
    'profile_invalid',
    503,
    '30 no',
    {
      reason: 'profile_invalid',
      profile: 'kiosk',
      problems: [{ key: 'realtime:profiles:kiosk', problem: 'is not JSON' }],
    },
  ],
  ['relay_required', 403, '', { reason: 'relay_required', url: '/api/realtime/calls' }],
  ['profile_of_other_api', 422, '', { reason: 'profile_of_other_api', url: '/api/live/sessions?profile=kiosk' }],
  ['profile_required', 422, '', { reason: 'profile_required', profiles: ['kiosk'] }],
  ['configuration_unavailable', 503, '5', { reason: 'store_not_named' }],
  ['configuration_unavailable', 503, '5', { reason: 'store_unavailable', status: 403, cause: 'RestError' }],
  [
    'quota_exceeded',
    429,
    '42 no',
    { reason: 'quota_exceeded', violated: ['minute'], waitSeconds: 42, inFlight: false, standings: [aStanding()] },
  ],
  [
    'quota_exceeded',
    429,
    '1',
    { reason: 'quota_exceeded', violated: ['minute'], waitSeconds: 1, inFlight: true, standings: [aStanding()] },
  ],
  ['calls_exceeded', 429, '9', { reason: 'calls_exceeded', perCaller: 2, waitSeconds: 9, slots: [], standings: [] }],
  [
    'calls_exceeded',
    429,
    '61 no',
    { reason: 'calls_exceeded', perCaller: 2, waitSeconds: 61, slots: [], standings: [] },
  ],
  ['quota_exceeded', 429, '1', { reason: 'pace_exceeded' }],
  ['deployment_full', 503, '30', { reason: 'deployment_full', waitSeconds: 30 }],
  ['leash_unavailable', 503, '5', { reason: 'leash_unavailable', cause: 'ClockStopped' }],
  ['leash_unavailable', 503, '60', { reason: 'leash_unavailable', cause: 'EndBefore', waitSeconds: 60 }],
  ['leash_unavailable', 503, '61 no', { reason: 'leash_unavailable', cause: 'EndBefore', waitSeconds: 61 }],
  ['call_not_found', 404, '', { reason: 'call_not_found' }],
  ['quota_unavailable', 503, '5', { reason: 'quota_unavailable', status: 403, cause: 'RestError' }],
  ['credential_unavailable', 503, '5', { reason: 'credential_unavailable', cause: 'CredentialUnavailableError' }],
  ['not_found', 404, '', { reason: 'not_found' }],
  ['internal_error', 500, '', { reason: 'internal' }],
  ['upstream_auth', 502, 'no', aRefusalOf({ kind: 'answered', status: 401 })],
  ['deployment_not_found', 502, 'no', aRefusalOf({ kind: 'answered', code: 'DeploymentNotFound' })],
  ['deployment_not_realtime', 502, 'no', aRefusalOf({ kind: 'answered', code: 'OpperationNotSupported' })],
  [
    'deployment_not_live',
    502,
    'no',
    aRefusalOf({ kind: 'answered', operation: 'live_sessions', code: 'OpperationNotSupported' }),
  ],
  ['upstream_rejected', 502, 'no', aRefusalOf({ kind: 'answered', status: 400 })],
  ['upstream_rate_limited', 429, '10', aRefusalOf({ kind: 'answered', status: 429 })],
  ['upstream_rate_limited', 503, '10', aRefusalOf({ kind: 'answered', status: 429, message: 'high demand' })],
  ['upstream_rate_limited', 429, '60', { ...aRefusalOf({ kind: 'answered', status: 429 }), retryAfterSeconds: 60 }],
  ['upstream_rate_limited', 429, '60 no', { ...aRefusalOf({ kind: 'answered', status: 429 }), retryAfterSeconds: 61 }],
  [
    'upstream_rate_limited',
    429,
    '7',
    { reason: 'not_yet', refusal: aRefusalOf({ kind: 'answered', status: 429 }), waitSeconds: 7 },
  ],
  ['upstream_rate_limited', 429, '48', { reason: 'attempts_exceeded', waitSeconds: 48 }],
  ['upstream_rejected', 502, 'no', aRefusalOf({ kind: 'answered', status: 429, code: 'insufficient_quota' })],
  ['upstream_error', 502, '', aRefusalOf({ kind: 'answered', status: 500 })],
  ['upstream_error', 502, '', aRefusalOf({ kind: 'unreachable' })],
  ['upstream_error', 502, '', aRefusalOf({ kind: 'interrupted' })],
  ['upstream_timeout', 504, '', aRefusalOf({ kind: 'timeout' })],
  ['upstream_invalid_response', 502, 'no', aRefusalOf({ kind: 'invalid', status: 200 })],
  ['offer_refused', 422, 'no', aRefusalOf({ kind: 'answered', operation: 'calls', status: 400 })],
  ['upstream_auth', 502, 'no', aRefusalOf({ kind: 'answered', operation: 'calls', status: 401 })],
  ['upstream_invalid_response', 502, 'no', aRefusalOf({ kind: 'invalid', operation: 'calls' })],
];

/** As the caller gets it. */
export function respond(refusal: Refusal) {
  const response = toProblemResponse(toProblem(refusal), 'request-1');
  const headers = new Headers(response.headers as Record<string, string>);
  const body = response.jsonBody as Readonly<Record<string, unknown>>;
  return { status: response.status, headers, body };
}
