/** A peer connection with the microphone in it, its data channel, and the offer that announces both. */
import type { Ports } from './ports.ts';

export interface Line {
  readonly peer: RTCPeerConnection;
  readonly channel: RTCDataChannel;
}

/** The label is the page’s to choose; OpenAI’s own clients use this one. */
const CHANNEL_LABEL = 'oai-events';

/** @param onTrack is told of the answer’s sound. */
export function createLine(
  ports: Pick<Ports, 'createPeer'>,
  microphone: MediaStream,
  onTrack: (answer: MediaStream) => void,
): Line {
  const peer = ports.createPeer();
  peer.addEventListener('track', ({ streams: [sound], track }) => onTrack(sound ?? new MediaStream([track])));
  for (const track of microphone.getAudioTracks()) peer.addTrack(track, microphone);
  return { peer, channel: peer.createDataChannel(CHANNEL_LABEL) };
}

/** The service takes an offer without candidates: nobody waits for them. */
export async function makeOffer({ peer }: Line): Promise<string> {
  const { sdp = '' } = await peer.createOffer();
  await peer.setLocalDescription({ type: 'offer', sdp });
  return sdp;
}

export function closeLine({ peer, channel }: Line): void {
  channel.close();
  peer.close();
}
