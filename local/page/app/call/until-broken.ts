/** Waits for the line to break. A hang-up by the service shows at the channel seconds before it shows at the peer. */
import { browserFailure, type Failure } from './failure.ts';
import type { OpenCall } from './open-call.ts';
import type { CallPorts } from './ports.ts';
import { until } from './until.ts';

/** Two clocks, and `expires_at` in whole seconds. */
const CLOCK_TOLERANCE_SECONDS = 2;

/**
 * Why, or `undefined` when the call was ended here.
 *
 * @param sessionEndsAt epoch seconds, once the service has told.
 */
export async function untilBroken(
  { wait, wallClock }: Pick<CallPorts, 'wait' | 'wallClock'>,
  { peer, channel, signal, sinceStart }: OpenCall,
  sessionEndsAt: () => number | undefined,
): Promise<Failure | undefined> {
  const isClosed = () => channel.readyState === 'closing' || channel.readyState === 'closed' || undefined;
  const hasFailed = () => peer.connectionState === 'failed' || undefined;
  const closed = until({ target: channel, events: ['closing', 'close', 'error'], signal, wait }, isClosed);
  const failed = until({ target: peer, events: ['connectionstatechange'], signal, wait }, hasFailed);
  return Promise.race([
    closed.then((seen) => {
      const nowEpochSeconds = wallClock().getTime() / 1_000;
      const isDue = nowEpochSeconds > (sessionEndsAt() ?? Number.POSITIVE_INFINITY) - CLOCK_TOLERANCE_SECONDS;
      const detail = `The data channel was closed after ${(sinceStart() / 1_000).toFixed(1)} s.`;
      return seen && browserFailure(isDue ? 'call_limit_reached' : 'channel_closed', detail);
    }),
    failed.then((seen) => seen && browserFailure('ice_failed', 'The connection was lost during the call.')),
  ]);
}
