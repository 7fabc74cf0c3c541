/** Gathers what a worker process writes: its log pipe as records, its stdout and stderr a line at a time. */
import type { Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import { parseJson } from '../../src/lib/json.ts';
import type { HostLog } from './messages.ts';

/** Everything one worker said so far. */
export interface LogCollector {
  readonly logs: readonly HostLog[];
  /** All raw text, of all streams: what a search for leaked secrets reads. */
  output(): string;
  /** Reads the log pipe: lines of JSON, made by our own child. */
  addRecords(stream: Readable): void;
  /** Reads a stream of the app's own. */
  addText(stream: Readable, category: 'stdout' | 'stderr'): void;
}

/** What the host makes of a line on the worker's stderr: it looks for these words, in this order (WorkerProcess.cs). */
export function rankOfStderr(line: string): 'warning' | 'error' | 'information' {
  if (/warn/i.test(line)) return 'warning';
  return /error|fail|severe/i.test(line) ? 'error' : 'information';
}

/** `onLog` hears each record once, in order of arrival. */
export function createLogCollector(onLog: (log: HostLog) => void): LogCollector {
  const logs: HostLog[] = [];
  const chunks: string[] = [];

  const readLines = (stream: Readable, toLog: (line: string) => HostLog | undefined): void => {
    const decoder = new StringDecoder('utf8');
    let rest = '';
    const take = (line: string): void => {
      const log = line === '' ? undefined : toLog(line);
      if (log === undefined) return;
      logs.push(log);
      onLog(log);
    };
    stream.on('data', (chunk: Buffer) => {
      const text = decoder.write(chunk);
      chunks.push(text);
      const lines = (rest + text).split(/\r?\n/);
      rest = lines.pop() ?? '';
      for (const line of lines) take(line);
    });
    stream.on('end', () => take(rest));
  };

  return {
    logs,
    output: () => chunks.join(''),
    addRecords: (stream) => readLines(stream, parseRecord),
    addText: (stream, category) => {
      const rank = category === 'stderr' ? rankOfStderr : () => 'information';
      readLines(stream, (message) => ({ time: new Date().toISOString(), level: rank(message), category, message }));
    },
  };
}

function isHostLog(value: unknown): value is HostLog {
  return typeof value === 'object' && value !== null && 'category' in value && 'message' in value;
}

function parseRecord(line: string): HostLog | undefined {
  const value = parseJson(line);
  return isHostLog(value) ? value : undefined;
}
