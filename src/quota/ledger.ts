/**
 * Changes callers' rows, each by compare-and-swap, and keeps those that this instance wrote last: as long as nobody
 * else changes such a row, its next change is one request. What is kept decides nothing that it should not: an
 * admission is written under the row's ETag, and a refusal is looked up again where the row was not seen just now.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { createBoundedMap } from '../lib/bounded-map.ts';
import { type Clock, MS_PER_SECOND } from '../lib/clock.ts';
import { createQueues } from '../lib/queues.ts';
import { within } from '../lib/within.ts';
import { type CallerRows, type QuotaTable, RowError, type RowsChange } from './quota-table.ts';

/** What should become of a caller's rows; without `change` they stay as they are. */
export interface Plan<T> {
  readonly outcome: T;
  readonly change?: RowsChange | undefined;
}

export interface Change<T> {
  /** Whether the plan needs the row of the calls. */
  readonly calls: boolean;
  /** Whether a plan that changes nothing is looked up again, however new what it was made of: it is not only a refusal. */
  readonly exact?: boolean;
  /** Asked again for each attempt. */
  readonly plan: (rows: CallerRows) => Plan<T>;
  readonly signal: AbortSignal;
  /** The row was changed, and the next in the queue has not begun. `isLate`: nobody waits for it any more. */
  readonly written?: (outcome: T, isLate: boolean) => void;
}

export interface Ledger {
  /** Rejects when the table does, or when the signal aborts. */
  change<T>(callerHash: string, change: Change<T>): Promise<T>;
}

export interface LedgerOptions {
  readonly table: QuotaTable;
  readonly now: Clock;
  /** From 0 to 1, for the jitter. */
  readonly random: () => number;
}

interface SeenRows extends CallerRows {
  readonly seenAt: number;
}

/** 2,000 callers with 500 instants each are 8 MB. */
const MAX_CALLERS = 2_000;
/** A caller who is refused again and again costs one read a second, and learns of a unit that came back elsewhere. */
const BELIEVED_MS = MS_PER_SECOND;
/** Of one change. Somebody else succeeds each time that one fails; the deadline ends most races before this does. */
const MAX_ATTEMPTS = 30;
/** A write is not stopped at the deadline, because then nobody would know whether it came about. */
const WRITE_TIMEOUT_MS = 10 * MS_PER_SECOND;
const FIRST_PAUSE_MS = 4;
const LONGEST_PAUSE_MS = 100;

export function createLedger({ table, now, random }: LedgerOptions): Ledger {
  const rows = createBoundedMap<string, SeenRows>(MAX_CALLERS);
  // Within this instance requests of one caller queue up; they would only spoil each other's attempts.
  const queues = createQueues();

  function see(callerHash: string, found: CallerRows, seenAt = now()): SeenRows {
    const seen = { ...found, seenAt };
    rows.set(callerHash, seen);
    return seen;
  }

  /** `undefined` where nothing is known that is enough. */
  function known(callerHash: string, calls: boolean): SeenRows | undefined {
    const seen = rows.get(callerHash);
    return calls && seen?.calls === undefined ? undefined : seen;
  }

  async function attempt<T>(callerHash: string, { calls, exact = false, plan, signal, written }: Change<T>) {
    const held = known(callerHash, calls);
    const before = held ?? see(callerHash, await table.read(callerHash, { calls }, signal));
    const planned = plan(before);
    if (planned.change === undefined) {
      if (!held || (!exact && Math.abs(now() - before.seenAt) < BELIEVED_MS)) return planned;
      rows.delete(callerHash);
      return undefined;
    }
    // Until the write is answered nobody knows what the rows are; a write that fails leaves it at that.
    rows.delete(callerHash);
    const after = await table.write(callerHash, before, planned.change, AbortSignal.timeout(WRITE_TIMEOUT_MS));
    if (!after) return undefined;
    // A row that was not written is as old as it was.
    const isWhole = after.issued !== undefined && (before.calls === undefined || after.calls !== undefined);
    see(callerHash, { ...before, ...after }, isWhole ? now() : before.seenAt);
    written?.(planned.outcome, signal.aborted);
    return planned;
  }

  async function changeNow<T>(callerHash: string, change: Change<T>) {
    const { signal } = change;
    for (let tries = 0; tries < MAX_ATTEMPTS; tries += 1) {
      signal.throwIfAborted();
      const wasKnown = known(callerHash, change.calls) !== undefined;
      const done = await attempt(callerHash, change);
      if (done) return done.outcome;
      // Rows that were kept and are out of date are no sign of a race yet.
      if (wasKnown) continue;
      const longest = Math.min(FIRST_PAUSE_MS * 2 ** tries, LONGEST_PAUSE_MS);
      await sleep(random() * longest, undefined, { signal });
    }
    throw new RowError('Contended');
  }

  return {
    change(callerHash, change) {
      const { signal } = change;
      // Bounded twice: a change that never ends must not hold up the next one, nor a long queue its last one.
      const changed = queues.join(callerHash, () => within(changeNow(callerHash, change), signal));
      return within(changed, signal);
    },
  };
}
