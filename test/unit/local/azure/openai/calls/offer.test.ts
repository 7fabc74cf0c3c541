/** Which offers are taken for one at all. */
import { readOffer } from '../../../../../../local/azure/openai/calls/offer.ts';

const GOOD = [
  'v=0',
  'o=- 1 2 IN IP4 127.0.0.1',
  's=-',
  't=0 0',
  'm=audio 9 UDP/TLS/RTP/SAVPF 111',
  'a=ice-ufrag:abcd',
  'a=ice-pwd:0123456789012345678901',
  'a=fingerprint:sha-256 AA',
  'a=candidate:1 1 udp 2113937151 8b5f2a9c-1.local 33445 typ host',
  'a=candidate:2 1 udp 1677729535 203.0.113.9 33445 typ srflx raddr 0.0.0.0 rport 0',
  'a=end-of-candidates',
  '',
];

const read = (lines: readonly string[], end = '\r\n') => readOffer(Buffer.from(lines.join(end)));

test('candidates are dropped, so that nobody is asked for a name and nothing is sent to elsewhere', () => {
  const offer = read(GOOD);
  expect(offer).toBe(GOOD.filter((line) => !/candidate/.test(line)).join('\r\n'));
});

test('lines may end as on Unix', () => {
  expect(read(GOOD, '\n')).toBe(read(GOOD));
});

test.each<[string, readonly string[]]>([
  ['nothing', []],
  ['v=0 alone', ['v=0', '']],
  ['garbage', ['garbage']],
  ['JSON', ['{"sdp":"v=0"}']],
  ['an offer that does not begin with its version', ['', ...GOOD]],
  ['no audio', GOOD.map((line) => line.replace('m=audio', 'm=video'))],
  ['audio that is refused already', GOOD.map((line) => line.replace('m=audio 9', 'm=audio 0'))],
  ['audio without encryption', GOOD.map((line) => line.replace('UDP/TLS/RTP/SAVPF', 'RTP/AVP'))],
  ['no ICE user name', GOOD.filter((line) => !line.startsWith('a=ice-ufrag'))],
  ['no ICE password', GOOD.filter((line) => !line.startsWith('a=ice-pwd'))],
  ['no fingerprint', GOOD.filter((line) => !line.startsWith('a=fingerprint'))],
])('%s is no offer', (_what, lines) => {
  expect(read(lines)).toBeUndefined();
});
