/** The answer beside the recorded one: the same lines in the same order, but for what is listed here. */
import { blockCandidates, shapeAnswer } from '../../../../../../local/azure/openai/calls/answer.ts';
import { narrow, opus } from '../../../../../calls/caller.ts';
import { useVoice } from './voice.ts';

const voice = useVoice();

/** Azure's, of 2026-07-24 (pydantic-ai's recording); addresses, keys and fingerprint replaced. */
const RECORDED = [
  'v=0',
  'o=- 2373039095713856808 1784852237 IN IP4 0.0.0.0',
  's=-',
  't=0 0',
  'a=msid-semantic:WMS *',
  'a=fingerprint:sha-256 AA:BB',
  'a=group:BUNDLE 0 1',
  'm=audio 9 UDP/TLS/RTP/SAVPF 96 0 8',
  'c=IN IP4 0.0.0.0',
  'a=setup:active',
  'a=mid:0',
  'a=ice-ufrag:12345678/realtime-api-vmss-prod-eastus2-4000005',
  'a=ice-pwd:12345678901234567890123456789012',
  'a=rtcp-mux',
  'a=rtcp-rsize',
  'a=rtpmap:96 opus/48000/2',
  'a=fmtp:96 minptime=10;useinbandfec=1',
  'a=rtpmap:0 PCMU/8000',
  'a=rtpmap:8 PCMA/8000',
  'a=ssrc:2507504125 cname:realtimeapi',
  'a=ssrc:2507504125 msid:realtimeapi audio',
  'a=ssrc:2507504125 mslabel:realtimeapi',
  'a=ssrc:2507504125 label:audio',
  'a=msid:realtimeapi audio',
  'a=sendrecv',
  'a=candidate:251932399 1 udp 2130706431 203.0.113.10 3478 typ host ufrag 12345678/realtime-api-vmss-prod-eastus2-4000005',
  'a=candidate:251932399 2 udp 2130706431 203.0.113.10 3478 typ host ufrag 12345678/realtime-api-vmss-prod-eastus2-4000005',
  'a=candidate:3002556175 1 tcp 1671430143 203.0.113.10 3478 typ host tcptype passive ufrag 12345678/realtime-api-vmss-prod-eastus2-4000005',
  'a=candidate:3002556175 2 tcp 1671430143 203.0.113.10 3478 typ host tcptype passive ufrag 12345678/realtime-api-vmss-prod-eastus2-4000005',
  'a=end-of-candidates',
  'm=application 9 UDP/DTLS/SCTP webrtc-datachannel',
  'c=IN IP4 0.0.0.0',
  'a=setup:active',
  'a=mid:1',
  'a=sendrecv',
  'a=sctp-port:5000',
  'a=max-message-size:1073741823',
  'a=ice-ufrag:12345678/realtime-api-vmss-prod-eastus2-4000005',
  'a=ice-pwd:12345678901234567890123456789012',
];

/** As the recorded offer: `96 9 0 8`, of which G.722 is not answered. */
const OFFERED = [opus(), narrow('G722', 9), narrow('PCMU', 0), narrow('PCMA', 8)];

/** What is another in each call: numbers, keys, addresses, and the name of a server. */
function toStructure(lines: readonly string[]): readonly string[] {
  return lines.map((line) =>
    line
      .replace(/^o=- \d{19} \d{10} /, 'o=- <id> <time> ')
      .replace(/^(a=fingerprint:sha-256) [0-9A-F:]+$/, '$1 <fingerprint>')
      .replace(/\b\w{8}\/realtime-api-[\w-]+/, '<ufrag>')
      .replace(/^(a=ice-pwd:).{32}$/, '$1<pwd>')
      .replace(/^(a=ssrc:)\d+/, '$1<ssrc>')
      .replace(
        /^a=candidate:\w+ (\d) (udp|tcp) \d+ [\d.]+ \d+/,
        'a=candidate:<foundation> $1 $2 <priority> <address> <port>',
      ),
  );
}

