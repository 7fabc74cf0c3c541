/** Structured logs: one JSON object a line, redacted as it leaves. */
import { redact } from './redact.ts';

/** `event` is a stable snake_case name; every other member is a fact of that event. */
export interface LogRecord {
  readonly event: string;
  readonly [fact: string]: unknown;
}

export interface Log {
  info(record: LogRecord): void;
  warn(record: LogRecord): void;
  error(record: LogRecord): void;
}

/** Where lines go: the invocation's context inside a request, the console outside of one. */
export interface LineWriter {
  info(line: string): void;
  warn(line: string): void;
  error(line: string): void;
}

export function createLog(writer: LineWriter): Log {
  const toLine = (record: LogRecord): string => redact(JSON.stringify(record));
  return {
    info: (record) => writer.info(toLine(record)),
    warn: (record) => writer.warn(toLine(record)),
    error: (record) => writer.error(toLine(record)),
  };
}
