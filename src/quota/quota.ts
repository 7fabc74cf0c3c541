/**
 * How many secrets a caller may have, shared by all instances. A unit is taken before the mint and counts from then
 * on; it is given back only where the mint surely did not happen. When the table cannot be asked, nobody is admitted:
 * a limit that stops with its storage is one that an attacker can stop.
 */
import type { Clock } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';
import { err, ok, type Result } from '../lib/result.ts';
import { describeSdkError } from '../lib/sdk-error.ts';
import { within } from '../lib/within.ts';
import {
  type CallerCalls,
  endSlot,
  type LiveSlot,
  NO_CALLS,
  NOTHING_SPENT,
  type Spent,
  settle,
  withLive,
} from './caller-calls.ts';
import { type Change, createLedger, type Plan } from './ledger.ts';
import { type CallOrder, isCounted, planTake, type Share, type TakeOrder } from './plan-take.ts';
import type { QuotaError, QuotaUnavailable } from './quota-error.ts';
import { type CallerRows, type QuotaTable, RowError } from './quota-table.ts';
import { type QuotaPolicies, unitsPolicies } from './settings.ts';
import { createUnitsInFlight } from './units-in-flight.ts';
import { withoutInstant } from './window.ts';

export interface Quota {
  /** With an order, the slot of a call is taken in the same write. */
  take(callerHash: string, policies: QuotaPolicies, call?: CallOrder): Promise<Result<Share, QuotaError>>;
  /** The unit was used, or may have been. */
  keep(share: Share): void;
  /**
   * Says whether unit and slot are back. They may still come back a little later, or be lost, which only the caller
   * feels.
   */
  giveBack(share: Share): Promise<boolean>;
  /** The call of a slot is live. False where the slot has lapsed meanwhile: the call is not counted, and has to end. */
  confirm(callerHash: string, slot: string, live: LiveSlot): Promise<Result<boolean, QuotaUnavailable>>;
  /** Releases the slot of a call and charges what was spoken. False where that was done before. */
  release(callerHash: string, slot: string, spent: Spent): Promise<Result<boolean, QuotaUnavailable>>;
  /** False when the table could not be asked for the last decision; the trouble of one row is not the table's. */
  available(): boolean;
}

export interface QuotaOptions {
  /** `undefined` when the environment names no storage. */
  readonly table: QuotaTable | undefined;
  readonly now: Clock;
  readonly random: () => number;
  readonly timeoutMs: number;
  readonly log: Log;
}

/** A decision takes 5 to 20 ms in Azure; the other deadlines of a request leave no more than this. */
export const QUOTA_TIMEOUT_MS = 1_500;
/** The caller waits no longer than this for its unit to come back; the work itself goes on. */
export const GIVE_BACK_PATIENCE_MS = 200;

export function createQuota({ table, now, random, timeoutMs, log }: QuotaOptions): Quota {
  const ledger = table && createLedger({ table, now, random });
  const inFlight = createUnitsInFlight();
  let tableAnswers = true;

  function planFor(order: Omit<TakeOrder, 'inFlight'>) {
    return (rows: CallerRows) => {
      const isUnreadable = rows.issued.issued === undefined || (rows.calls && rows.calls.calls === undefined);
      if (isUnreadable) log.error({ event: 'quota_row_unreadable', caller: order.callerHash });
      return planTake({ ...order, inFlight: inFlight.of(order.callerHash) }, rows, now());
    };
  }

  /** Every change of a row goes through here: within the time, and a table that fails is a value. */
  async function change<T>(callerHash: string, work: Omit<Change<T>, 'signal'>): Promise<Result<T, QuotaUnavailable>> {
    tableAnswers = ledger !== undefined;
    if (!ledger) return err({ reason: 'quota_unavailable', status: undefined, cause: 'StorageNotNamed' });
    try {
      return ok(await ledger.change<T>(callerHash, { ...work, signal: AbortSignal.timeout(timeoutMs) }));
    } catch (cause) {
      tableAnswers = cause instanceof RowError;
      return err({ reason: 'quota_unavailable', ...describeSdkError(cause) });
    }
  }

  /** Who was told 503, because the write took too long, mints nothing with the unit. */
  function written(share: Result<Share, QuotaError>, isLate: boolean): void {
    if (!share.ok) return;
    const { callerHash, takenAt } = share.value;
    if (takenAt !== undefined) inFlight.add(callerHash, takenAt);
    if (isLate) void giveBack(share.value);
  }

  async function take(
    callerHash: string,
    policies: QuotaPolicies,
    call?: CallOrder,
  ): Promise<Result<Share, QuotaError>> {
    const order = { callerHash, policies, call };
    const calls = isCounted(order);
    if (!calls && Object.keys(unitsPolicies(policies)).length === 0) {
      return ok({ callerHash, takenAt: undefined, standings: [], ...(call && { grantSeconds: call.wantedSeconds }) });
    }
    const taken = await change(callerHash, { calls, plan: planFor(order), written });
    return taken.ok ? taken.value : taken;
  }

  /** What is the app's comes back whatever becomes of the caller's own. */
  async function giveBack(share: Share): Promise<boolean> {
    const [isBack = false] = await Promise.all(allOf(share).map(giveBackOne));
    return isBack;
  }

  async function giveBackOne({ callerHash, takenAt, slot }: Share): Promise<boolean> {
    const isOut = takenAt !== undefined && inFlight.beginReturn(callerHash, takenAt);
    if (!ledger || !(isOut || slot !== undefined)) return false;
    const plan = (rows: CallerRows): Plan<boolean> => {
      const before = rows.issued.issued ?? [];
      const issued = isOut ? withoutInstant(before, takenAt) : before;
      const calls = slot === undefined ? undefined : endSlot(rows.calls?.calls ?? NO_CALLS, slot, NOTHING_SPENT);
      const isBack = issued !== before || calls !== undefined;
      return {
        outcome: isBack,
        change: isBack ? { ...(issued !== before && { issued }), ...(calls && { calls }) } : undefined,
      };
    };
    try {
      const work = ledger.change(callerHash, {
        calls: slot !== undefined,
        plan,
        signal: AbortSignal.timeout(timeoutMs),
      });
      return await within(
        work.finally(() => takenAt !== undefined && inFlight.end(callerHash, takenAt)),
        GIVE_BACK_PATIENCE_MS,
      );
    } catch {
      return false;
    }
  }

  function changeCalls(callerHash: string, next: (calls: CallerCalls) => CallerCalls | undefined) {
    return change<boolean>(callerHash, {
      calls: true,
      // Another instance may have taken the slot since: who believes that it is gone charges nothing.
      exact: true,
      plan: (rows) => {
        const calls = next(settle(rows.calls?.calls ?? NO_CALLS, now()));
        return { outcome: calls !== undefined, change: calls && { calls } };
      },
    });
  }

  return {
    take,
    giveBack,
    keep(share) {
      for (const { callerHash, takenAt } of allOf(share)) if (takenAt !== undefined) inFlight.end(callerHash, takenAt);
    },
    confirm: (callerHash, slot, live) => changeCalls(callerHash, (calls) => withLive(calls, slot, live)),
    release: (callerHash, slot, spent) => changeCalls(callerHash, (calls) => endSlot(calls, slot, spent)),
    available: () => tableAnswers,
  };
}

function allOf(share: Share): readonly Share[] {
  return [share, ...(share.ofApp ?? [])];
}
