/** What waits to be sent: bounded, the oldest gives way, and what was lost is counted by its cause. */
import type { LossCause } from './allow-list.ts';
import type { TelemetryRecord } from './record.ts';

export interface TelemetryBuffer {
  readonly size: number;
  push(record: TelemetryRecord): void;
  /** Up to `limit` of the oldest, which are then no longer in it. */
  take(limit: number): readonly TelemetryRecord[];
  lose(cause: LossCause, count: number): void;
  losses(): ReadonlyMap<LossCause, number>;
  /** These have been told. */
  forget(told: ReadonlyMap<LossCause, number>): void;
}

export function createBuffer(capacity: number): TelemetryBuffer {
  let records: TelemetryRecord[] = [];
  const lost = new Map<LossCause, number>();
  const add = (cause: LossCause, count: number): void => void lost.set(cause, (lost.get(cause) ?? 0) + count);
  return {
    get size() {
      return records.length;
    },
    push(record) {
      records.push(record);
      if (records.length <= capacity) return;
      records.shift();
      add('buffer_full', 1);
    },
    take(limit) {
      const taken = records.slice(0, limit);
      records = records.slice(limit);
      return taken;
    },
    lose: add,
    losses: () => new Map([...lost].filter(([, count]) => count > 0)),
    forget(told) {
      for (const [cause, count] of told) add(cause, -count);
    },
  };
}
