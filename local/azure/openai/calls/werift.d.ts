/**
 * The part of werift 0.25.2 that calls use. Its own declarations do not pass our compiler (`skipLibCheck` is off), so
 * tsconfig's `paths` leads here; what runs is the package. What is marked as private is private there:
 * werift-connection.ts says what it is for, and is why the version is pinned.
 */

interface Subscribable<Arguments extends readonly unknown[]> {
  subscribe(listener: (...values: Arguments) => void): { readonly unSubscribe: () => void };
}

export interface SessionDescription {
  readonly type: 'offer' | 'answer';
  readonly sdp: string;
}

export class RTCRtpCodecParameters {
  constructor(parameters: {
    readonly mimeType: string;
    readonly clockRate: number;
    readonly channels?: number;
    readonly payloadType?: number;
    readonly parameters?: string;
  });
  readonly mimeType: string;
  readonly clockRate: number;
  readonly payloadType: number;
}

export interface RTCRtpHeaderExtensionParameters {
  readonly uri: string;
}
export function useAudioLevelIndication(): RTCRtpHeaderExtensionParameters;

export interface RtpExtension {
  readonly id: number;
  readonly payload: Buffer;
}

export class RtpHeader {
  constructor(fields: {
    readonly sequenceNumber: number;
    readonly timestamp: number;
    readonly payloadType: number;
    readonly marker?: boolean;
    readonly ssrc?: number;
    readonly extension?: boolean;
    readonly extensionProfile?: number;
    readonly extensions?: readonly RtpExtension[];
  });
  readonly sequenceNumber: number;
  readonly timestamp: number;
  readonly payloadType: number;
  readonly marker: boolean;
}

export class RtpPacket {
  constructor(header: RtpHeader, payload: Buffer);
  readonly header: RtpHeader;
  readonly payload: Buffer;
}

export class MediaStreamTrack {
  constructor(fields: { readonly kind: 'audio' });
  readonly kind: string;
  readonly onReceiveRtp: Subscribable<[packet: RtpPacket, extensions?: Readonly<Record<string, unknown>>]>;
  writeRtp(packet: RtpPacket): void;
}

interface RTCRtpSender {
  readonly codec?: RTCRtpCodecParameters;
  sendRtp(packet: RtpPacket): Promise<void>;
}

export interface RTCRtpTransceiver {
  readonly kind: string;
  direction: string;
  readonly sender: RTCRtpSender;
  readonly receiver: { readonly track: MediaStreamTrack };
}

export interface RTCDataChannel {
  readonly label: string;
  readonly readyState: string;
  readonly stateChanged: Subscribable<[state: string]>;
  readonly onMessage: Subscribable<[message: string | Buffer]>;
  /** Bytes that have not been handed to the network. */
  readonly bufferedAmount: number;
  /** By default at 0. */
  readonly bufferedAmountLow: Subscribable<[]>;
  send(data: string): void;
  close(): void;
}

/** Private. */
export interface DtlsClient {
  readonly dtls: { recordSequenceNumber: number; readonly flight: number };
  onHandleHandshakes: (messages: readonly { readonly msg_type: number }[]) => Promise<void>;
}

interface RTCDtlsTransport {
  readonly state: string;
  readonly onStateChange: Subscribable<[state: string]>;
  /** Private. */
  readonly dtls?: DtlsClient;
}

interface RTCIceTransport {
  /** Private. */
  readonly connection: {
    stunServer: unknown;
    localUsername: string;
    localPassword: string;
    readonly userHistory: Record<string, string>;
    readonly onData: Subscribable<[datagram: Buffer]>;
    close(): Promise<void>;
  };
}

export interface PeerConfig {
  readonly codecs: { readonly audio: readonly RTCRtpCodecParameters[]; readonly video?: readonly [] };
  readonly headerExtensions: { readonly audio: readonly RTCRtpHeaderExtensionParameters[] };
  readonly iceServers: readonly [];
  readonly iceUseIpv4: boolean;
  readonly iceUseIpv6: boolean;
  readonly iceInterfaceAddresses: { readonly udp4: string };
  readonly iceAdditionalHostAddresses: readonly string[];
  readonly iceFilterStunResponse: () => boolean;
  readonly bundlePolicy: 'max-bundle';
  readonly maxMessageSize: number;
}

export class RTCPeerConnection {
  constructor(config: Partial<PeerConfig>);
  readonly connectionState: string;
  readonly connectionStateChange: Subscribable<[state: string]>;
  readonly iceConnectionStateChange: Subscribable<[state: string]>;
  readonly onDataChannel: Subscribable<[channel: RTCDataChannel]>;
  readonly onTrack: Subscribable<[track: MediaStreamTrack]>;
  readonly dtlsTransports: readonly RTCDtlsTransport[];
  readonly iceTransports: readonly RTCIceTransport[];
  readonly localDescription: SessionDescription | null;
  getTransceivers(): readonly RTCRtpTransceiver[];
  addTransceiver(track: MediaStreamTrack, options: { readonly direction: string }): RTCRtpTransceiver;
  createDataChannel(label: string): RTCDataChannel;
  createOffer(): Promise<SessionDescription>;
  createAnswer(): Promise<SessionDescription>;
  setLocalDescription(description: SessionDescription): Promise<unknown>;
  setRemoteDescription(description: SessionDescription): Promise<void>;
  close(): Promise<void>;
}
