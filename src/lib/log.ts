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

export type LogLevel = keyof Log;

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

/**
 * The log outside of an invocation. What the console writes to stderr the Functions host ranks by its words: "warn"
 * anywhere is a warning, else "error" is an error, else it is information. So each line says its level, and an error
 * that names a profile "warnings" has the word as JSON escapes it.
 */
export function createConsoleLog(writer: LineWriter): Log {
  const log = createLog({
    info: (line) => writer.info(line),
    warn: (line) => writer.warn(line),
    error: (line) => writer.error(line.replace(/w(?=arn)/gi, (letter) => (letter === 'w' ? '\\u0077' : '\\u0057'))),
  });
  const at = (level: LogLevel) => (record: LogRecord) => log[level]({ ...record, level });
  return { info: at('info'), warn: at('warn'), error: at('error') };
}
