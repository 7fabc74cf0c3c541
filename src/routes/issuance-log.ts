/** The one log line of a mint or of a call of the relay, and the event of telemetry that is made of it. */
import { LIFETIME_NOT_HONOURED } from '../diagnosis/lifetime-entry.ts';
import type { Exchange } from '../http/edge.ts';
import { PERMISSION_NAME } from '../lib/azure-values.ts';
import type { Clock } from '../lib/clock.ts';
import type { LogRecord } from '../lib/log.ts';
import { type Refusal, toProblem } from '../problems/problem.ts';
import type { ClientSecret } from '../realtime/client-secrets.ts';
import { recordLine } from './issuance-telemetry.ts';
import { type Progress, remainingOf } from './issue.ts';

/** An app can have hundreds of roles. */
const MAX_NAMES = 10;

type Facts = Readonly<Record<string, unknown>>;

/** Of one request: the event’s name and what is known of it. */
export interface Line {
  readonly event: 'mint' | 'relay';
  /** The issuance id: in the answer of a mint, and one day the handle of a revocation. */
  readonly id: string;
  readonly progress: Progress;
}

/** The last request that failed for a reason of ours or of Azure's. */
export interface LastFailure {
  readonly atEpochMs: number;
  readonly requestId: string;
  readonly code: string;
  readonly diagnosis: string | undefined;
  readonly upstreamRequestId: string | undefined;
}

export interface IssuanceLog {
  tellSuccess(exchange: Exchange, line: Line, secret: ClientSecret, facts: Facts): void;
  tellRefusal(exchange: Exchange, line: Line, refusal: Refusal): void;
  lastFailure(): LastFailure | undefined;
}

export function createIssuanceLog({ now }: { readonly now: Clock }): IssuanceLog {
  let last: LastFailure | undefined;
  return {
    tellSuccess(exchange, line, secret, facts) {
      const { lifetimeHonoured } = secret;
      write(exchange, line, { ...facts, ...(lifetimeHonoured ? {} : describeLifetime(secret)) }, lifetimeHonoured);
    },
    tellRefusal(exchange, line, refusal) {
      const { code, status, diagnosis, upstreamRequestId } = toProblem(refusal);
      // A 429 of Azure’s goes to the caller as one, and is none of the caller’s doing.
      const isOurs = status >= 500 || code === 'upstream_rate_limited';
      const isAzuresAnswer = refusal.reason !== 'not_yet' && refusal.reason !== 'attempts_exceeded';
      if (isOurs && isAzuresAnswer)
        last = { atEpochMs: now(), requestId: exchange.requestId, code, diagnosis, upstreamRequestId };
      write(exchange, line, { outcome: isOurs ? 'failed' : 'refused', code, ...describeRefusal(refusal) }, !isOurs);
    },
    lastFailure: () => last,
  };
}

function write(exchange: Exchange, { event, id, progress }: Line, facts: Facts, isAsItShouldBe: boolean): void {
  const { log, requestId, timings } = exchange;
  const record: LogRecord = { event, id, requestId, ...progress, phasesMs: timings.phases(), ...facts };
  recordLine(exchange, event, record);
  if (isAsItShouldBe) log.info(record);
  else log.error(record);
}

function describeLifetime({ askedSeconds, lifetimeSeconds }: ClientSecret): Facts {
  const { id, causes } = LIFETIME_NOT_HONOURED;
  return { diagnosis: id, causes, askedSeconds, gotSeconds: lifetimeSeconds };
}

/** For the operator: what the caller is not told. */
function describeRefusal(refusal: Refusal): Facts {
  switch (refusal.reason) {
    case 'upstream':
      return {
        diagnosis: refusal.entry.id,
        causes: refusal.entry.causes,
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
      return { flaw: refusal.flaw, hint: refusal.hint };
    case 'insufficient_scope': {
      const { kind, scope, role } = refusal;
      return { kind, scope, role, scopes: someOf(refusal.scopes), roles: someOf(refusal.roles) };
    }
    case 'profile_forbidden':
      return { scope: refusal.scope, role: refusal.role };
    case 'caller_revoked':
      return { subject: refusal.subject };
    case 'quota_exceeded':
      return { violated: refusal.violated, inFlight: refusal.inFlight, remaining: remainingOf(refusal.standings) };
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
    default:
      return {};
  }
}

/** Names out of a caller's token, of which a line holds a few and nothing that is no name. */
function someOf(names: readonly string[]): readonly string[] {
  return names.filter((name) => PERMISSION_NAME.test(name)).slice(0, MAX_NAMES);
}
