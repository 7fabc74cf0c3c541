/** The only way to stdout and stderr: what others may have written is made printable here, and nowhere else. */
import type { CheckId } from '../check-ids.ts';
import type { Report } from '../report.ts';
import { findCauses } from '../root-cause.ts';
import type { CheckResult } from '../run-checks.ts';
import { headerLines } from './header.ts';
import { createLiveList } from './live-list.ts';
import { printable, withPrintable } from './printable.ts';
import { createPaint, resultLines, summaryLines } from './result-lines.ts';

export interface Screen {
  /** Those of a check as soon as they are there. */
  settle(results: readonly CheckResult[]): void;
  /** After the last one: what is the cause of what. */
  summarise(results: readonly CheckResult[]): void;
}

export interface ScreenOptions {
  readonly stdout: NodeJS.WriteStream;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** What was found, shown before anything is checked. */
  readonly target: Readonly<Record<string, string>>;
  readonly ids: readonly CheckId[];
}

export function createScreen({ stdout, environment, target, ids }: ScreenOptions): Screen {
  const paint = createPaint(stdout);
  stdout.write(toText(headerLines(withPrintable(target))));
  const toLines = (result: CheckResult) => resultLines(result, paint);
  const list = createLiveList({ stream: stdout, ids, environment, toLines });
  return {
    settle: (results) => list.settle(withPrintable(results)),
    summarise(results) {
      list.end();
      const shown = withPrintable(results);
      stdout.write(`\n${toText(summaryLines(shown, findCauses(shown), paint))}`);
    },
  };
}

/** The characters that JSON leaves as they are, escaped in its own way: it says the same to whoever parses it. */
export function writeReport(stdout: NodeJS.WriteStream, report: Report): void {
  stdout.write(toText(JSON.stringify(report, undefined, 2).split('\n').map(printable)));
}

/** Several lines. */
export function writeText(stdout: NodeJS.WriteStream, text: string): void {
  stdout.write(toText(text.split('\n').map(printable)));
}

/** One sentence. */
export function complain(stderr: { write(text: string): unknown }, sentence: string): void {
  stderr.write(toText([printable(sentence)]));
}

function toText(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join('');
}
