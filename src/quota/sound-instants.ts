/** What a row says, made sound before it decides anything: nobody is locked out by it, and nobody gets more for it. */
import type { QuotaRow } from './quota-table.ts';
import type { PoliciesOf, UnitsPolicy } from './settings.ts';
import { CLOCK_SKEW_MS } from './window.ts';

/**
 * The instants that count; the row's own list where all of it is sound.
 *
 * - A row that cannot be read is as good as full: whatever it held lapses within one window from now on.
 * - An instant that is ahead of this clock and of the table's was written by a clock that is wrong. It counts from now
 *   on, which is later than it was taken. Ahead of this clock alone it stays, because then this clock is the wrong one.
 */
export function soundInstants(
  { issued, writtenAt = 0 }: QuotaRow,
  policies: PoliciesOf<UnitsPolicy>,
  now: number,
): readonly number[] {
  if (issued === undefined)
    return freeInstants(now, [], Math.max(...Object.values(policies).map(({ limit }) => limit)));
  const latest = Math.max(now, writtenAt) + CLOCK_SKEW_MS;
  const sound = issued.filter((at) => at <= latest);
  if (sound.length === issued.length) return issued;
  return [...sound, ...freeInstants(now, sound, issued.length - sound.length)].sort((one, other) => one - other);
}

/**
 * The first free instant from `from` on. No two units of a row have the same one: if the app gives a unit back twice,
 * because an answer was lost, the second time must not remove another unit.
 */
export function freeInstant(from: number, taken: readonly number[]): number {
  const [free = from] = freeInstants(from, taken, 1);
  return free;
}

/** In one pass: a row may hold 16,000 instants, and nobody else is served meanwhile. */
function freeInstants(from: number, taken: readonly number[], count: number): readonly number[] {
  const used = new Set(taken);
  const free: number[] = [];
  for (let at = from; free.length < count; at += 1) if (!used.has(at)) free.push(at);
  return free;
}
