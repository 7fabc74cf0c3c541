/** What is printed: one Markdown table, which docs/performance.md repeats. */
import { availableParallelism } from 'node:os';

export interface Row {
  readonly what: string;
  readonly ours: string;
  readonly against: string;
  readonly result: string;
  /** A dash where the issue sets none. */
  readonly goal: string;
}

export function toTable(rows: readonly Row[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [
    line(['what', 'ours', 'against', 'result', 'goal']),
    line(['---', '---', '---', '---', '---']),
    ...rows.map(({ what, ours, against, result, goal }) => line([what, ours, against, result, goal])),
  ].join('\n');
}

export function describeMachine(): string {
  return `${availableParallelism()} cores, ${process.platform} ${process.arch}, Node ${process.version}`;
}
