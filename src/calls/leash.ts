/**
 * What stands around a relayed call: the right to begin it, the promise that it ends, and the way back where one of them
 * fails. The SDP answer leaves only after `begin` has succeeded, so that no call is on the line without a row.
 */
import { type Clock, MS_PER_MINUTE, MS_PER_SECOND } from '../lib/clock.ts';
import { err, ok, type Result } from '../lib/result.ts';
import { describeSdkError } from '../lib/sdk-error.ts';
import { within } from '../lib/within.ts';
import type { Slot } from '../quota/caller-calls.ts';
import { RESERVED_MS } from '../quota/plan-take.ts';
import type { Quota } from '../quota/quota.ts';
import type { CallControl } from '../realtime/call-control.ts';
import type { Site } from '../realtime/target.ts';
import type { Beginning } from './beginning.ts';
import { type Call, isLive, type LiveCall, toCall } from './call.ts';
import type { CallError } from './call-error.ts';
import type { CallTable, Place } from './call-table.ts';
import type { ClockWatch } from './clock-watch.ts';
import type { Ender } from './end-call.ts';
import { endOf, isGone } from './end-time.ts';
import { resourceOf } from './resource-of.ts';
import type { Terms } from './terms.ts';
import type { Undo } from './undo-beginning.ts';

export interface Leash {
  /** Whether a call on these terms would end: the clock runs, and the identity may hang up there. Takes a place. */
  admit(id: string, terms: Terms, target: Site): Promise<Result<Place | undefined, CallError>>;
  /** Ends the oldest of the caller's calls, so that there is room for one more. False where none could be ended. */
  makeRoom(slots: readonly Slot[], atLimit: Terms['atLimit']): Promise<boolean>;
  /** Writes the promise down. Where that fails the call is ended at once. */
  begin(beginning: Beginning): Promise<Result<Begun, CallError>>;
  /** Of a call that never began. */
  leave(place: Place | undefined): Promise<void>;
}

export interface Begun {
  /** In milliseconds since the epoch. */
  readonly endsAt: number;
}

export interface LeashParts {
  readonly table: CallTable;
  readonly quota: Pick<Quota, 'confirm'>;
  readonly control: CallControl;
  readonly ender: Ender;
  readonly clock: Pick<ClockWatch, 'check' | 'noteForbidden'>;
  readonly undo: Undo;
  readonly now: Clock;
  readonly begun: (call: Call & { readonly callId: string }) => void;
}

/** Between Azure's answer and ours. */
export const COMMIT_TIMEOUT_MS = 2 * MS_PER_SECOND;
/** Before anything is asked of Azure; as long as a quota's decision. */
const ADMIT_TIMEOUT_MS = 1_500;
/** Of one hang-up that somebody waits for. */
export const HANG_UP_TIMEOUT_MS = 3 * MS_PER_SECOND;
/** A slot that nobody releases costs its caller so much more, and heals by itself. */
const SLOT_MARGIN_MS = 5 * MS_PER_MINUTE;

