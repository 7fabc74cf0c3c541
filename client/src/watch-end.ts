/** Waits for a call to end by itself. A hang-up at the other end shows at the channel seconds before it shows at the peer. */
import { browserError, type ClientErrorCode, type Measured } from './call-error.ts';
import type { Outcome } from './call-listener.ts';
import type { Line } from './line.ts';
import type { Ports } from './ports.ts';
import { until } from './until.ts';

/** Two clocks, and ends that are told in whole seconds. */
const CLOCK_TOLERANCE_MS = 2_000;
/** A line that comes back does so within seconds; a browser waits half a minute before it gives up. */
const DISCONNECTED_LIMIT_MS = 8_000;

/** In milliseconds since the epoch, as far as somebody has told. */
export interface KnownEnds {
  /** By the endpoint, which hangs up then. */
  readonly endpoint: number | undefined;
  /** By the service’s own limit. */
  readonly service: number | undefined;
}

interface WatchedLine extends Line {
  readonly signal: AbortSignal;
}

/** `undefined` when the call was ended here. */
export async function watchEnd(
  ports: Pick<Ports, 'wait' | 'now'>,
  line: WatchedLine,
  knownEnds: () => KnownEnds,
): Promise<Outcome | undefined> {
  return Promise.race([untilClosed(ports, line, knownEnds), untilLost(ports, line)]);
}

async function untilClosed(
  { wait, now }: Pick<Ports, 'wait' | 'now'>,
  { channel, signal }: WatchedLine,
  knownEnds: () => KnownEnds,
): Promise<Outcome | undefined> {
  const isClosed = () => channel.readyState === 'closing' || channel.readyState === 'closed' || undefined;
  if (!(await until({ target: channel, events: ['closing', 'close', 'error'], signal, wait }, isClosed))) return;
  const isDue = (at: number | undefined) => at !== undefined && now() > at - CLOCK_TOLERANCE_MS;
  const { endpoint, service } = knownEnds();
  if (isDue(endpoint)) return { how: 'ended', by: 'endpoint' };
  return isDue(service) ? { how: 'ended', by: 'service' } : failed('channel_closed');
}

async function untilLost({ wait }: Pick<Ports, 'wait'>, { peer, signal }: WatchedLine): Promise<Outcome | undefined> {
  const target = { target: peer, events: ['connectionstatechange'], signal, wait };
  while (!signal.aborted) {
    const state = await until(target, () =>
      peer.connectionState === 'disconnected' || peer.connectionState === 'failed' ? peer.connectionState : undefined,
    );
    if (state === 'failed') return failed('connection_lost', { state });
    if (state === undefined) return undefined;
    const isBack = await until(
      { ...target, limitMs: DISCONNECTED_LIMIT_MS },
      () => peer.connectionState === 'connected' || undefined,
    );
    if (!isBack && !signal.aborted) return failed('connection_lost', { state: peer.connectionState });
  }
  return undefined;
}

function failed(code: ClientErrorCode, measured?: Measured): Outcome {
  return { how: 'failed', error: browserError(code, measured) };
}
