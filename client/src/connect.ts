/** From an answer to a line that is open: ICE and DTLS, then the data channel. */
import { err, ok, type Result } from '../../src/lib/result.ts';
import { browserError, type CallError } from './call-error.ts';
import type { Ports } from './ports.ts';
import { until } from './until.ts';

/** A browser gives ICE up by itself only after about half a minute. */
const ICE_LIMIT_MS = 15_000;
const CHANNEL_LIMIT_MS = 10_000;

export async function connectPeer(
  { wait }: Pick<Ports, 'wait'>,
  peer: RTCPeerConnection,
  answer: string,
  signal: AbortSignal,
): Promise<Result<undefined, CallError>> {
  try {
    await peer.setRemoteDescription({ type: 'answer', sdp: answer });
  } catch (cause) {
    return err(browserError('answer_not_sdp', {}, cause));
  }
  const events = ['connectionstatechange', 'iceconnectionstatechange'];
  const state = await until({ target: peer, events, limitMs: ICE_LIMIT_MS, signal, wait }, () => {
    if (peer.iceConnectionState === 'failed' || peer.connectionState === 'failed') return 'failed';
    return peer.connectionState === 'connected' ? 'connected' : undefined;
  });
  if (state === 'connected') return ok(undefined);
  return err(
    browserError('media_blocked', { ice: peer.iceConnectionState, ...(state ? {} : { waitedMs: ICE_LIMIT_MS }) }),
  );
}

export async function openChannel(
  { wait }: Pick<Ports, 'wait'>,
  channel: RTCDataChannel,
  signal: AbortSignal,
): Promise<Result<undefined, CallError>> {
  const state = await until(
    { target: channel, events: ['open', 'close', 'error'], limitMs: CHANNEL_LIMIT_MS, signal, wait },
    () => (channel.readyState === 'connecting' ? undefined : channel.readyState),
  );
  return state === 'open' ? ok(undefined) : err(browserError('channel_closed', { hasOpened: false }));
}
