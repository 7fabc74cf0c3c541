/** How an issuance ends, however it ends: what was taken and not used goes back, one log line, one event. */
import type { Clock } from '../lib/clock.ts';
import type { Result } from '../lib/result.ts';
import type { Share } from '../quota/plan-take.ts';
import type { Allowances } from './allowance.ts';
import type { Failure } from './at-some-target.ts';
import { describeIssued, describeRefused, type Refused } from './describe.ts';
import type { Exchange } from './exchange.ts';
import type { IssuanceFacts } from './facts.ts';
import type { IssuanceError, Issued } from './issued.ts';
import type { Kind } from './wish.ts';

/** One request on its way. */
export interface Issuance {
  readonly kind: Kind;
  readonly facts: IssuanceFacts;
  /** Taken, and of no use yet. */
  readonly unused: Share | undefined;
  /** Of each target that was asked. */
  readonly failures: readonly Failure[];
}

type Ended = Result<Issued, IssuanceError>;

/** The last request that failed because of the app or of Azure. */
export interface LastFailure {
  readonly atEpochMs: number;
  readonly requestId: string;
  readonly code: string;
  readonly diagnosis: string | undefined;
  readonly upstreamRequestId: string | undefined;
}

export interface Closing {
  close(exchange: Exchange, issuance: Issuance, ended: Ended): Promise<Ended>;
  lastFailure(): LastFailure | undefined;
}

export function createClosing({ allowances, now }: { readonly allowances: Allowances; readonly now: Clock }): Closing {
  let last: LastFailure | undefined;

  return {
    async close(exchange, { kind, facts, unused, failures }, ended) {
      if (ended.ok) {
        const issued = describeIssued(ended.value);
        tell(exchange, kind, { ...facts, ...issued }, issued.diagnosis === undefined);
        return ended;
      }
      const because = failures.length === 0 ? [ended.error] : failures.map(({ error }) => error);
      const unitReturned = unused && (await allowances.giveBack(unused, because));
      const refused = describeRefused(ended.error, facts.target);
      const isOurs = refused.outcome === 'failed';
      if (isOurs && wasTried(ended.error)) last = toFailure(exchange, refused, now());
      tell(exchange, kind, { ...facts, unitReturned, ...refused }, !isOurs);
      return ended;
    },
    lastFailure: () => last,
  };
}

function tell({ log, telemetry, timings }: Exchange, kind: Kind, facts: IssuanceFacts, isAsItShouldBe: boolean): void {
  telemetry.event(kind, { ...facts, violated: facts.violated?.join() }, timings.phases());
  const record = { event: kind, ...facts, phasesMs: timings.phases() };
  if (isAsItShouldBe) log.info(record);
  else log.error(record);
}

/** What another request was answered before is no failure of this one's. */
function wasTried({ reason }: IssuanceError): boolean {
  return reason !== 'not_yet' && reason !== 'attempts_exceeded';
}

function toFailure({ requestId }: Exchange, { code, diagnosis, upstreamRequestId }: Refused, at: number): LastFailure {
  return { atEpochMs: at, requestId, code, diagnosis, upstreamRequestId };
}
