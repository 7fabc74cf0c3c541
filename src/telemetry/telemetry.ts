/**
 * The telemetry port: what the rest of the app may report. To report costs a push into an array. Something else sends
 * the records, and its failure never reaches a caller.
 */
import type { DependencyFacts, DependencyName, EventFacts, EventMeasures, EventName } from './allow-list.ts';
import type { DependencyDetail } from './record.ts';

/** The records of one request: kept or left out together, once it is known how the request ended. */
export interface RequestTelemetry {
  event<N extends EventName>(name: N, facts: EventFacts<N>, measures?: EventMeasures<N>): void;
  dependency<N extends DependencyName>(name: N, request: DependencyRequest, facts: DependencyFacts<N>): void;
  /** A second end has no effect. */
  end(succeeded: boolean): void;
}

export interface DependencyRequest extends Omit<DependencyDetail, 'kind' | 'id'> {
  readonly startedAtEpochMs: number;
}

export interface Telemetry {
  /** @param traceParent of the host's request, which has joined the caller's trace. */
  begin(traceParent: string | null | undefined): RequestTelemetry;
  /** Outside of any request. */
  event<N extends EventName>(name: N, facts: EventFacts<N>, measures?: EventMeasures<N>): void;
  /** Resolves when everything has left or `timeoutMs` is over, and never rejects. */
  flush(timeoutMs: number): Promise<void>;
}

/** Where no connection string is set, nothing is recorded. */
export const NO_TELEMETRY: Telemetry = {
  begin: () => ({ event: () => undefined, dependency: () => undefined, end: () => undefined }),
  event: () => undefined,
  flush: async () => undefined,
};
