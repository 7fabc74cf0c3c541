/** A peer connection and its channel without a network: a test says what happens to them. */

const OFFER = [
  'v=0',
  'o=- 1 2 IN IP4 127.0.0.1',
  's=-',
  't=0 0',
  'a=fingerprint:sha-256 AA:BB:CC',
  'm=audio 9 UDP/TLS/RTP/SAVPF 111 0',
  'a=ice-ufrag:uuuu',
  'a=ice-pwd:0ffer0passw0rd',
  'a=setup:actpass',
  'a=rtpmap:111 opus/48000/2',
  'a=rtpmap:0 PCMU/8000',
  'm=application 9 UDP/DTLS/SCTP webrtc-datachannel',
  '',
].join('\r\n');

export const ANSWER = OFFER.replace('0ffer0passw0rd', 'answer0passw0rd').replace(
  'a=setup:actpass',
  'a=setup:active\r\na=candidate:1 1 udp 2130706431 203.0.113.10 3478 typ host',
);

export class FakeChannel extends EventTarget {
  readonly label: string;
  readonly ordered = true;
  readonly id = 1;
  readonly sent: string[] = [];
  readyState: RTCDataChannelState = 'connecting';
  constructor(label: string) {
    super();
    this.label = label;
  }
  open(): void {
    this.readyState = 'open';
    this.dispatchEvent(new Event('open'));
  }
  hear(event: object): void {
    this.dispatchEvent(new MessageEvent('message', { data: JSON.stringify(event) }));
  }
  send(text: string): void {
    this.sent.push(text);
  }
  close(): void {
    this.readyState = 'closed';
    this.dispatchEvent(new Event('close'));
  }
}

export class FakePeer extends EventTarget {
  connectionState: RTCPeerConnectionState = 'new';
  iceConnectionState: RTCIceConnectionState = 'checking';
  channel: FakeChannel | undefined;
  remote: string | undefined;
  localDescription: RTCSessionDescriptionInit | null = null;
  isClosed = false;
  readonly stats = new Map<string, object>();
  addTrack(): void {}
  createDataChannel(label: string): FakeChannel {
    this.channel = new FakeChannel(label);
    return this.channel;
  }
  async createOffer(): Promise<RTCSessionDescriptionInit> {
    return { type: 'offer', sdp: OFFER };
  }
  async setLocalDescription(description: RTCSessionDescriptionInit): Promise<void> {
    this.localDescription = description;
  }
  async setRemoteDescription({ sdp = '' }: RTCSessionDescriptionInit): Promise<void> {
    if (!sdp.startsWith('v=0')) throw new DOMException('Failed to parse SessionDescription.', 'OperationError');
    this.remote = sdp;
    const sound = {} as MediaStream;
    this.dispatchEvent(Object.assign(new Event('track'), { streams: [sound], track: sound }));
  }
  async getStats(): Promise<Map<string, object>> {
    return this.stats;
  }
  become(state: RTCPeerConnectionState): void {
    this.connectionState = state;
    this.dispatchEvent(new Event('connectionstatechange'));
  }
  becomeIce(state: RTCIceConnectionState): void {
    this.iceConnectionState = state;
    this.dispatchEvent(new Event('iceconnectionstatechange'));
  }
  /** As the browser's statistics say it once sound has come. */
  receiveSound(audioLevel: number): void {
    this.stats.set('in', {
      id: 'in',
      type: 'inbound-rtp',
      kind: 'audio',
      packetsReceived: 50,
      packetsLost: 0,
      audioLevel,
    });
  }
  close(): void {
    this.isClosed = true;
  }
}
