/** What this browser can send and receive, as an SDP offer, and the data channel that it announces. */
import { err, ok, type Result } from '../../../../src/lib/result.ts';
import { browserFailure, type Failure } from './failure.ts';
import type { CallPorts } from './ports.ts';
import { redactText } from './redact-value.ts';
import { describeSdp } from './sdp-facts.ts';
import type { StageTeller } from './stage-runner.ts';

export interface Offered {
  readonly peer: RTCPeerConnection;
  readonly channel: RTCDataChannel;
  readonly sdp: string;
}

/** The label is the page's to choose; OpenAI's own clients use this one. */
const CHANNEL_LABEL = 'oai-events';

export async function makeOffer(
  { environment, createPeer, listen }: CallPorts,
  microphone: MediaStream,
  tell: StageTeller,
  signal: AbortSignal,
): Promise<Result<Offered, Failure>> {
  if (!environment().hasWebRtc) return err(browserFailure('webrtc_unsupported'));
  const peer = createPeer();
  peer.addEventListener('track', ({ streams: [stream], track }) =>
    listen('answer', stream ?? new MediaStream([track]), signal),
  );
  for (const track of microphone.getAudioTracks()) peer.addTrack(track, microphone);
  const channel = peer.createDataChannel(CHANNEL_LABEL);
  const { sdp = '' } = await peer.createOffer();
  // The service takes an offer without candidates: nobody waits for them.
  await peer.setLocalDescription({ type: 'offer', sdp });
  tell.note(`${sdp.length.toLocaleString('en')} characters of SDP`);
  tell.facts(describeSdp(sdp));
  tell.text('Offer', redactText(sdp));
  return ok({ peer, channel, sdp });
}
