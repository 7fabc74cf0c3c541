/** Records for a test, and ids of operations that sampling keeps and leaves out. */
import type { Clock } from '../../src/lib/clock.ts';
import type { TelemetryRecord } from '../../src/telemetry/record.ts';
import { createTelemetry } from '../../src/telemetry/recorder.ts';
import type { Telemetry } from '../../src/telemetry/telemetry.ts';
import { NOON_MS } from './clock.ts';

/** Its last eight digits are a number from 0 to 1, here 0 … */
export const KEPT_TRACE = '0af7651916cd43dd8448eb2100000000';
/** … and nearly 1. */
export const LEFT_OUT_TRACE = '0af7651916cd43dd8448eb21ffffffff';
export const HOST_SPAN = 'b7ad6b7169203331';

export function aTraceParent(trace: string): string {
  return `00-${trace}-${HOST_SPAN}-01`;
}

/** The real one, with what it would send: all that did not go well, and a share of the rest. */
export function aTelemetry(now: Clock): { readonly telemetry: Telemetry; readonly told: readonly TelemetryRecord[] } {
  const told: TelemetryRecord[] = [];
  const delivery = {
    add: (record: TelemetryRecord) => void told.push(record),
    answered: () => undefined,
    flush: async () => undefined,
  };
  return { telemetry: createTelemetry({ delivery, now }), told };
}

export function aRecord(name = 'mint'): TelemetryRecord {
  return {
    name,
    atEpochMs: NOON_MS,
    operation: { id: KEPT_TRACE, parentId: HOST_SPAN },
    sampleRate: 100,
    properties: { outcome: 'issued' },
    detail: { kind: 'event', measurements: { total: 12.5 } },
  };
}
