/** One record, as it waits to be sent: built of the allow-list and never by removing from what was handed in. */
import { redact } from '../lib/redact.ts';
import type { PropertyDefinition } from './properties.ts';

/** Where a record belongs (W3C Trace Context section 2.2), Application Insights’ operation: the trace, and the host's request within it. */
export interface SpanContext {
  readonly id: string;
  readonly parentId: string | undefined;
}

export interface TelemetryRecord {
  readonly name: string;
  readonly atEpochMs: number;
  readonly span: SpanContext | undefined;
  /** Percent of the records like this one that are kept: a query multiplies by it. */
  readonly sampleRate: number;
  readonly properties: Readonly<Record<string, string>>;
  readonly detail: EventDetail | DependencyDetail | MetricDetail;
}

interface EventDetail {
  readonly kind: 'event';
  readonly measurements: Readonly<Record<string, number>>;
}

export interface DependencyDetail {
  readonly kind: 'dependency';
  /** Of its span, 16 hexadecimal digits. */
  readonly id: string;
  /** Host and port. */
  readonly target: string;
  readonly resultCode: string;
  readonly durationMs: number;
  readonly success: boolean;
}

interface MetricDetail {
  readonly kind: 'metric';
  readonly value: number;
}

/** Those of the allow-list whose value is one of theirs. What redaction would change is a secret in a wrong place. */
export function allowedProperties(
  definitions: Readonly<Record<string, PropertyDefinition>>,
  facts: Readonly<Record<string, string | undefined>>,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(definitions).flatMap(([name, definition]): [string, string][] => {
      const value = facts[name];
      return value !== undefined && isAllowed(definition, value) ? [[name, value]] : [];
    }),
  );
}

export function allowedMeasurements(
  definitions: Readonly<Record<string, unknown>>,
  measures: Readonly<Record<string, number | undefined>>,
): Record<string, number> {
  return Object.fromEntries(
    Object.keys(definitions).flatMap((name): [string, number][] => {
      const value = measures[name];
      return Number.isFinite(value) ? [[name, Number(value)]] : [];
    }),
  );
}

function isAllowed(definition: PropertyDefinition, value: string): boolean {
  const inList = 'values' in definition ? definition.values.includes(value) : definition.pattern.test(value);
  return inList && redact(value) === value;
}
