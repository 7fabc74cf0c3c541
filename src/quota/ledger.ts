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
import { type QuotaRow, type QuotaTable, RowError } from './quota-table.ts';

/** What should become of a row; without `issued` it stays as it is. */
export interface Plan<T> {
  readonly outcome: T;
  readonly issued?: readonly number[];
}

export interface Change<T> {
  /** Asked again for each attempt. */
  readonly plan: (row: QuotaRow) => Plan<T>;
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

interface SeenRow extends QuotaRow {
  readonly seenAt: number;
}

/** 2,000 rows with 500 instants each are 8 MB. */
const MAX_ROWS = 2_000;
/** A caller who is refused again and again costs one read a second, and learns of a unit that came back elsewhere. */
const BELIEVED_MS = MS_PER_SECOND;
/** Of one change. Somebody else succeeds each time that one fails; the deadline ends most races before this does. */
const MAX_ATTEMPTS = 30;
/** A write is not stopped at the deadline, because then nobody would know whether it came about. */
const WRITE_TIMEOUT_MS = 10 * MS_PER_SECOND;
const FIRST_PAUSE_MS = 4;
const LONGEST_PAUSE_MS = 100;

export function createLedger({ table, now, random }: LedgerOptions): Ledger {
  const rows = createBoundedMap<string, SeenRow>(MAX_ROWS);
  // Within this instance requests of one caller queue up; they would only spoil each other's attempts.
  const queues = createQueues();

  function see(callerHash: string, row: QuotaRow): SeenRow {
    const seen = { ...row, seenAt: now() };
    rows.set(callerHash, seen);
    return seen;
  }

  async function attempt<T>(callerHash: string, { plan, signal, written }: Change<T>) {
    const row = rows.get(callerHash) ?? see(callerHash, await table.read(callerHash, signal));
    const planned = plan(row);
    if (planned.issued === undefined) {
      if (Math.abs(now() - row.seenAt) < BELIEVED_MS) return planned;
      rows.delete(callerHash);
      return undefined;
    }
    // Until the write is answered nobody knows what the row is; a write that fails leaves it at that.
    rows.delete(callerHash);
    const after = await table.write(callerHash, row, planned.issued, AbortSignal.timeout(WRITE_TIMEOUT_MS));
    if (!after) return undefined;
    see(callerHash, after);
    written?.(planned.outcome, signal.aborted);
    return planned;
  }

  async function changeNow<T>(callerHash: string, change: Change<T>) {
    const { signal } = change;
    for (let tries = 0; tries < MAX_ATTEMPTS; tries += 1) {
      signal.throwIfAborted();
      const known = rows.get(callerHash) !== undefined;
      const done = await attempt(callerHash, change);
      if (done) return done.outcome;
      // A row that was kept and is out of date is no sign of a race yet.
      if (known) continue;
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
