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
import { createLedger } from './ledger.ts';
import type { QuotaError } from './quota-error.ts';
import { type QuotaRow, type QuotaTable, RowError } from './quota-table.ts';
import type { QuotaPolicies } from './settings.ts';
import { freeInstant, soundInstants } from './sound-instants.ts';
import { createUnitsInFlight } from './units-in-flight.ts';
import { decide, type Standing, withoutInstant } from './window.ts';

/** One unit of every policy, taken. Each ends with `keep` or with `giveBack`. */
export interface Unit {
  readonly callerHash: string;
  /** `undefined` where there is no policy, and nothing was taken. */
  readonly takenAt: number | undefined;
  readonly standings: readonly Standing[];
}

export interface Quota {
  take(callerHash: string, policies: QuotaPolicies): Promise<Result<Unit, QuotaError>>;
  /** It was used, or may have been. */
  keep(unit: Unit): void;
  /** Says whether the unit is back. It may still come back a little later, or be lost, which only its caller feels. */
  giveBack(unit: Unit): Promise<boolean>;
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
/** Most mints have ended by then, and their units are issued or back. */
const IN_FLIGHT_WAIT_SECONDS = 1;

export function createQuota({ table, now, random, timeoutMs, log }: QuotaOptions): Quota {
  const ledger = table && createLedger({ table, now, random });
  const inFlight = createUnitsInFlight();
  let tableAnswers = true;

  function planFor(callerHash: string, policies: QuotaPolicies) {
    return (row: QuotaRow) => {
      const at = now();
      if (row.issued === undefined) log.error({ event: 'quota_row_unreadable', caller: callerHash });
      const issued = soundInstants(row, policies, at);
      const takenAt = freeInstant(at, [...issued, ...inFlight.of(callerHash)]);
      const { standings, ...decision } = decide(policies, issued, at, takenAt);
      if (decision.admitted) return { outcome: ok({ callerHash, takenAt, standings }), issued: decision.issued };
      const isInFlight = isOnlyInFlight(callerHash, policies, issued, at);
      const outcome = err<QuotaError>({
        reason: 'quota_exceeded',
        violated: decision.violated,
        waitSeconds: isInFlight ? IN_FLIGHT_WAIT_SECONDS : decision.waitSeconds,
        inFlight: isInFlight,
        standings,
      });
      return issued === row.issued ? { outcome } : { outcome, issued };
    };
  }

  /** Nothing is issued yet that would refuse the caller. */
  function isOnlyInFlight(callerHash: string, policies: QuotaPolicies, issued: readonly number[], at: number): boolean {
    const rest = inFlight.of(callerHash).reduce(withoutInstant, issued);
    return rest !== issued && decide(policies, rest, at).admitted;
  }

  async function decideShared(callerHash: string, policies: QuotaPolicies): Promise<Result<Unit, QuotaError>> {
    tableAnswers = ledger !== undefined;
    if (!ledger) return err({ reason: 'quota_unavailable', status: undefined, cause: 'StorageNotNamed' });
    try {
      return await ledger.change<Result<Unit, QuotaError>>(callerHash, {
        plan: planFor(callerHash, policies),
        signal: AbortSignal.timeout(timeoutMs),
        written,
      });
    } catch (cause) {
      tableAnswers = cause instanceof RowError;
      return err({ reason: 'quota_unavailable', ...describeSdkError(cause) });
    }
  }

  /** Who was told 503, because the write took too long, mints nothing with the unit. */
  function written(unit: Result<Unit, QuotaError>, isLate: boolean): void {
    if (!unit.ok || unit.value.takenAt === undefined) return;
    inFlight.add(unit.value.callerHash, unit.value.takenAt);
    if (isLate) void giveBack(unit.value);
  }

  async function take(callerHash: string, policies: QuotaPolicies): Promise<Result<Unit, QuotaError>> {
    if (Object.keys(policies).length === 0) return ok({ callerHash, takenAt: undefined, standings: [] });
    return decideShared(callerHash, policies);
  }

  async function giveBack({ callerHash, takenAt }: Unit): Promise<boolean> {
    if (!ledger || takenAt === undefined || !inFlight.beginReturn(callerHash, takenAt)) return false;
    const plan = ({ issued = [] }: QuotaRow) => {
      const rest = withoutInstant(issued, takenAt);
      return rest === issued ? { outcome: false } : { outcome: true, issued: rest };
    };
    try {
      const work = ledger.change(callerHash, { plan, signal: AbortSignal.timeout(timeoutMs) });
      return await within(
        work.finally(() => inFlight.end(callerHash, takenAt)),
        GIVE_BACK_PATIENCE_MS,
      );
    } catch {
      return false;
    }
  }

  return {
    take,
    giveBack,
    keep({ callerHash, takenAt }) {
      if (takenAt !== undefined) inFlight.end(callerHash, takenAt);
    },
    available: () => tableAnswers,
  };
}
