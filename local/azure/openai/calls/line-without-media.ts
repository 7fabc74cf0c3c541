/** A line that nobody is at the other end of: a thousand of them cost no socket. No page gets through to it. */
import type { Line, LineObserver } from './line.ts';

/** In the order of lines that Azure's recorded answer has, with an address that is documentation's (RFC 5737). */
const ANSWER = [
  'v=0',
  'o=- 1000000000000000001 1 IN IP4 0.0.0.0',
  's=-',
  't=0 0',
  'a=msid-semantic:WMS *',
  `a=fingerprint:sha-256 ${Array.from({ length: 32 }, () => '00').join(':')}`,
  'a=group:BUNDLE 0 1',
  'm=audio 9 UDP/TLS/RTP/SAVPF 111',
  'c=IN IP4 0.0.0.0',
  'a=setup:active',
  'a=mid:0',
  'a=ice-ufrag:without/realtime-api-emulated',
  'a=ice-pwd:00000000000000000000000000000000',
  'a=rtcp-mux',
  'a=rtpmap:111 opus/48000/2',
  'a=sendrecv',
  'a=candidate:1 1 udp 2130706431 192.0.2.1 3478 typ host',
  'a=end-of-candidates',
  'm=application 9 UDP/DTLS/SCTP webrtc-datachannel',
  'c=IN IP4 0.0.0.0',
  'a=setup:active',
  'a=mid:1',
  'a=sctp-port:5000',
  '',
].join('\r\n');

/** Of Opus. */
const AUDIO = { samplesPerPacket: 960, silence: Buffer.from([0xf8, 0xff, 0xfe]) };

export function openLineWithoutMedia(maxSeconds: number, { ended }: Pick<LineObserver, 'ended'>): Line {
  const end = setTimeout(() => ended('maximum'), maxSeconds * 1_000);
  end.unref();
  return {
    answer: ANSWER,
    audio: AUDIO,
    state: 'without-media',
    sendText: () => undefined,
    speak: () => undefined,
    end() {
      clearTimeout(end);
      return Promise.resolve();
    },
  };
}
