/** Somebody ends a call of theirs, or of somebody whose calls they may end. */
import type { Caller, Others } from '../auth/caller.ts';
import { atMostAtOnce } from '../lib/at-most-at-once.ts';
import type { Api } from '../lib/azure-values.ts';
import { type Clock, MS_PER_SECOND } from '../lib/clock.ts';
import { err, ok, type Result } from '../lib/result.ts';
import { describeSdkError } from '../lib/sdk-error.ts';
import { isCallId } from '../realtime/calls.ts';
import { isLiveSessionId } from '../realtime/live-sessions.ts';
import { apiOf, type EndReason, isLive, isReadable, type LiveCall, toCall } from './call.ts';
import type { CallError } from './call-error.ts';
import type { CallTable } from './call-table.ts';
import type { ClockWatch } from './clock-watch.ts';
import type { Ender } from './end-call.ts';
import { resourceOf } from './resource-of.ts';

export type EndState = 'ended' | 'ending';

export interface HungUp {
  readonly state: EndState;
  readonly by: 'owner' | 'operator';
}

/** A call as somebody names it: each API has its own ids. */
export interface NamedCall {
  readonly api: Api;
  readonly callId: string;
}

export type NoSuchCall = { readonly reason: 'call_not_found' };

export interface CallManagement {
  /** A stranger's and one that is not there get the same answer, after the same reads. */
  hangUp(named: NamedCall, caller: Caller): Promise<Result<HungUp, NoSuchCall | CallError>>;
  /** Those that the caller may see, by id. */
  list(caller: Caller): Promise<Result<readonly LiveCall[], CallError>>;
  /** Ends all that `isMeant` and the caller may end. */
  endAll(caller: Caller, isMeant: (call: LiveCall) => boolean): Promise<Result<EndedCalls, CallError>>;
}

export interface EndedCalls {
  readonly ended: number;
  /** Azure has not confirmed: the next sweep ends them. */
  readonly ending: number;
}

const TIMEOUT_MS = 8 * MS_PER_SECOND;
/** Of Azure's part, so that there is time left to write. */
const HANG_UP_TIMEOUT_MS = 5 * MS_PER_SECOND;
const AT_ONCE = 20;
const IS_ID: Readonly<Record<Api, (text: string) => boolean>> = { realtime: isCallId, live: isLiveSessionId };
const NOT_FOUND: NoSuchCall = { reason: 'call_not_found' };

export function createCallManagement({
  table,
  ender,
  clock,
  now,
}: {
  readonly table: CallTable;
  readonly ender: Ender;
  readonly clock: Pick<ClockWatch, 'noteForbidden'>;
  readonly now: Clock;
}): CallManagement {
  /** Now if possible; otherwise it is written down, and the next sweep goes on. */
  async function end(call: LiveCall, reason: EndReason, signal: AbortSignal): Promise<EndState> {
    const patience = AbortSignal.any([signal, AbortSignal.timeout(HANG_UP_TIMEOUT_MS)]);
    const outcome = await ender.end(call, reason, signal, patience);
    if (outcome.kind === 'ended') return 'ended';
    if (outcome.kind === 'forbidden') await clock.noteForbidden(resourceOf(call));
    const asked = { reason, at: now() };
    if (await table.change(call, { ...toCall(call), asked: call.asked ?? asked }, signal)) return 'ending';
    const current = await table.find(call.callId, signal);
    if (!current || !isLive(current)) return 'ended';
    await table.change(current, { ...toCall(current), asked: current.asked ?? asked }, signal);
    return 'ending';
  }

  async function guarded<T, E>(
    work: (signal: AbortSignal) => Promise<Result<T, E>>,
  ): Promise<Result<T, E | CallError>> {
    try {
      return await work(AbortSignal.timeout(TIMEOUT_MS));
    } catch (cause) {
      return err({ reason: 'leash_unavailable', cause: describeSdkError(cause).cause });
    }
  }

  return {
    async hangUp({ api, callId }, caller) {
      if (!IS_ID[api](callId)) return err(NOT_FOUND);
      return guarded<HungUp, NoSuchCall>(async (signal) => {
        const call = await table.find(callId, signal);
        if (!call || apiOf(call) !== api || !(isOwn(call, caller) || isOneOf(call, caller.endsCallsOf)))
          return err(NOT_FOUND);
        const by = isOwn(call, caller) ? 'owner' : 'operator';
        return ok({ by, state: isLive(call) ? await end(call, by, signal) : 'ended' });
      });
    },
    list: (caller) =>
      guarded<readonly LiveCall[], never>(async (signal) => {
        const calls = (await table.live(signal)).filter(isReadable);
        return ok(calls.filter((call) => isOwn(call, caller) || isOneOf(call, caller.seesCallsOf)));
      }),
    endAll: (caller, isMeant) =>
      guarded<EndedCalls, never>(async (signal) => {
        const rows = (await table.live(signal)).filter(isReadable);
        const meant = rows.filter(
          (call) => isMeant(call) && (isOwn(call, caller) || isOneOf(call, caller.endsCallsOf)),
        );
        const counts = { ended: 0, ending: 0 };
        await atMostAtOnce(
          AT_ONCE,
          meant,
          async (call) => {
            counts[await end(call, isOwn(call, caller) ? 'owner' : 'operator', signal)] += 1;
          },
          () => {
            counts.ending += 1;
          },
        );
        return ok(counts);
      }),
  };
}

export function isOwn({ caller }: { readonly caller: string }, { hash, formerHashes }: Caller): boolean {
  return caller === hash || formerHashes.includes(caller);
}

function isOneOf({ rule }: { readonly rule: string }, others: Others): boolean {
  return others === 'everybody' || others.rules.includes(rule);
}
