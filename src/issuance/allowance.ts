/** What a caller needs to have Azure asked for them, and what becomes of it. */
import type { Operation } from '../diagnosis/catalogue-entry.ts';
import type { Timings } from '../http/timings.ts';
import { ok, type Result } from '../lib/result.ts';
import type { Quota, Unit } from '../quota/quota.ts';
import type { QuotaError } from '../quota/quota-error.ts';
import type { AttemptsError, RefusedAttempts } from '../quota/refused-attempts.ts';
import type { QuotaPolicies } from '../quota/settings.ts';
import type { NotBefore, NotYet, Permit } from '../realtime/not-before.ts';
import type { Target } from '../realtime/target.ts';
import type { IssuanceError } from './issued.ts';

export interface Allowance {
  /** The right to ask the target. */
  readonly permit: Permit;
  /** Of the caller’s quota. */
  readonly unit: Unit;
}

export interface AllowanceRequest {
  readonly callerHash: string;
  readonly policies: QuotaPolicies;
  readonly target: Target;
  /** All that is asked of the target. */
  readonly operations: readonly Operation[];
}

export interface Allowances {
  /** Nothing is spent on a request that is refused anyway: the unit, which costs a write, is taken last. */
  take(request: AllowanceRequest, timings: Timings): Promise<Result<Allowance, AttemptsError | NotYet | QuotaError>>;
  /** It was used. */
  keep(allowance: Allowance): void;
  /** Says whether the unit is back: it is kept where it may have been used, and `undefined` where there was none. */
  giveBack(allowance: Allowance, because: IssuanceError): Promise<boolean | undefined>;
}

export function createAllowances({
  attempts,
  notBefore,
  quota,
}: {
  readonly attempts: RefusedAttempts;
  readonly notBefore: NotBefore;
  readonly quota: Quota;
}): Allowances {
  return {
    async take({ callerHash, policies, target, operations }, timings) {
      const attempt = attempts.check(callerHash);
      if (!attempt.ok) return attempt;
      const permit = notBefore.enter(target, operations);
      if (!permit.ok) return permit;
      const unit = await timings.measure('quota', () => quota.take(callerHash, policies));
      if (unit.ok) return ok({ permit: permit.value, unit: unit.value });
      permit.value.leave();
      return unit;
    },
    keep: ({ unit }) => quota.keep(unit),
    async giveBack({ permit, unit }, because) {
      if (surelyMadeNone(because)) attempts.count(unit.callerHash);
      const unitReturned = await returnUnit(unit, because);
      permit.leave();
      return unitReturned;
    },
  };

  async function returnUnit(unit: Unit, because: IssuanceError): Promise<boolean | undefined> {
    if (surelyMadeNone(because) || because.reason === 'credential_unavailable') {
      return unit.takenAt === undefined ? undefined : quota.giveBack(unit);
    }
    quota.keep(unit);
    return undefined;
  }
}

/** Of a mint that Azure refused, or never saw. */
function surelyMadeNone(error: IssuanceError): boolean {
  return error.reason === 'upstream' && 'neverMinted' in error && error.neverMinted;
}
