/**
 * What one caller has on the line and what they have spoken. A slot is taken before the call and kept until its end is
 * known. Nobody has to release it: past its time it lapses by arithmetic, whenever the row is read.
 */
import { MS_PER_SECOND } from '../lib/clock.ts';
import { CLOCK_SKEW_MS } from './window.ts';

/** One call of a caller's. Instants are in milliseconds since the epoch. */
export interface Slot {
  /** The issuance id. */
  readonly id: string;
  /** When it lapses, if nobody releases it before. */
  readonly until: number;
  /** What is reserved of each policy of minutes. */
  readonly grantSeconds: number;
  /** Absent until Azure has answered: a slot that lapses before then costs nothing. */
  readonly live?: { readonly callId: string; readonly startedAt: number };
}

/** A call that has begun. */
export interface LiveSlot {
  readonly callId: string;
  readonly startedAt: number;
  readonly until: number;
}

/** A call that has ended. */
export interface Spent {
  readonly endedAt: number;
  readonly seconds: number;
}

export interface CallerCalls {
  readonly slots: readonly Slot[];
  /** By the instant of their ends. */
  readonly spent: readonly Spent[];
}

export const NO_CALLS: CallerCalls = { slots: [], spent: [] };
/** Of a slot whose call never began. */
export const NOTHING_SPENT: Spent = { endedAt: 0, seconds: 0 };

/** A property of Azure Tables has at most 32,768 characters; a slot has at most 185 of them, what is spent 15. */
export const MAX_SLOTS = 170;
const MAX_SPENT = 1_000;

/** The same object where nothing has lapsed. A call whose end nobody knows has used its whole grant. */
export function settle(calls: CallerCalls, now: number): CallerCalls {
  const lapsed = calls.slots.filter(({ until }) => now >= until + CLOCK_SKEW_MS);
  if (lapsed.length === 0) return calls;
  const ended = lapsed.flatMap(({ grantSeconds: seconds, live }) =>
    live === undefined ? [] : [{ seconds, endedAt: live.startedAt + seconds * MS_PER_SECOND }],
  );
  return {
    slots: calls.slots.filter((slot) => !lapsed.includes(slot)),
    spent: ended.reduce(withSpent, calls.spent),
  };
}

/** `undefined` where the slot has lapsed. */
export function withLive(calls: CallerCalls, id: string, { until, ...live }: LiveSlot): CallerCalls | undefined {
  if (!calls.slots.some((slot) => slot.id === id)) return undefined;
  return { ...calls, slots: calls.slots.map((slot) => (slot.id === id ? { ...slot, until, live } : slot)) };
}

/** `undefined` where there is no such slot: somebody has ended the call before, and it is charged once. */
export function endSlot(calls: CallerCalls, id: string, spent: Spent): CallerCalls | undefined {
  const slot = calls.slots.find((one) => one.id === id);
  if (!slot) return undefined;
  return {
    slots: calls.slots.filter((one) => one !== slot),
    spent: spent.seconds > 0 ? withSpent(calls.spent, spent) : calls.spent,
  };
}

/** Without what no policy of minutes counts any more. */
export function withoutOldSpent(calls: CallerCalls, longestWindowSeconds: number, now: number): CallerCalls {
  const spent = spentIn(calls, longestWindowSeconds, now);
  return spent.length === calls.spent.length ? calls : { ...calls, spent };
}

/** What has ended within the window. A call counts until its end has left the window, and two seconds longer. */
export function spentIn({ spent }: CallerCalls, windowSeconds: number, now: number): readonly Spent[] {
  return spent.filter(({ endedAt }) => endedAt > now - windowSeconds * MS_PER_SECOND - CLOCK_SKEW_MS);
}

/** Of too many the two oldest become one, which counts as long as the later of them. */
function withSpent(spent: readonly Spent[], added: Spent): readonly Spent[] {
  const all = [...spent, added].sort((one, other) => one.endedAt - other.endedAt);
  const [oldest, next, ...rest] = all;
  if (all.length <= MAX_SPENT || !oldest || !next) return all;
  return [{ ...next, seconds: oldest.seconds + next.seconds }, ...rest];
}
