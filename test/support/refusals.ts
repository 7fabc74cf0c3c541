/** One refusal of every kind. */
import type { UpstreamSymptom } from '../../src/diagnosis/catalogue-entry.ts';
import { recognise } from '../../src/diagnosis/recognise.ts';
import type { Refusal } from '../../src/problems/problem.ts';
import type { Standing } from '../../src/quota/window.ts';
import type { UpstreamError } from '../../src/realtime/upstream.ts';

/** A call to Azure OpenAI that ended with this symptom. */
export function aRefusalOf(symptom: UpstreamSymptom): UpstreamError {
  return {
    reason: 'upstream',
    entry: recognise(symptom),
    facts: undefined,
    retryAfterSeconds: undefined,
    evidence: undefined,
    cause: undefined,
    neverSent: false,
  };
}

export function aStanding(overrides: Partial<Standing> = {}): Standing {
  return { name: 'minute', limit: 6, windowSeconds: 60, remaining: 0, resetSeconds: 42, ...overrides };
}

type InsufficientScope = Extract<Refusal, { reason: 'insufficient_scope' }>;

/** A token of that kind, under a rule with a scope and a role. */
export function aLackOf(overrides: Partial<InsufficientScope>): InsufficientScope {
  const rule = { scope: 'access_as_user', role: 'Realtime.Mint' };
  return { reason: 'insufficient_scope', kind: 'person', ...rule, scopes: [], roles: [], ...overrides };
}

const finding = { pointer: '/model', message: 'is not a member that exists here', unknownMember: true };

export const refusals: readonly Refusal[] = [
  { reason: 'token_missing' },
  { reason: 'token_invalid', flaw: 'malformed' },
  { reason: 'token_invalid', flaw: 'issuer', hint: 'for the operator' },
  { reason: 'token_invalid', flaw: 'signature' },
  { reason: 'token_invalid', flaw: 'algorithm' },
  { reason: 'token_invalid', flaw: 'expired' },
  { reason: 'token_invalid', flaw: 'not_yet_valid' },
  { reason: 'token_invalid', flaw: 'audience' },
  { reason: 'token_invalid', flaw: 'tenant' },
  { reason: 'token_invalid', flaw: 'claims' },
  { reason: 'token_invalid', flaw: 'revoked' },
  { reason: 'caller_revoked', callerHash: 'f'.repeat(32), subject: '0123456789abcdef0123456789abcdef' },
  aLackOf({ kind: 'person' }),
  aLackOf({ kind: 'person', scope: undefined }),
  aLackOf({ kind: 'app-only' }),
  aLackOf({ kind: 'app-only', role: undefined }),
  aLackOf({ kind: 'neither' }),
  { reason: 'issuer_unavailable', cause: 'TypeError' },
  { reason: 'invalid_json' },
  { reason: 'body_too_large', maxBytes: 4_096 },
  { reason: 'length_required' },
  { reason: 'unsupported_media_type', expected: 'application/json' },
  { reason: 'unsupported_content_coding' },
  { reason: 'unsupported_media_type', expected: 'application/sdp' },
  { reason: 'invalid_offer' },
  { reason: 'query_not_permitted' },
  { reason: 'invalid_request', findings: [{ ...finding, unknownMember: false }] },
  { reason: 'not_permitted', findings: [finding] },
  { reason: 'settings_invalid', problems: [{ key: 'realtime:endpoint', problem: 'is not set' }] },
  { reason: 'profile_not_permitted', cause: 'unknown' },
  { reason: 'profile_not_permitted', cause: 'requirement' },
  { reason: 'profile_forbidden', scope: 'voice', role: undefined },
  { reason: 'profile_forbidden', scope: undefined, role: 'Voice.Use' },
  {
    reason: 'profile_invalid',
    profile: 'kiosk',
    problems: [{ key: 'realtime:profiles:kiosk', problem: 'is not JSON' }],
  },
  { reason: 'relay_required', url: '/api/realtime/calls' },
  { reason: 'store_not_named' },
  { reason: 'store_unavailable', status: 403, cause: 'RestError' },
  { reason: 'quota_exceeded', violated: ['minute'], waitSeconds: 42, inFlight: false, standings: [aStanding()] },
  { reason: 'quota_exceeded', violated: ['minute'], waitSeconds: 1, inFlight: true, standings: [aStanding()] },
  { reason: 'quota_unavailable', status: 403, cause: 'RestError' },
  { reason: 'credential_unavailable', cause: 'CredentialUnavailableError' },
  { reason: 'not_found' },
  { reason: 'internal' },
  aRefusalOf({ kind: 'answered', status: 401 }),
  aRefusalOf({ kind: 'answered', code: 'DeploymentNotFound' }),
  aRefusalOf({ kind: 'answered', code: 'OpperationNotSupported' }),
  aRefusalOf({ kind: 'answered', status: 400 }),
  aRefusalOf({ kind: 'answered', status: 429 }),
  aRefusalOf({ kind: 'answered', status: 429, message: 'high demand' }),
  { ...aRefusalOf({ kind: 'answered', status: 429 }), retryAfterSeconds: 60 },
  { ...aRefusalOf({ kind: 'answered', status: 429 }), retryAfterSeconds: 61 },
  { reason: 'not_yet', refusal: aRefusalOf({ kind: 'answered', status: 429 }), waitSeconds: 7 },
  { reason: 'attempts_exceeded', waitSeconds: 48 },
  aRefusalOf({ kind: 'answered', status: 429, code: 'insufficient_quota' }),
  aRefusalOf({ kind: 'answered', status: 500 }),
  aRefusalOf({ kind: 'unreachable' }),
  aRefusalOf({ kind: 'interrupted' }),
  aRefusalOf({ kind: 'timeout' }),
  aRefusalOf({ kind: 'invalid', status: 200 }),
  aRefusalOf({ kind: 'answered', operation: 'calls', status: 400 }),
  aRefusalOf({ kind: 'answered', operation: 'calls', status: 401 }),
  aRefusalOf({ kind: 'invalid', operation: 'calls' }),
];
