/** Waits for the line to break. A hang-up by the service shows at the channel seconds before it shows at the peer. */
import { browserFailure, type Failure } from './failure.ts';
import type { OpenCall } from './open-call.ts';
import type { CallPorts } from './ports.ts';
import { until } from './until.ts';

/** Two clocks, and ends that are told in whole seconds. */
const CLOCK_TOLERANCE_MS = 2_000;

/** In milliseconds since the epoch, as far as somebody has told. */
export interface KnownEnds {
  /** By the endpoint, which hangs up then. */
  readonly leashEndsAt: number | undefined;
  /** By the service. */
  readonly sessionEndsAt: number | undefined;
}

/** Why, or `undefined` when the call was ended here. */
export async function untilBroken(
  { wait, wallClock }: Pick<CallPorts, 'wait' | 'wallClock'>,
  { peer, channel, signal, sinceStart }: OpenCall,
  knownEnds: () => KnownEnds,
): Promise<Failure | undefined> {
  const isClosed = () => channel.readyState === 'closing' || channel.readyState === 'closed' || undefined;
  const hasFailed = () => peer.connectionState === 'failed' || undefined;
  const closed = until({ target: channel, events: ['closing', 'close', 'error'], signal, wait }, isClosed);
  const failed = until({ target: peer, events: ['connectionstatechange'], signal, wait }, hasFailed);
  return Promise.race([
    closed.then((seen) => {
      const { leashEndsAt, sessionEndsAt } = knownEnds();
      const isDue = (at: number | undefined) => at !== undefined && wallClock().getTime() > at - CLOCK_TOLERANCE_MS;
      const ended = isDue(sessionEndsAt) ? 'call_limit_reached' : 'channel_closed';
      const detail = `The data channel was closed after ${(sinceStart() / 1_000).toFixed(1)} s.`;
      return seen && browserFailure(isDue(leashEndsAt) ? 'leash_reached' : ended, detail);
    }),
    failed.then((seen) => seen && browserFailure('ice_failed', 'The connection was lost during the call.')),
  ]);
}