/** The session, then each medium by its kind. */
function toSections(structure: readonly string[]): readonly string[][] {
  const sections: string[][] = [[]];
  for (const line of structure) {
    if (line.startsWith('m=')) sections.push([]);
    sections.at(-1)?.push(line);
  }
  return sections;
}

/** `-` is the recording's alone, `+` is ours. */
function toDifferences(recorded: readonly string[], ours: readonly string[]): readonly string[] {
  return [
    ...recorded.filter((line) => !ours.includes(line)).map((line) => `- ${line}`),
    ...ours.filter((line) => !recorded.includes(line)).map((line) => `+ ${line}`),
  ];
}

test('to an offer like the recorded one the answer has the recorded lines, and these differences', async () => {
  const { answer } = await voice.call({ codecs: OFFERED });
  const lines = answer.split('\r\n');
  expect(lines.pop()).toBe('');
  const [recorded, ours] = [toSections(toStructure(RECORDED)), toSections(toStructure(lines))];
  expect(ours).toHaveLength(recorded.length);
  const differences = ours.map((section, index) => toDifferences(recorded[index] ?? [], section));
  expect(differences).toEqual([
    [],
    [
      // One component, because of rtcp-mux, and no TCP.
      '- a=candidate:<foundation> 2 udp <priority> <address> <port> typ host ufrag <ufrag>',
      '- a=candidate:<foundation> 1 tcp <priority> <address> <port> typ host tcptype passive ufrag <ufrag>',
      '- a=candidate:<foundation> 2 tcp <priority> <address> <port> typ host tcptype passive ufrag <ufrag>',
      // By which the user is heard.
      '+ a=extmap:1 urn:ietf:params:rtp-hdrext:ssrc-audio-level',
    ],
    [],
  ]);
  for (const [index, section] of ours.entries()) {
    const common = (recorded[index] ?? []).filter((line) => section.includes(line));
    expect(section.filter((line) => common.includes(line))).toEqual(common);
  }
});

test('payload types are those of the offer, whatever they are', async () => {
  const { answer } = await voice.call();
  expect(answer).toContain('m=audio 9 UDP/TLS/RTP/SAVPF 96\r\n');
});

test('the only address is 127.0.0.1', async () => {
  const { answer } = await voice.call();
  const addresses = answer.match(/\b\d{1,3}(?:\.\d{1,3}){3}\b/g) ?? [];
  expect(new Set(addresses)).toEqual(new Set(['0.0.0.0', '127.0.0.1']));
});

const WERIFT = [
  'v=0',
  'o=- 1 0 IN IP4 0.0.0.0',
  's=-',
  't=0 0',
  'a=group:BUNDLE data',
  'm=application 9 UDP/DTLS/SCTP webrtc-datachannel',
  'a=candidate:x 1 udp 5 127.0.0.1 40000 typ host generation 0 ufrag u',
  'a=end-of-candidates',
  'a=mid:data',
  'm=audio 0 UDP/TLS/RTP/SAVPF 9',
  'a=mid:sound',
  'm=video 0 UDP/TLS/RTP/SAVPF 120',
  'a=mid:picture',
  '',
].join('\r\n');

test('sections stay in the order of the offer, and candidates are in the one that speaks for its bundle', () => {
  const lines = shapeAnswer(WERIFT, 0).split('\r\n');
  expect(lines.filter((line) => /^(?:m=|a=mid|a=candidate)/.test(line))).toEqual([
    'm=application 9 UDP/DTLS/SCTP webrtc-datachannel',
    'a=mid:data',
    'a=candidate:x 1 udp 5 127.0.0.1 40000 typ host ufrag u',
    'm=audio 0 UDP/TLS/RTP/SAVPF 9',
    'a=mid:sound',
    'm=video 0 UDP/TLS/RTP/SAVPF 120',
    'a=mid:picture',
  ]);
});

test('blocked candidates lead to a port that a browser tries and nothing uses, and nothing else is another', () => {
  const shaped = shapeAnswer(WERIFT, 0);
  const blocked = blockCandidates(shaped);
  expect(blocked).toContain('127.0.0.1 1024 typ host');
  expect(blocked.replace('127.0.0.1 1024 typ', '127.0.0.1 40000 typ')).toBe(shaped);
});
