/** The service's end of a call: packets and texts in, packets and texts out. Nobody else knows of WebRTC. */
import type { RTCDataChannel, RTCPeerConnection, RTCRtpCodecParameters } from 'werift';
import { shapeAnswer } from './answer.ts';
import { answerOffer, createConnection } from './werift-connection.ts';

/** One packet of the user's voice. */
export interface HeardPacket {
  readonly payload: Buffer;
  /** -dBov: 0 is loud, 127 silence; absent where the caller does not send the header extension. */
  readonly level: number | undefined;
}

export interface SpokenPacket {
  readonly payload: Buffer;
  readonly sequenceNumber: number;
  readonly timestamp: number;
  /** After a pause. */
  readonly isFirst: boolean;
}

export interface PeerObserver {
  connected(): void;
  /** Events can be sent; where the offer has no channel for them, there will be none to send them on. */
  channelOpened(): void;
  message(text: string): void;
  heard(packet: HeardPacket): void;
  /** An ICE check of the caller. */
  checked(): void;
  /** The caller has gone, or never came through. Called once at most, and not after `close`. */
  ended(): void;
}

export interface Peer {
  readonly answer: string;
  /** Of the codec that both sides speak: samples in 20 ms, and 20 ms of silence. */
  readonly audio: { readonly samplesPerPacket: number; readonly silence: Buffer };
  sendText(text: string): void;
  speak(packet: SpokenPacket): void;
  close(): Promise<void>;
  /** Takes the line away without a word, so that the caller’s ICE has to find out. */
  vanish(): Promise<void>;
}

const AUDIO_LEVEL = 'urn:ietf:params:rtp-hdrext:ssrc-audio-level';
const PACKETS_PER_SECOND = 50;
/** Loopback takes it in a moment. */
const MAX_SENDING_MS = 500;

/** @param offer as `readOffer` gives it. `undefined`: there is no audio in it that can be answered. */
export async function createPeer(offer: string, observer: PeerObserver): Promise<Peer | undefined> {
  const { pc, toPacket } = await createConnection(observer.checked);
  let channel: RTCDataChannel | undefined;
  let hasEnded = false;
  const end = (): void => {
    if (hasEnded) return;
    hasEnded = true;
    observer.ended();
  };
  async function close(): Promise<void> {
    hasEnded = true;
    // werift aborts the association, and with it what has not left.
    if (channel) await sent(channel);
    await pc.close().catch(() => undefined);
  }
  pc.onDataChannel.subscribe((opened) => {
    // The label is the client's to choose; the first channel is the one for events.
    if (channel) return;
    channel = opened;
    watchChannel(opened, observer, end);
  });
  watchConnection(pc, observer, end, /^m=application [1-9]/m.test(offer));
  try {
    await pc.setRemoteDescription({ type: 'offer', sdp: offer });
    const transceiver = pc.getTransceivers().find(({ kind }) => kind === 'audio');
    const codec = transceiver?.sender.codec;
    if (!transceiver || !codec) throw new Error('The offer has no audio.');
    const { payloadType } = codec;
    transceiver.receiver.track.onReceiveRtp.subscribe((packet, extensions) => {
      // Another codec of the answer would come back under the wrong payload type.
      if (packet.header.payloadType !== payloadType) return;
      observer.heard({ payload: Buffer.from(packet.payload), level: toLevel(extensions?.[AUDIO_LEVEL]) });
    });
    return {
      answer: shapeAnswer(await answerOffer(pc, transceiver), Math.floor(Date.now() / 1_000)),
      audio: { samplesPerPacket: codec.clockRate / PACKETS_PER_SECOND, silence: toSilence(codec) },
      sendText(text) {
        if (channel?.readyState !== 'open') return;
        try {
          channel.send(text);
        } catch {
          // Larger than the caller takes: it misses that event, as it would with any sender.
        }
      },
      speak({ payload, isFirst, ...header }) {
        // A packet that cannot be sent is lost, as on any network.
        const packet = toPacket({ ...header, payloadType, marker: isFirst }, payload);
        transceiver.sender.sendRtp(packet).catch(() => undefined);
      },
      close,
      async vanish() {
        hasEnded = true;
        await Promise.all(pc.iceTransports.map(({ connection }) => connection.close()));
      },
    };
  } catch {
    await close();
    return undefined;
  }
}

/** Everything has left, or there is nobody who would take it. */
async function sent(channel: RTCDataChannel): Promise<void> {
  if (channel.readyState !== 'open' || channel.bufferedAmount === 0) return;
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, MAX_SENDING_MS);
  const { unSubscribe } = channel.bufferedAmountLow.subscribe(resolve);
  await promise;
  clearTimeout(timer);
  unSubscribe();
}

function watchChannel(channel: RTCDataChannel, observer: PeerObserver, end: () => void): void {
  channel.onMessage.subscribe((message) => observer.message(message.toString()));
  channel.stateChanged.subscribe((state) => {
    if (state === 'open') observer.channelOpened();
    // A page that closes its peer is known by its channel first: after 80 ms and not half a minute.
    if (state === 'closed') end();
  });
  if (channel.readyState === 'open') observer.channelOpened();
}

function watchConnection(pc: RTCPeerConnection, observer: PeerObserver, end: () => void, hasChannel: boolean): void {
  pc.connectionStateChange.subscribe((state) => {
    if (state === 'failed' || state === 'closed') end();
    if (state !== 'connected') return;
    observer.connected();
    if (!hasChannel) observer.channelOpened();
  });
}

function toSilence({ mimeType }: RTCRtpCodecParameters): Buffer {
  if (/opus/i.test(mimeType)) return Buffer.from([0xf8, 0xff, 0xfe]);
  // G.711 has 160 samples of a byte; silence is another byte in each of its laws.
  return Buffer.alloc(160, /pcmu/i.test(mimeType) ? 0xff : 0xd5);
}

function toLevel(extension: unknown): number | undefined {
  if (typeof extension !== 'object' || extension === null || !('level' in extension)) return undefined;
  return typeof extension.level === 'number' ? extension.level : undefined;
}
