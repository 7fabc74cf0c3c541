/** Records for a test, and ids of operations at both ends. */
import type { Clock } from '../../src/lib/clock.ts';
import type { TelemetryRecord } from '../../src/telemetry/record.ts';
import { createTelemetry } from '../../src/telemetry/recorder.ts';
import type { Telemetry } from '../../src/telemetry/telemetry.ts';
import { NOON_MS } from './clock.ts';

/** Ends in zeros, which sampling by the id would keep … */
export const LOW_TRACE = '0af7651916cd43dd8448eb2100000000';
/** … and in ones, which it would leave out. */
export const HIGH_TRACE = '0af7651916cd43dd8448eb21ffffffff';
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
  return { telemetry: createTelemetry({ delivery, now, random: Math.random }), told };
}

export function aRecord(name = 'mint'): TelemetryRecord {
  return {
    name,
    atEpochMs: NOON_MS,
    span: { id: LOW_TRACE, parentId: HOST_SPAN },
    sampleRate: 100,
    properties: { outcome: 'issued' },
    detail: { kind: 'event', measurements: { total: 12.5 } },
  };
}
