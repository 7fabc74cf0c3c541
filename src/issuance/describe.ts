/** What the end of an issuance adds to its facts. */
import { digestOfCall } from '../calls/call-digest.ts';
import { LIFETIME_NOT_HONOURED } from '../diagnosis/lifetime-entry.ts';
import { causesWithTargets } from '../diagnosis/with-targets.ts';
import { PERMISSION_NAME } from '../lib/azure-values.ts';
import { type Refusal, toProblem } from '../problems/to-problem.ts';
import type { ClientSecret } from '../realtime/client-secrets.ts';
import { ONLY_TARGET } from '../realtime/target.ts';
import { type IssuanceFacts, remainingOf } from './facts.ts';
import type { Issued } from './issued.ts';

/** An app can have hundreds of roles. */
const MAX_NAMES = 10;

export function describeIssued(issued: Issued): IssuanceFacts {
  const lifetime = issued.kind === 'live' ? {} : describeLifetime(issued.secret);
  if (issued.kind === 'mint') {
    const { requestId: upstreamRequestId, region } = issued.secret;
    return { outcome: 'issued', upstreamRequestId, region, ...lifetime };
  }
  const { id: callId, requestId: upstreamRequestId, region } = issued.call;
  const call = callId && digestOfCall(callId);
  return { outcome: 'started', call, upstreamRequestId, region, ...lifetime };
}

function describeLifetime({
  lifetimeHonoured,
  askedSeconds,
  lifetimeSeconds,
}: Omit<ClientSecret, 'value'>): IssuanceFacts {
  const { id, causes } = LIFETIME_NOT_HONOURED;
  return lifetimeHonoured ? {} : { diagnosis: id, causes, askedSeconds, gotSeconds: lifetimeSeconds };
}

export interface Refused extends IssuanceFacts {
  readonly outcome: 'refused' | 'failed';
  readonly code: string;
}

/** @param target that refused it, where one was asked. */
export function describeRefused(refusal: Refusal, target = ONLY_TARGET): Refused {
  const { code, status } = toProblem(refusal);
  // A 429 of Azure’s goes to the caller as one, and is none of the caller’s doing.
  const isOurs = status >= 500 || code === 'upstream_rate_limited';
  return { outcome: isOurs ? 'failed' : 'refused', code, ...describeRefusal(refusal, target !== ONLY_TARGET) };
}

/** For the operator: what the caller is not told. */
function describeRefusal(refusal: Refusal, hasTargets: boolean): Omit<IssuanceFacts, 'outcome' | 'code'> {
  switch (refusal.reason) {
    case 'upstream':
      return {
        diagnosis: refusal.entry.id,
        causes: hasTargets ? causesWithTargets(refusal.entry.causes) : refusal.entry.causes,
        upstreamStatus: refusal.facts?.status,
        upstreamCode: refusal.facts?.errorCode,
        upstreamParam: refusal.facts?.param,
        upstreamRequestId: refusal.facts?.requestId,
        region: refusal.facts?.region,
        cause: refusal.cause,
        retryAfterSeconds: refusal.retryAfterSeconds,
        ...refusal.evidence,
      };
    case 'not_yet':
      // The causes stand in the line of the request that Azure answered.
      return { diagnosis: refusal.refusal.entry.id, asked: false, retryAfterSeconds: refusal.waitSeconds };
    case 'attempts_exceeded':
      return { asked: false, retryAfterSeconds: refusal.waitSeconds };
    case 'token_invalid':
      return { flaw: refusal.flaw, hint: refusal.hint, ...callerOf(refusal) };
    case 'insufficient_scope': {
      const { kind, scope, role } = refusal;
      return { kind, scope, role, scopes: someOf(refusal.scopes), roles: someOf(refusal.roles) };
    }
    case 'profile_forbidden':
      return { cause: refusal.cause, scope: refusal.scope, role: refusal.role };
    case 'caller_revoked':
      return { subject: refusal.subject, ...callerOf(refusal) };
    case 'end_user_required':
    case 'end_user_refused':
      return { header: refusal.header, ...callerOf(refusal) };
    case 'quota_exceeded':
      return {
        violated: refusal.violated,
        inFlight: refusal.inFlight,
        isOfApp: refusal.isOfApp,
        ...remainingOf(refusal.standings),
      };
    case 'calls_exceeded':
      return remainingOf(refusal.standings);
    case 'leash_unavailable':
      return { cause: refusal.cause };
    case 'quota_unavailable':
      return { storageStatus: refusal.status, cause: refusal.cause, failure: refusal.failure };
    case 'credential_unavailable': {
      const { cause, failure, status: identityStatus, entraCode } = refusal;
      return { cause, failure, identityStatus, entraCode };
    }
    case 'issuer_unavailable':
    case 'profile_not_permitted':
      return { cause: refusal.cause };
    case 'profile_invalid':
      return { profile: refusal.profile, problems: refusal.problems };
    case 'deployment_full':
    case 'call_not_found':
    case 'pace_exceeded':
    case 'token_missing':
    case 'invalid_json':
    case 'invalid_request':
    case 'not_permitted':
    case 'body_too_large':
    case 'length_required':
    case 'unsupported_content_coding':
    case 'unsupported_media_type':
    case 'invalid_offer':
    case 'query_not_permitted':
    case 'relay_required':
    case 'profile_required':
    case 'profile_of_other_api':
    case 'variables_refused':
    case 'settings_invalid':
    case 'store_not_named':
    case 'store_unavailable':
    case 'not_found':
    case 'internal':
      // The code says it all.
      return {};
  }
}

/** Whose token it is, where that was verified before it was refused. */
function callerOf({ callerHash }: { readonly callerHash?: string }): Pick<IssuanceFacts, 'caller'> {
  return callerHash === undefined ? {} : { caller: callerHash };
}

/** Names from a caller's token: a few for one log line, and nothing that is not a name. */
function someOf(names: readonly string[]): readonly string[] {
  return names.filter((name) => PERMISSION_NAME.test(name)).slice(0, MAX_NAMES);
}
