/** What a caller needs to have Azure asked for them, and what becomes of it. */
import type { CallError } from '../calls/call-error.ts';
import type { Place } from '../calls/call-table.ts';
import type { Leash } from '../calls/leash.ts';
import type { Terms } from '../calls/terms.ts';
import type { Operation } from '../diagnosis/catalogue-entry.ts';
import type { Timings } from '../http/timings.ts';
import { err, ok, type Result } from '../lib/result.ts';
import { NOTHING_SPENT } from '../quota/caller-calls.ts';
import type { Ceiling, CeilingOrder } from '../quota/ceiling.ts';
import type { CallOrder, Share } from '../quota/plan-take.ts';
import type { Quota } from '../quota/quota.ts';
import type { QuotaError } from '../quota/quota-error.ts';
import type { AttemptsError, RefusedAttempts } from '../quota/refused-attempts.ts';
import type { QuotaPolicies } from '../quota/settings.ts';
import type { NotBefore, NotYet, Permit } from '../realtime/not-before.ts';
import type { Target } from '../realtime/target.ts';
import type { IssuanceError } from './issued.ts';

export interface Allowance {
  /** The right to ask the target. */
  readonly permit: Permit;
  /** Of the caller’s quota: a unit, and the slot of a call. */
  readonly share: Share;
  /** Of the deployment, where its calls are counted. */
  readonly place: Place | undefined;
}

export interface AllowanceRequest {
  /** The issuance id. */
  readonly id: string;
  readonly callerHash: string;
  readonly policies: QuotaPolicies;
  /** Of the app that speaks for the caller, where it has a ceiling. */
  readonly ofApp: Omit<CeilingOrder, 'callerHash'> | undefined;
  readonly target: Target;
  /** All that is asked of the target. */
  readonly operations: readonly Operation[];
  /** Of the call that is to begin, where anything limits it. */
  readonly terms: Terms | undefined;
}

export type AllowanceError = AttemptsError | CallError | NotYet | QuotaError;

export interface Allowances {
  /** Nothing is spent on a request that is refused anyway: what costs a write is taken last, and in one. */
  take(request: AllowanceRequest, timings: Timings): Promise<Result<Allowance, AllowanceError>>;
  /** The unit was used. */
  keep(allowance: Allowance): void;
  /** Says whether the unit is back: it is kept where it may have been used, and `undefined` where there was none. */
  giveBack(allowance: Allowance, because: IssuanceError): Promise<boolean | undefined>;
}

export interface AllowanceParts {
  readonly attempts: RefusedAttempts;
  readonly notBefore: NotBefore;
  readonly quota: Quota;
  readonly ceiling: Ceiling;
  /** `undefined` when the environment names no storage. */
  readonly leash: Leash | undefined;
}

/** A gateway that says these does not know whether a call has begun behind it. */
const UNKNOWN_END: ReadonlySet<number> = new Set([408, 502, 504]);

export function createAllowances({ attempts, notBefore, quota, ceiling, leash }: AllowanceParts): Allowances {
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

  async function admitCall({ id, target, terms }: AllowanceRequest): Promise<Result<Place | undefined, CallError>> {
    if (!terms) return ok(undefined);
    return leash ? leash.admit(id, terms, target) : err({ reason: 'leash_unavailable', cause: 'StorageNotNamed' });
  }

  async function takeBoth(request: AllowanceRequest): Promise<Result<Omit<Allowance, 'permit'>, AllowanceError>> {
    const [share, place] = await Promise.all([takeShare(request), admitCall(request)]);
    if (share.ok && place.ok) return ok({ share: share.value, place: place.value });
    if (share.ok) await quota.giveBack(share.value);
    if (place.ok) await leash?.leave(place.value);
    return share.ok ? (place as Extract<typeof place, { ok: false }>) : share;
  }

  async function returnShare(share: Share, because: IssuanceError): Promise<boolean | undefined> {
    if (surelyMadeNone(because) || because.reason === 'credential_unavailable') {
      const isBack = await quota.giveBack(share);
      return share.takenAt === undefined ? undefined : isBack;
    }
    quota.keep(share);
    if (share.slot !== undefined && surelyNoCall(because)) {
      await quota.release(share.callerHash, share.slot, NOTHING_SPENT);
    }
    return undefined;
  }

  return {
    async take(request, timings) {
      const attempt = attempts.check(request.callerHash);
      if (!attempt.ok) return attempt;
      const permit = notBefore.enter(request.target, request.operations);
      if (!permit.ok) return permit;
      const taken = await timings.measure('quota', () => takeBoth(request));
      if (taken.ok) return ok({ permit: permit.value, ...taken.value });
      permit.value.leave();
      return taken;
    },
    keep: ({ share }) => quota.keep(share),
    async giveBack({ permit, share, place }, because) {
      if (surelyMadeNone(because)) attempts.count(share.callerHash);
      const unitReturned = await returnShare(share, because);
      if (surelyNoCall(because)) await leash?.leave(place);
      permit.leave();
      return unitReturned;
    },
  };
}

/** Of a mint that Azure refused, or never saw. */
function surelyMadeNone(error: IssuanceError): boolean {
  return error.reason === 'upstream' && 'neverMinted' in error && error.neverMinted;
}

/** Where a call may have begun, its slot lapses by itself: whoever does not know the id cannot end it. */
function surelyNoCall(error: IssuanceError): boolean {
  if (error.reason === 'credential_unavailable') return true;
  if (error.reason !== 'upstream') return false;
  // The secret was not had, so that no call was asked for.
  if ('neverMinted' in error || error.neverSent) return true;
  const { status = 0, foreign = false } = error.facts ?? {};
  return status >= 300 && !foreign && !UNKNOWN_END.has(status);
}
