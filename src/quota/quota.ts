/**
 * How many secrets a caller may have, shared by all instances. A unit is taken before the mint and counts from then
 * on; it is given back only where the mint surely did not happen. When the table cannot be asked, nobody is admitted:
 * a limit that stops with its storage is one that an attacker can stop.
 */
import type { Clock } from '../lib/clock.ts';
import { err, ok, type Result } from '../lib/result.ts';
import { describeSdkError } from '../lib/sdk-error.ts';
import { withTimeout } from '../lib/timeout.ts';
import { createLedger } from './ledger.ts';
import type { QuotaError } from './quota-error.ts';
import type { QuotaTable } from './quota-table.ts';
import type { QuotaPolicies } from './settings.ts';
import { decide, type Standing, withoutInstant } from './window.ts';

/** One unit of every policy, taken. */
export interface Allowance {
  readonly caller: string;
  /** `undefined` where there is no policy, and nothing was taken. */
  readonly takenAt: number | undefined;
  readonly standings: readonly Standing[];
}

export interface Quota {
  take(caller: string, policies: QuotaPolicies): Promise<Result<Allowance, QuotaError>>;
  /** Says whether the unit is back. It may still come back a little later, or be lost, which only its caller feels. */
  giveBack(allowance: Allowance): Promise<boolean>;
  /** False when the last decision could not be made. */
  available(): boolean;
}

export interface QuotaOptions {
  /** `undefined` when the environment names no storage. */
  readonly table: QuotaTable | undefined;
  readonly now: Clock;
  readonly random: () => number;
  readonly timeoutMs: number;
}

/** A decision takes 5 to 20 ms in Azure; the other deadlines of a request leave no more than this. */
export const QUOTA_TIMEOUT_MS = 1_500;
/** The caller waits no longer than this for its unit to come back; the work itself goes on. */
export const GIVE_BACK_PATIENCE_MS = 200;

export function createQuota({ table, now, random, timeoutMs }: QuotaOptions): Quota {
  const ledger = table && createLedger({ table, now, random });
  let lastDecisionMade = true;

  async function decideShared(caller: string, policies: QuotaPolicies): Promise<Result<Allowance, QuotaError>> {
    if (!ledger) return err({ reason: 'quota_unavailable', status: undefined, cause: 'StorageNotNamed' });
    const plan = (issued: readonly number[]) => {
      const takenAt = now();
      const { standings, ...decision } = decide(policies, issued, takenAt);
      if (decision.admitted) return { outcome: ok({ caller, takenAt, standings }), issued: decision.issued };
      const { violated, waitSeconds } = decision;
      return { outcome: err<QuotaError>({ reason: 'quota_exceeded', violated, waitSeconds, standings }) };
    };
    try {
      const signal = AbortSignal.timeout(timeoutMs);
      return await ledger.change<Result<Allowance, QuotaError>>(caller, { plan, signal, late: returnLate });
    } catch (cause) {
      return err({ reason: 'quota_unavailable', ...describeSdkError(cause) });
    }
  }

  /** The caller was told 503, and nothing is minted for this unit. */
  function returnLate(allowance: Result<Allowance, QuotaError>): void {
    if (allowance.ok) void giveBack(allowance.value);
  }

  async function take(caller: string, policies: QuotaPolicies): Promise<Result<Allowance, QuotaError>> {
    if (Object.keys(policies).length === 0) return ok({ caller, takenAt: undefined, standings: [] });
    const allowance = await decideShared(caller, policies);
    lastDecisionMade = allowance.ok || allowance.error.reason !== 'quota_unavailable';
    return allowance;
  }

  async function giveBack({ caller, takenAt }: Allowance): Promise<boolean> {
    if (!ledger || takenAt === undefined) return false;
    const plan = (issued: readonly number[]) => {
      const rest = withoutInstant(issued, takenAt);
      return rest === issued ? { outcome: false } : { outcome: true, issued: rest };
    };
    try {
      const work = ledger.change(caller, { plan, signal: AbortSignal.timeout(timeoutMs) });
      return await withTimeout(work, GIVE_BACK_PATIENCE_MS);
    } catch {
      return false;
    }
  }

  return { take, giveBack, available: () => lastDecisionMade };
}
