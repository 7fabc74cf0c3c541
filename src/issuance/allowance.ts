/** What the app takes from a caller before it asks Azure, and what it gives back. */
import type { CallError } from '../calls/call-error.ts';
import type { Leash } from '../calls/leash.ts';
import type { Timings } from '../http/timings.ts';
import { ok, type Result } from '../lib/result.ts';
import { NOTHING_SPENT } from '../quota/caller-calls.ts';
import type { Ceiling, CeilingOrder } from '../quota/ceiling.ts';
import type { CallOrder, Share } from '../quota/plan-take.ts';
import type { Quota } from '../quota/quota.ts';
import type { QuotaError } from '../quota/quota-error.ts';
import type { AttemptsError, RefusedAttempts } from '../quota/refused-attempts.ts';
import type { QuotaPolicies } from '../quota/settings.ts';
import type { NotYet } from '../realtime/not-before.ts';
import type { Entries, Entry, Errand } from './entry.ts';
import type { IssuanceError } from './issued.ts';
import { surelyMadeNone, surelyNoCall } from './outcome.ts';

export interface Allowance {
  /** To the target that is asked first. */
  readonly entry: Entry;
  /** Of the caller’s quota: a unit, and the slot of a call; whatever the target. */
  readonly share: Share;
}

export interface AllowanceRequest extends Errand {
  readonly callerHash: string;
  readonly policies: QuotaPolicies;
  /** Of the app that speaks for the caller, where it has a ceiling. */
  readonly ofApp: Omit<CeilingOrder, 'callerHash'> | undefined;
}

export type AllowanceError = AttemptsError | CallError | NotYet | QuotaError;

export interface Allowances {
  /** Nothing is spent on a request that is refused anyway: what costs a write is taken last. */
  take(request: AllowanceRequest, timings: Timings): Promise<Result<Allowance, AllowanceError>>;
  /** The unit was used. */
  keep(share: Share): void;
  /**
   * Says whether the unit is back: it is kept where it may have been used, and `undefined` where there was none.
   * `because` of each target that was asked.
   */
  giveBack(share: Share, because: readonly IssuanceError[]): Promise<boolean | undefined>;
}

export interface AllowanceParts {
  readonly attempts: RefusedAttempts;
  readonly entries: Entries;
  readonly quota: Quota;
  readonly ceiling: Ceiling;
  /** `undefined` when the environment names no storage. */
  readonly leash: Leash | undefined;
}

export function createAllowances({ attempts, entries, quota, ceiling, leash }: AllowanceParts): Allowances {
  function takeOwn({ id, callerHash, policies, terms }: AllowanceRequest): Promise<Result<Share, QuotaError>> {
    const call: CallOrder | undefined = terms && { id, wantedSeconds: terms.seconds, perCaller: terms.perCaller };
    return quota.take(callerHash, policies, call);
  }

  /** With room made for it where the caller is at their cap. */
  async function takeShare(request: AllowanceRequest): Promise<Result<Share, QuotaError>> {
    const { callerHash, ofApp } = request;
    const own = await takeOwn(request);
    if (!own.ok && own.error.reason !== 'calls_exceeded') return own;
    // Before one of the caller's calls gives way: where the app may have no more, none does.
    const app = ofApp ? await ceiling({ ...ofApp, callerHash }) : ok([]);
    if (!app.ok) {
      if (own.ok) await quota.giveBack(own.value);
      return app;
    }
    const share = own.ok ? own : await takeInPlaceOfAnother(request, own);
    if (share.ok) return ok({ ...share.value, ofApp: app.value });
    await Promise.all(app.value.map((unit) => quota.giveBack(unit)));
    return share;
  }

  /** @param full what was refused because of the caller's cap. */
  async function takeInPlaceOfAnother(
    request: AllowanceRequest,
    full: Extract<Result<Share, QuotaError>, { ok: false }>,
  ): Promise<Result<Share, QuotaError>> {
    if (full.error.reason !== 'calls_exceeded' || !request.terms || !leash) return full;
    const hasRoom = await leash.makeRoom(full.error.slots, request.terms.atLimit);
    return hasRoom ? takeOwn(request) : full;
  }

  return {
    async take(request, timings) {
      const attempt = attempts.check(request.callerHash);
      if (!attempt.ok) return attempt;
      const entry = await entries.enter(request, timings);
      if (!entry.ok) return entry;
      const share = await timings.measure('quota', () => takeShare(request));
      if (share.ok) return ok({ entry: entry.value, share: share.value });
      await entries.leave(entry.value);
      return share;
    },
    keep: (share) => quota.keep(share),
    async giveBack(share, because) {
      if (because.every(surelyMadeNone)) attempts.count(share.callerHash);
      if (because.every((error) => surelyMadeNone(error) || error.reason === 'credential_unavailable')) {
        const isBack = await quota.giveBack(share);
        return share.takenAt === undefined ? undefined : isBack;
      }
      quota.keep(share);
      if (share.slot !== undefined && because.every(surelyNoCall)) {
        await quota.release(share.callerHash, share.slot, NOTHING_SPENT);
      }
      return undefined;
    },
  };
}
