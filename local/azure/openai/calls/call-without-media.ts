/** A call that is an entry in a table and nothing else: a thousand of them cost no socket. No page gets through to it. */
import type { Call, CallOptions } from './call.ts';

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

export function startCallWithoutMedia({ session, maxSeconds, ended }: CallOptions): Call {
  const end = setTimeout(() => ended('maximum'), maxSeconds * 1_000);
  end.unref();
  return {
    answer: ANSWER,
    state: 'without-media',
    echo: session.echo,
    end() {
      clearTimeout(end);
      return Promise.resolve();
    },
  };
}
