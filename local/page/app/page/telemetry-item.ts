/** One envelope of Application Insights, as a person reads it. */
import { isJsonObject, type JsonObject, valueAt } from '../../../../src/lib/json.ts';
import { EVENTS } from '../../../../src/telemetry/allow-list.ts';
import type { Fact } from '../call/stage.ts';
import { formatDuration } from '../duration.ts';

/** For whoever looks for a call of theirs; the share is `SUCCESS_SHARE` of the endpoint. */
export const SAMPLING = 'One in four requests that go well is kept, and every one that does not.';

export interface TelemetryItem {
  /** `12:34:56` of the person's own clock. */
  readonly time: string;
  readonly kind: 'event' | 'dependency' | 'metric' | 'other';
  readonly name: string;
  readonly summary: string;
  readonly isBad: boolean;
  readonly facts: readonly Fact[];
}

const KINDS = { EventData: 'event', RemoteDependencyData: 'dependency', MetricData: 'metric' } as const;

export function toTelemetryItem(envelope: unknown): TelemetryItem {
  const data = asObject(valueAt(envelope, ['data', 'baseData']));
  const type = asText(valueAt(envelope, ['data', 'baseType']));
  const properties = asObject(data['properties']);
  const [metric] = Array.isArray(data['metrics']) ? data['metrics'].map(asObject) : [];
  const kind = Object.entries(KINDS).find(([base]) => base === type)?.[1] ?? 'other';
  const { properties: _properties, metrics: _metrics, measurements, ver: _version, duration, ...rest } = data;
  return {
    time: new Date(asText(valueAt(envelope, ['time']))).toLocaleTimeString('en-GB'),
    kind,
    name: asText(data['name']) || asText(metric?.['name']) || asText(valueAt(envelope, ['name'])),
    summary: summaryOf(kind, data, properties, metric),
    isBad: data['success'] === false || ['refused', 'failed'].includes(asText(properties['outcome'])),
    facts: [
      rest,
      { duration: toDuration(asText(duration)), 'stands for': standsFor(envelope) },
      metric ?? {},
      properties,
      withUnits(asText(data['name']), asObject(measurements)),
      asObject(valueAt(envelope, ['tags'])),
    ].flatMap(toFacts),
  };
}

function summaryOf(kind: TelemetryItem['kind'], data: JsonObject, properties: JsonObject, metric?: JsonObject): string {
  if (kind === 'dependency')
    return [asText(data['resultCode']), toDuration(asText(data['duration']))].filter(Boolean).join(' · ');
  if (kind === 'metric') return asText(metric?.['value']);
  const { outcome, code, diagnosis, profile } = properties;
  return [outcome, diagnosis ?? code, profile].map(asText).filter(Boolean).join(' · ');
}

/** Application Insights writes `00:00:00.040`, with days before a dot. */
function toDuration(written: string): string {
  const [, days = 0, hours, minutes, seconds] = /^(?:(\d+)\.)?(\d+):(\d+):(\d+(?:\.\d+)?)$/.exec(written) ?? [];
  if (hours === undefined) return written;
  const wholeMinutes = (Number(days) * 24 + Number(hours)) * 60 + Number(minutes);
  return formatDuration((wholeMinutes * 60 + Number(seconds)) * 1_000);
}

/** A record that is one of a sample says so. */
function standsFor(envelope: unknown): string {
  const rate = valueAt(envelope, ['sampleRate']);
  return typeof rate === 'number' && rate < 100 ? `${Math.round(100 / rate)} like it` : '';
}

function toFacts(values: JsonObject): readonly Fact[] {
  return Object.entries(values).flatMap(([name, value]) => {
    const text = asText(value);
    return text === '' ? [] : [{ name, value: text }];
  });
}

/** The allow-list is where units are. */
function withUnits(event: string, measurements: JsonObject): JsonObject {
  const known = Object.entries<(typeof EVENTS)[keyof typeof EVENTS]>(EVENTS).find(([name]) => name === event)?.[1];
  const unitOf = (name: string) => valueAt(known?.measurements, [name, 'unit']) ?? '';
  return Object.fromEntries(
    Object.entries(measurements).map(([name, value]) => [name, `${String(value)} ${String(unitOf(name))}`.trim()]),
  );
}

function asObject(value: unknown): JsonObject {
  return isJsonObject(value) ? value : {};
}

function asText(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}
