/**
 * The service's end of a call, and the one place that knows werift. Everything stays on 127.0.0.1: no interface of the
 * machine is looked at, no name resolved, and candidates of the offer are dropped, because the caller's own checks make
 * it known (Azure takes offers without any as well).
 */
import type { RTCDataChannel, RTCPeerConnection, RTCRtpTransceiver } from 'werift';
import { shapeAnswer } from './answer.ts';

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
  /** First of a talkspurt. */
  readonly isFirst: boolean;
}

export interface PeerObserver {
  channelOpened(): void;
  message(text: string): void;
  heard(packet: HeardPacket): void;
  /** Any sign that the caller is still there beside its voice. */
  alive(): void;
  connected(): void;
  /** The caller has gone, or never came through. Called once at most. */
  ended(): void;
}

export interface Peer {
  readonly answer: string;
  /** Of the codec that both sides speak: samples in 20 ms, and 20 ms of silence. */
  readonly audio: { readonly samplesPerPacket: number; readonly silence: Buffer };
  sendText(text: string): void;
  speak(packet: SpokenPacket): void;
  close(): Promise<void>;
}

const LOOPBACK = '127.0.0.1';
const AUDIO_LEVEL = 'urn:ietf:params:rtp-hdrext:ssrc-audio-level';
/** As Azure’s answer has it; werift sends what SCTP takes. */
const MAX_MESSAGE_SIZE = 1_073_741_823;
const OPUS_SILENCE = Buffer.from([0xf8, 0xff, 0xfe]);

/** `undefined`: the offer has no audio that can be answered. */
export async function createPeer(offer: string, observer: PeerObserver): Promise<Peer | undefined> {
  // Loaded with the first call: who only mints does not wait the half second.
  const { RTCPeerConnection, RTCRtpCodecParameters, RtpHeader, RtpPacket, useAudioLevelIndication } = await import(
    'werift'
  );
  const pc = new RTCPeerConnection({
    codecs: {
      audio: [
        new RTCRtpCodecParameters({
          mimeType: 'audio/opus',
          clockRate: 48_000,
          channels: 2,
          parameters: 'minptime=10;useinbandfec=1',
        }),
        new RTCRtpCodecParameters({ mimeType: 'audio/PCMU', clockRate: 8_000, channels: 1, payloadType: 0 }),
        new RTCRtpCodecParameters({ mimeType: 'audio/PCMA', clockRate: 8_000, channels: 1, payloadType: 8 }),
      ],
      video: [],
    },
    headerExtensions: { audio: [useAudioLevelIndication()] },
    iceServers: [],
    // No address of an interface is gathered; the one below is all there is.
    iceUseIpv4: false,
    iceUseIpv6: false,
    iceAdditionalHostAddresses: [LOOPBACK],
    // Without it the socket would be bound to every interface.
    iceInterfaceAddresses: { udp4: LOOPBACK },
    iceFilterStunResponse() {
      observer.alive();
      return true;
    },
    maxMessageSize: MAX_MESSAGE_SIZE,
  });
  let channel: RTCDataChannel | undefined;
  let hasEnded = false;
  const end = (): void => {
    if (hasEnded) return;
    hasEnded = true;
    observer.ended();
  };
  watch(pc, observer, end, (opened) => {
    channel = opened;
  });
  try {
    await pc.setRemoteDescription({ type: 'offer', sdp: offer });
    const transceiver = pc.getTransceivers().find(({ kind }) => kind === 'audio');
    const codec = transceiver?.sender.codec;
    if (!transceiver || !codec) throw new Error('The offer has no audio.');
    transceiver.receiver.track.onReceiveRtp.subscribe((packet, extensions) => {
      // Another codec of the answer would come back under the wrong payload type.
      if (packet.header.payloadType !== codec.payloadType) return;
      observer.heard({ payload: Buffer.from(packet.payload), level: toLevel(extensions?.[AUDIO_LEVEL]) });
    });
    const answer = await answerOffer(pc, transceiver);
    const isOpus = codec.mimeType.toLowerCase() === 'audio/opus';
    return {
      answer: shapeAnswer(answer, Math.floor(Date.now() / 1000)),
      audio: {
        samplesPerPacket: codec.clockRate / 50,
        silence: isOpus ? OPUS_SILENCE : Buffer.alloc(160, codec.mimeType.endsWith('PCMU') ? 0xff : 0xd5),
      },
      sendText(text) {
        if (channel?.readyState === 'open') channel.send(text);
      },
      speak({ payload, sequenceNumber, timestamp, isFirst }) {
        const { payloadType } = codec;
        const header = new RtpHeader({ sequenceNumber, timestamp, payloadType, marker: isFirst });
        // A packet that cannot be sent is lost, as on any network.
        transceiver.sender.sendRtp(new RtpPacket(header, payload)).catch(() => undefined);
      },
      async close() {
        hasEnded = true;
        await pc.close().catch(() => undefined);
      },
    };
  } catch {
    hasEnded = true;
    await pc.close().catch(() => undefined);
    return undefined;
  }
}

function watch(
  pc: RTCPeerConnection,
  observer: PeerObserver,
  end: () => void,
  opened: (channel: RTCDataChannel) => void,
): void {
  let hasChannel = false;
  pc.onDataChannel.subscribe((channel) => {
    // The label is the client's to choose; the first channel is the one for events.
    if (hasChannel) return;
    hasChannel = true;
    opened(channel);
    channel.onMessage.subscribe((message) => observer.message(message.toString()));
    channel.stateChanged.subscribe((state) => {
      if (state === 'open') observer.channelOpened();
      // A page that closes its peer is known by its channel first: 80 ms instead of half a minute.
      else if (state === 'closed') end();
    });
    if (channel.readyState === 'open') observer.channelOpened();
  });
  pc.connectionStateChange.subscribe((state) => {
    if (state === 'connected') observer.connected();
    if (state === 'failed' || state === 'closed') end();
  });
}

async function answerOffer(pc: RTCPeerConnection, transceiver: RTCRtpTransceiver): Promise<string> {
  transceiver.direction = 'sendrecv';
  doNotAskStun(pc);
  doNotReuseRecordNumbers(pc);
  await pc.setLocalDescription(await pc.createAnswer());
  return pc.localDescription?.sdp ?? '';
}

/**
 * Defect of werift 0.25.2: with `iceServers: []` it asks a public STUN server, by name. That is two look-ups a call,
 * and without internet up to five seconds before the answer.
 */
function doNotAskStun(pc: RTCPeerConnection): void {
  for (const { connection } of pc.iceTransports) connection.stunServer = undefined;
}

/**
 * Defect of werift 0.25.2: as DTLS client it sends Finished with record number 6 of the epoch and then counts from 1
 * again, so its sixth record is dropped as a replay and SCTP needs a second to send it again. Counting goes on well
 * above what the handshake used.
 */
function doNotReuseRecordNumbers(pc: RTCPeerConnection): void {
  for (const transport of pc.dtlsTransports) {
    transport.onStateChange.subscribe((state) => {
      if (state === 'connected' && transport.dtls) transport.dtls.dtls.recordSequenceNumber += 64;
    });
  }
}

function toLevel(extension: unknown): number | undefined {
  if (typeof extension !== 'object' || extension === null || !('level' in extension)) return undefined;
  return typeof extension.level === 'number' ? extension.level : undefined;
}