export function createLeash(parts: LeashParts): Leash {
  const { table, quota, control, clock, undo, now } = parts;

  async function mayEnd(terms: Terms, { endpoint }: Site, signal: AbortSignal): Promise<Result<undefined, CallError>> {
    if (!terms.leashed) return ok(undefined);
    const heartbeat = await clock.check(signal);
    if (!heartbeat.ok) return heartbeat;
    const resource = resourceOf({ origin: endpoint.origin, api: terms.api });
    const isForbidden = terms.short && heartbeat.value.forbidden.includes(resource);
    return isForbidden ? err({ reason: 'leash_unavailable', cause: 'HangUpForbidden' }) : ok(undefined);
  }

  async function takePlace(id: string, { perDeployment: cap }: Terms, target: Site, signal: AbortSignal) {
    if (cap === undefined) return ok(undefined);
    const { endpoint, deployment } = target;
    const order = { origin: endpoint.origin, deployment, cap, id, now: now(), until: now() + RESERVED_MS };
    const taken = await table.takePlace(order, signal);
    if ('key' in taken) return ok(taken);
    const waitSeconds = Math.max(1, Math.ceil((taken.freeAt - now()) / MS_PER_SECOND));
    return err<CallError>({ reason: 'deployment_full', waitSeconds });
  }

  /** A place that cannot be left lapses. */
  async function leave(place: Place | undefined): Promise<void> {
    if (place) await table.leavePlace(place, AbortSignal.timeout(ADMIT_TIMEOUT_MS)).catch(() => undefined);
  }

  /** Both at once. `undefined`: one of them was not written. */
  async function write({ callId, share, place, ...of }: Beginning, call: Call): Promise<LiveCall | undefined> {
    const signal = AbortSignal.timeout(COMMIT_TIMEOUT_MS);
    const until = call.dueAt + SLOT_MARGIN_MS;
    const [confirmed, row] = await within(
      Promise.all([
        share.slot === undefined
          ? ok(true)
          : quota.confirm(of.about.caller, share.slot, { callId, startedAt: call.startedAt, until }),
        table.begin(callId, call, place && { held: place, until }, signal),
      ]),
      signal,
    );
    return confirmed.ok && confirmed.value ? row : undefined;
  }

  /**
   * A call that was seen alive may be believed to have ended when Azure knows it no more: without this look a page that
   * is reloaded in the call's first minute would keep its place until the call was due.
   */
  async function noteAlive(row: LiveCall): Promise<void> {
    const signal = AbortSignal.timeout(HANG_UP_TIMEOUT_MS);
    if ((await control.probe(row, signal)) !== 'alive') return;
    await table.change(row, { ...toCall(row), lastSeenAlive: now() }, signal);
  }

  return {
    async admit(id, terms, target) {
      const signal = AbortSignal.timeout(ADMIT_TIMEOUT_MS);
      try {
        // At the same time: a place is seldom asked for, and the heartbeat is mostly held.
        const [may, place] = await Promise.all([mayEnd(terms, target, signal), takePlace(id, terms, target, signal)]);
        if (may.ok) return place;
        if (place.ok) await leave(place.value);
        return may;
      } catch (cause) {
        return err({ reason: 'leash_unavailable', cause: describeSdkError(cause).cause });
      }
    },
    async makeRoom(slots, atLimit) {
      const live = slots.flatMap(({ live: one }) => one ?? []).sort((one, other) => one.startedAt - other.startedAt);
      const signal = AbortSignal.timeout(HANG_UP_TIMEOUT_MS);
      try {
        return atLimit === 'replace'
          ? await endFirst(parts, live[0]?.callId, signal)
          : await releaseDead(
              parts,
              live.map(({ callId }) => callId),
              signal,
            );
      } catch {
        return false;
      }
    },
    async begin(beginning) {
      const { target, terms, share, about, place } = beginning;
      const startedAt = now();
      const grantSeconds = share.grantSeconds ?? terms.seconds;
      const call: Call = {
        ...about,
        deployment: target.deployment,
        target: target.name,
        origin: target.endpoint.origin,
        startedAt,
        dueAt: startedAt + grantSeconds * MS_PER_SECOND,
        leashed: terms.leashed,
        grantSeconds,
        counted: share.slot !== undefined,
        ...(place && { place: place.key }),
      };
      const row = await write(beginning, call).catch(() => undefined);
      if (row) {
        // Nobody waits for it; a sweep looks again.
        void noteAlive(row).catch(() => undefined);
        parts.begun({ ...call, callId: beginning.callId });
        return ok({ endsAt: call.dueAt });
      }
      const isHeld = await undo(beginning, call);
      return err({ reason: 'leash_unavailable', cause: isHeld ? 'NotWritten' : 'NotHeld' });
    },
    leave,
  };
}

async function endFirst({ table, ender, clock }: LeashParts, callId: string | undefined, signal: AbortSignal) {
  const call = callId === undefined ? undefined : await table.find(callId, signal);
  if (!call || !isLive(call)) return false;
  const outcome = await ender.end(call, 'replaced', signal);
  if (outcome.kind === 'forbidden') await clock.noteForbidden(resourceOf(call));
  return outcome.kind === 'ended';
}

/** A call that was seen alive once, and that Azure knows no more, holds a place that nobody needs. */
async function releaseDead(
  { table, control, ender, now }: LeashParts,
  callIds: readonly string[],
  signal: AbortSignal,
): Promise<boolean> {
  const released = await Promise.all(
    callIds.map(async (callId) => {
      const call = await table.find(callId, signal);
      if (!call || !isLive(call) || !isGone(call, now())) return false;
      if ((await control.probe(call, signal)) !== 'not_found') return false;
      const end = endOf(call, 'gone', { kind: 'over' }, now());
      if (end) await ender.settle(call, end, signal);
      return end !== undefined;
    }),
  );
  return released.includes(true);
}
