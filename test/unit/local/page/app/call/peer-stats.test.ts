import { readPeerStats } from '../../../../../../local/page/app/call/peer-stats.ts';

const peer = (...rows: readonly { readonly id: string; readonly [member: string]: unknown }[]) => ({
  getStats: async () => new Map(rows.map((row) => [row.id, row])) as unknown as RTCStatsReport,
});

const PAIR = {
  id: 'p',
  type: 'candidate-pair',
  localCandidateId: 'l',
  remoteCandidateId: 'r',
  currentRoundTripTime: 0.02,
};
const LOCAL = { id: 'l', type: 'local-candidate', candidateType: 'host', protocol: 'udp', port: 5_000 };
const REMOTE = {
  id: 'r',
  type: 'remote-candidate',
  candidateType: 'host',
  protocol: 'udp',
  address: '203.0.113.10',
  port: 3_478,
};
const TRANSPORT = {
  id: 't',
  type: 'transport',
  selectedCandidatePairId: 'p',
  dtlsState: 'connected',
  tlsVersion: 'FEFD',
};

test('names the pair in use and what DTLS agreed on', async () => {
  const { pair, link, quality } = await readPeerStats(peer(TRANSPORT, PAIR, LOCAL, REMOTE));
  expect(pair).toBe('host udp to host udp');
  expect(link).toEqual([
    { name: 'This page', value: 'host udp (hidden by the browser):5000' },
    { name: 'The service', value: 'host udp 203.0.113.10:3478' },
    { name: 'DTLS', value: 'connected' },
    { name: 'TLS version', value: 'DTLS 1.2' },
  ]);
  expect(quality).toEqual({ roundTripMs: 20 });
});

test('finds the pair in use where a browser has no transport statistics', async () => {
  const nominated = { ...PAIR, nominated: true, state: 'succeeded' };
  expect((await readPeerStats(peer(nominated, LOCAL, REMOTE))).pair).toBe('host udp to host udp');
  expect((await readPeerStats(peer(PAIR, LOCAL, REMOTE))).pair).toBeUndefined();
});

test('counts what was lost against all that was sent', async () => {
  const inbound = { id: 'i', type: 'inbound-rtp', kind: 'audio', packetsReceived: 75, packetsLost: 25, jitter: 0.004 };
  expect((await readPeerStats(peer(inbound))).quality).toEqual({ lostPercent: 25, jitterMs: 4 });
});

test.each([
  ['no packet', {}, [false, false]],
  ['packets of silence', { packetsReceived: 9, audioLevel: 0 }, [true, false]],
  ['sound', { packetsReceived: 9, audioLevel: 0.1 }, [true, true]],
  ['sound that is over', { packetsReceived: 9, audioLevel: 0, totalAudioEnergy: 0.01 }, [true, true]],
])('hears %s', async (_name, members, [hasArrived, isAudible]) => {
  const stats = await readPeerStats(peer({ id: 'i', type: 'inbound-rtp', kind: 'audio', ...members }));
  expect([stats.hasArrived, stats.isAudible]).toEqual([hasArrived, isAudible]);
});
