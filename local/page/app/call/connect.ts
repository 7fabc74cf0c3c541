/** From an answer to a line that is open: ICE and DTLS, then the data channel. */
import { err, ok, type Result } from '../../../../src/lib/result.ts';
import { browserFailure, type Failure } from './failure.ts';
import { readPeerStats } from './peer-stats.ts';
import type { CallPorts } from './ports.ts';
import type { StageTeller } from './stage-runner.ts';
import { until } from './until.ts';

/** A browser gives ICE up by itself only after about half a minute. */
const ICE_LIMIT_MS = 15_000;
const CHANNEL_LIMIT_MS = 10_000;

export async function connectPeer(
  { wait }: CallPorts,
  peer: RTCPeerConnection,
  tell: StageTeller,
  signal: AbortSignal,
): Promise<Result<undefined, Failure>> {
  const state = await until(
    { target: peer, events: ['connectionstatechange'], limitMs: ICE_LIMIT_MS, signal, wait },
    () =>
      peer.connectionState === 'connected' || peer.connectionState === 'failed' ? peer.connectionState : undefined,
  );
  const { link, pair } = await readPeerStats(peer);
  if (link.length > 0) tell.facts(link);
  if (state === 'connected') {
    tell.note(pair ?? 'connected');
    return ok(undefined);
  }
  const detail =
    state === 'failed'
      ? 'ICE tried every pair of addresses and found none that works.'
      : `After ${ICE_LIMIT_MS / 1_000} s there is no connection; ICE is “${peer.iceConnectionState}”.`;
  return err(browserFailure('ice_failed', detail));
}

export async function openChannel(
  { wait }: CallPorts,
  channel: RTCDataChannel,
  tell: StageTeller,
  signal: AbortSignal,
): Promise<Result<undefined, Failure>> {
  const state = await until(
    { target: channel, events: ['open', 'close', 'error'], limitMs: CHANNEL_LIMIT_MS, signal, wait },
    () => (channel.readyState === 'connecting' ? undefined : channel.readyState),
  );
  if (state !== 'open') return err(browserFailure('channel_closed', 'It never opened.'));
  tell.note(channel.label);
  tell.facts([
    { name: 'Label', value: channel.label },
    { name: 'Ordered', value: channel.ordered ? 'yes' : 'no' },
    ...(channel.id === null ? [] : [{ name: 'Stream', value: String(channel.id) }]),
  ]);
  return ok(undefined);
}
