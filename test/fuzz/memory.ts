/** How much memory a process holds, from outside of it, and whether that is steady. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

/** Resident set in MiB: from /proc where there is one, else from `ps`. */
export function residentMib(pid: number): number {
  const status = `/proc/${pid}/status`;
  const kib = existsSync(status)
    ? /^VmRSS:\s+(\d+)/m.exec(readFileSync(status, 'utf8'))?.[1]
    : execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' });
  return Math.round(Number(kib) / 1_024);
}

/** The process may settle in the first half; what it holds in the last fifth is hardly more than in the middle. */
export function isSteady(samples: readonly number[]): boolean {
  const share = (from: number, to: number) => samples.slice(samples.length * from, samples.length * to);
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  return mean(share(0.8, 1)) <= 1.15 * mean(share(0.4, 0.6));
}
