/**
 * The way back of a call that Azure has begun and whose promise could not be written. Nobody has its answer, so nobody
 * talks; it is ended all the same, or left to a sweep, whichever can be had first.
 */
import { MS_PER_MINUTE, MS_PER_SECOND } from '../lib/clock.ts';
import { NOTHING_SPENT } from '../quota/caller-calls.ts';
import type { Quota } from '../quota/quota.ts';
import type { CallAtAzure, CallControl, HangUp } from '../realtime/call-control.ts';
import type { Beginning } from './beginning.ts';
import { type Call, isLive, toCall } from './call.ts';
import type { CallTable } from './call-table.ts';
import type { ClockWatch } from './clock-watch.ts';
import { resourceOf } from './resource-of.ts';

/** False where nobody holds the call: it is on the line until Azure ends it. Never rejects. */
export type Undo = (beginning: Beginning, call: Call) => Promise<boolean>;

export interface UndoParts {
  readonly table: CallTable;
  readonly quota: Pick<Quota, 'release'>;
  readonly control: CallControl;
  readonly clock: Pick<ClockWatch, 'noteForbidden'>;
  /** Rejects when the signal aborts. */
  readonly pause: (milliseconds: number, signal: AbortSignal) => Promise<void>;
}

/** Of it all: somebody waits for it. */
export const UNDO_TIMEOUT_MS = 6 * MS_PER_SECOND;
/** Of one hang-up, so that there is time left to write. */
const HANG_UP_TIMEOUT_MS = 2 * MS_PER_SECOND;
const ATTEMPTS = 3;
const FIRST_PAUSE_MS = 100;
/** A sweep has come by then. */
const PLACE_KEPT_MS = 5 * MS_PER_MINUTE;

export function createUndo({ table, quota, control, clock, pause }: UndoParts): Undo {
  async function hangUp(call: CallAtAzure, signal: AbortSignal): Promise<HangUp> {
    const bounded = AbortSignal.any([signal, AbortSignal.timeout(HANG_UP_TIMEOUT_MS)]);
    const said = await control.hangUp(call, bounded);
    if (said.kind === 'forbidden') await clock.noteForbidden(resourceOf(call));
    return said;
  }

  /** As if the call had never been. Whatever of its rows was written goes. */
  async function clear({ callId, share, about, place }: Beginning, signal: AbortSignal): Promise<boolean> {
    const released = share.slot === undefined || (await quota.release(about.caller, share.slot, NOTHING_SPENT)).ok;
    const written = await table.find(callId, signal);
    if (written && isLive(written)) {
      await table.end(written, { at: written.startedAt, reason: 'gone', seconds: 0 }, signal);
    } else if (place) await table.leavePlace(place, signal);
    return released;
  }

  /** A row whose end is its beginning: the next sweep asks Azure again, believes its 404, and charges nothing. */
  async function leaveToSweep({ callId, place }: Beginning, call: Call, signal: AbortSignal): Promise<boolean> {
    const { startedAt } = call;
    const now = { dueAt: startedAt, asked: { reason: 'gone', at: startedAt } } as const;
    const kept = place && { held: place, until: startedAt + PLACE_KEPT_MS };
    if (await table.begin(callId, { ...call, ...now }, kept, signal)) return true;
    // The first row came about after all.
    const written = await table.find(callId, signal);
    if (!written || !isLive(written)) return written !== undefined;
    return (await table.change(written, { ...toCall(written), ...now }, signal)) !== undefined;
  }

  return async function undo(beginning, call) {
    const signal = AbortSignal.timeout(UNDO_TIMEOUT_MS);
    let said: HangUp | undefined;
    for (let attempt = 0; attempt < ATTEMPTS && !signal.aborted; attempt += 1) {
      if (!isOver(said)) said = await hangUp({ ...call, callId: beginning.callId }, signal);
      const written = isOver(said) ? clear(beginning, signal) : leaveToSweep(beginning, call, signal);
      if (await written.catch(() => false)) return true;
      await pause(waitAfter(said, attempt), signal).catch(() => undefined);
    }
    return isOver(said);
  };
}

/** As long as Azure asks, else 100, 200 and 400 ms. */
function waitAfter(said: HangUp, attempt: number): number {
  const asked = said.kind === 'unknown' ? said.retryAfterMs : undefined;
  return asked ?? FIRST_PAUSE_MS * 2 ** attempt;
}

function isOver(said: HangUp | undefined): said is Extract<HangUp, { kind: 'ended' | 'over' }> {
  return said?.kind === 'ended' || said?.kind === 'over';
}
