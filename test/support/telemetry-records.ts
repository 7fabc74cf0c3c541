/** Records for a test, and ids of operations at both ends. */
import type { TelemetryRecord } from '../../src/telemetry/record.ts';
import { NOON_MS } from './clock.ts';

export const TRACE = {
  /** Ends in zeros, which sampling by the id would keep … */
  low: '0af7651916cd43dd8448eb2100000000',
  /** … and in ones, which it would leave out. */
  high: '0af7651916cd43dd8448eb21ffffffff',
  /** The host's, in both. */
  span: 'b7ad6b7169203331',
} as const;

export function aTraceParent(trace: string): string {
  return `00-${trace}-${TRACE.span}-01`;
}

export function aRecord(name = 'mint'): TelemetryRecord {
  return {
    name,
    atEpochMs: NOON_MS,
    span: { id: TRACE.low, parentId: TRACE.span },
    sampleRate: 100,
    properties: { outcome: 'issued' },
    detail: { kind: 'event', measurements: { total: 12.5 } },
  };
}
