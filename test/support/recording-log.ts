/** A log that keeps its records for the test to read. */
import type { Log, LogRecord } from '../../src/lib/log.ts';

export interface RecordingLog extends Log {
  readonly records: readonly (LogRecord & { readonly level: 'info' | 'warn' | 'error' })[];
  /** Records of one event, in order. */
  of(event: string): readonly LogRecord[];
}

export function aLog(): RecordingLog {
  const records: (LogRecord & { readonly level: 'info' | 'warn' | 'error' })[] = [];
  return {
    records,
    of: (event) => records.filter((record) => record.event === event),
    info: (record) => void records.push({ ...record, level: 'info' }),
    warn: (record) => void records.push({ ...record, level: 'warn' }),
    error: (record) => void records.push({ ...record, level: 'error' }),
  };
}
