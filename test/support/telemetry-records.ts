/** Records for a test, and ids of operations at both ends. */
import type { TelemetryRecord } from '../../src/telemetry/record.ts';
import { NOON_MS } from './clock.ts';

/** Ends in zeros, which sampling by the id would keep … */
export const LOW_TRACE = '0af7651916cd43dd8448eb2100000000';
/** … and in ones, which it would leave out. */
export const HIGH_TRACE = '0af7651916cd43dd8448eb21ffffffff';
export const HOST_SPAN = 'b7ad6b7169203331';

export function aTraceParent(trace: string): string {
  return `00-${trace}-${HOST_SPAN}-01`;
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
