import type { TelemetryRecord } from '../../../src/telemetry/record.ts';
import { NOON_MS } from '../../support/clock.ts';
import { TRACE } from '../../support/telemetry-records.ts';

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
