/** When a call has ended and what was spoken, as far as that is known. Without I/O. */
import { MS_PER_SECOND } from '../lib/clock.ts';
import type { HangUp } from '../realtime/call-control.ts';
import { apiOf, type End, type EndReason, type LiveCall } from './call.ts';

/** Between two looks at a call that is on the line: so much longer than it was last seen it may have gone on. */
const LOOK_EVERY_MS = 60 * MS_PER_SECOND;

/**
 * Until so long after its creation Azure has been seen to answer 404 for a Live session whose page is still connecting.
 * Afterwards the page has gone, or has never come: a session that nobody can attach to is nobody's to wait for.
 */
const LIVE_CONNECTS_WITHIN_MS = 30 * MS_PER_SECOND;

/** Whether Azure's 404 says that a call has ended: of Realtime only of one that was seen alive, because Azure may hide it. */
export function isGone(call: LiveCall, now: number): boolean {
  const isConnected = apiOf(call) === 'live' && now - call.startedAt >= LIVE_CONNECTS_WITHIN_MS;
  return call.lastSeenAlive !== undefined || isConnected;
}

/**
 * `undefined`: nobody knows that it has ended. Azure's 404 counts at the call's end, and before it only where `isGone`
 * says so. The caller is charged neither for Azure's delay nor for ours.
 */
export function endOf(
  call: LiveCall,
  reason: EndReason,
  said: Extract<HangUp, { readonly kind: 'ended' | 'over' }>,
  now: number,
): End | undefined {
  if (said.kind === 'ended') {
    const end = toEnd(call, reason, Math.min(now, call.asked?.at ?? now));
    return said.seconds === undefined ? end : { ...end, ...measuredBy(call, said.seconds) };
  }
  const { startedAt, lastSeenAlive = startedAt, dueAt } = call;
  if (isGone(call, now)) {
    const at = Math.min(now, call.asked?.at ?? now, lastSeenAlive + LOOK_EVERY_MS);
    return toEnd(call, now < dueAt ? reason : 'due', at);
  }
  return now < dueAt ? undefined : toEnd(call, reason, dueAt);
}

/** Of a call about which nobody can say more: its whole grant. */
export function lapsedEnd(call: LiveCall): End {
  return toEnd(call, 'gone', call.dueAt);
}

/** What Azure says, and no more than was promised. */
function measuredBy({ grantSeconds }: LiveCall, seconds: number): Pick<End, 'seconds' | 'measured'> {
  return { seconds: Math.min(grantSeconds, Math.ceil(seconds)), measured: true };
}

function toEnd({ startedAt, dueAt, grantSeconds }: LiveCall, reason: EndReason, at: number): End {
  const endedAt = Math.max(startedAt, Math.min(at, dueAt));
  const seconds = Math.min(grantSeconds, Math.ceil((endedAt - startedAt) / MS_PER_SECOND));
  return { at: endedAt, reason, seconds };
}
