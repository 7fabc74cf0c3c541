/** Makes records, decides which are kept, and hands them to delivery. Nothing here waits, and nothing here throws. */
import { randomBytes } from 'node:crypto';
import type { Clock } from '../lib/clock.ts';
import { DEPENDENCIES, EVENTS, type EventFacts, type EventMeasures, type EventName } from './allow-list.ts';
import type { Delivery } from './delivery.ts';
import { allowedMeasurements, allowedProperties, type SpanContext, type TelemetryRecord } from './record.ts';
import type { Telemetry } from './telemetry.ts';
import { toSpanContext } from './trace-context.ts';

/** Of the successes; the app sends every failure. Counts stay right: each record says how many it stands for. */
export const SUCCESS_SHARE = 0.25;
/** A request has two or three; more would be a mistake in a loop. */
const MAX_RECORDS_OF_ONE_REQUEST = 20;

interface Kept {
  readonly record: TelemetryRecord;
  readonly sampled: boolean;
}

export function createTelemetry({
  delivery,
  now,
  random,
}: {
  readonly delivery: Delivery;
  readonly now: Clock;
  /** From 0 to 1, drawn once a request: by the trace's id its caller would choose what an operator sees. */
  readonly random: () => number;
}): Telemetry {
  function toEvent<N extends EventName>(
    span: SpanContext | undefined,
    name: N,
    facts: EventFacts<N>,
    measures: EventMeasures<N> = {},
  ): Kept {
    const { properties, measurements, sampled } = EVENTS[name];
    const record: TelemetryRecord = {
      name,
      atEpochMs: now(),
      span,
      sampleRate: 100,
      properties: allowedProperties(properties, facts),
      detail: { kind: 'event', measurements: allowedMeasurements(measurements, measures) },
    };
    return { record, sampled };
  }

  return {
    begin(traceParent) {
      const span = toSpanContext(traceParent);
      const isInShare = random() < SUCCESS_SHARE;
      let kept: Kept[] | undefined = [];
      const keep = (next: Kept): void => {
        if (kept && kept.length < MAX_RECORDS_OF_ONE_REQUEST) kept.push(next);
      };
      return {
        event: (...said) => keep(toEvent(span, ...said)),
        dependency(name, { startedAtEpochMs, ...request }, facts) {
          const { properties, sampled } = DEPENDENCIES[name];
          const record: TelemetryRecord = {
            name,
            atEpochMs: startedAtEpochMs,
            span,
            sampleRate: 100,
            properties: allowedProperties(properties, facts),
            detail: { kind: 'dependency', id: randomBytes(8).toString('hex'), ...request },
          };
          keep({ record, sampled });
        },
        end(succeeded) {
          // An answer may be a success with something to find out about: a secret that lives too long, or a 429 before it.
          const wentWell = succeeded && !kept?.some(({ record }) => hasTrouble(record));
          for (const { record, sampled } of kept ?? []) {
            if (!(sampled && wentWell)) delivery.add(record);
            else if (isInShare) delivery.add({ ...record, sampleRate: 100 * SUCCESS_SHARE });
          }
          kept = undefined;
          delivery.answered();
        },
      };
    },
    event: (...said) => delivery.add(toEvent(undefined, ...said).record),
    flush: (timeoutMs) => delivery.flush(timeoutMs),
  };
}

function hasTrouble({ properties, detail }: TelemetryRecord): boolean {
  return 'diagnosis' in properties || (detail.kind === 'dependency' && !detail.success);
}
