/** The one log line of a mint or of a call of the relay, and the event of telemetry that is made of it. */
import { recognise } from '../diagnosis/recognise.ts';
import type { Exchange } from '../http/edge.ts';
import { type Refusal, toProblem } from '../http/problem.ts';
import type { LogRecord } from '../lib/log.ts';
import type { ClientSecret } from '../realtime/client-secrets.ts';
import { recordLine } from './issuance-telemetry.ts';
import { type Progress, remainingOf } from './issue.ts';

type Facts = Readonly<Record<string, unknown>>;

/** Of one request: the event’s name and what is known of it. */
export interface Line {
  readonly event: 'mint' | 'relay';
  /** The issuance id: in the answer of a mint, and one day the handle of a revocation. */
  readonly id: string;
  readonly progress: Progress;
}

export function tellSuccess(exchange: Exchange, line: Line, secret: ClientSecret, facts: Facts): void {
  const { lifetimeHonoured } = secret;
  write(exchange, line, { ...facts, ...(lifetimeHonoured ? {} : describeLifetime(secret)) }, lifetimeHonoured);
}

export function tellRefusal(exchange: Exchange, line: Line, refusal: Refusal): void {
  write(exchange, line, describeRefusal(refusal), toProblem(refusal).status < 500);
}

function write(exchange: Exchange, { event, id, progress }: Line, facts: Facts, isAsItShouldBe: boolean): void {
  const { log, requestId, timings } = exchange;
  const record: LogRecord = { event, id, requestId, ...progress, phasesMs: timings.phases(), ...facts };
  recordLine(exchange, event, record);
  if (isAsItShouldBe) log.info(record);
  else log.error(record);
}

function describeLifetime({ askedSeconds, lifetimeSeconds }: ClientSecret): Facts {
  const { id, causes } = recognise({ kind: 'lifetime' });
  return { diagnosis: id, causes, askedSeconds, gotSeconds: lifetimeSeconds };
}

/** For the operator: what the caller is not told. */
function describeRefusal(refusal: Refusal): Facts {
  const { code, status } = toProblem(refusal);
  const facts = { outcome: status < 500 ? 'refused' : 'failed', code };
  switch (refusal.reason) {
    case 'upstream':
      return {
        ...facts,
        diagnosis: refusal.entry.id,
        causes: refusal.entry.causes,
        upstreamStatus: refusal.facts?.status,
        upstreamCode: refusal.facts?.errorCode,
        upstreamParam: refusal.facts?.param,
        upstreamRequestId: refusal.facts?.requestId,
        region: refusal.facts?.region,
      };
    case 'token_invalid':
      return { ...facts, flaw: refusal.flaw, hint: refusal.hint };
    case 'quota_exceeded':
      return { ...facts, violated: refusal.violated, remaining: remainingOf(refusal.standings) };
    case 'quota_unavailable':
      return { ...facts, storageStatus: refusal.status, cause: refusal.cause };
    case 'issuer_unavailable':
    case 'credential_unavailable':
    case 'profile_not_permitted':
      return { ...facts, cause: refusal.cause };
    case 'profile_invalid':
      return { ...facts, profile: refusal.profile, problems: refusal.problems };
    default:
      return facts;
  }
}
