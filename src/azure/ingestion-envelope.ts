/** A record in the form that ingestion takes: one item of the array that is posted to /v2.1/track. */
import type { TelemetryRecord } from '../telemetry/record.ts';

export interface Envelope {
  readonly name: string;
  /** ISO 8601. */
  readonly time: string;
  readonly iKey: string;
  /** Percent. */
  readonly sampleRate: number;
  readonly tags: Readonly<Record<string, string>>;
  readonly data: { readonly baseType: string; readonly baseData: Readonly<Record<string, unknown>> };
}

/** What is the same for every record of this instance. */
export interface EnvelopeOrigin {
  readonly iKey: string;
  readonly tags: Readonly<Record<string, string>>;
}

export function toEnvelope(record: TelemetryRecord, { iKey, tags }: EnvelopeOrigin): Envelope {
  const { name, baseType, baseData } = toData(record);
  const { span } = record;
  return {
    name: `Microsoft.ApplicationInsights.${name}`,
    time: new Date(record.atEpochMs).toISOString(),
    iKey,
    sampleRate: record.sampleRate,
    tags: {
      ...tags,
      ...(span === undefined ? {} : { 'ai.operation.id': span.id }),
      ...(span?.parentId === undefined ? {} : { 'ai.operation.parentId': span.parentId }),
    },
    data: { baseType, baseData: { ver: 2, ...baseData, properties: record.properties } },
  };
}

function toData({ name, detail }: TelemetryRecord) {
  switch (detail.kind) {
    case 'event': {
      const { measurements } = detail;
      return { name: 'Event', baseType: 'EventData', baseData: { name, measurements } };
    }
    case 'dependency': {
      const { id, target, resultCode, success, durationMs } = detail;
      const duration = toTimeSpan(durationMs);
      const baseData = { name, id, type: 'Http', target, resultCode, success, duration };
      return { name: 'RemoteDependency', baseType: 'RemoteDependencyData', baseData };
    }
    case 'metric': {
      const metrics = [{ name, kind: 'Aggregation', value: detail.value, count: 1 }];
      return { name: 'Metric', baseType: 'MetricData', baseData: { metrics } };
    }
  }
}

/** `DD.HH:MM:SS.mmm`; the days are left out below one, and nothing of ours takes a day. */
function toTimeSpan(durationMs: number): string {
  return new Date(Math.max(0, Math.round(durationMs))).toISOString().slice(11, 23);
}
