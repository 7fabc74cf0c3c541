import { toLinkFacts } from '../../../../../../local/page/app/call/link-facts.ts';

const PAIR = { id: 'p', type: 'candidate-pair', localCandidateId: 'l', remoteCandidateId: 'r' };
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

const rows = (...all: readonly { readonly id: string }[]) => new Map(all.map((row) => [row.id, { ...row }]));

test('names the pair in use and what DTLS agreed on', () => {
  expect(toLinkFacts(rows(TRANSPORT, PAIR, LOCAL, REMOTE))).toEqual({
    protocol: 'UDP',
    facts: [
      { name: 'This page', value: 'host udp (hidden by the browser):5000' },
      { name: 'The service', value: 'host udp 203.0.113.10:3478' },
      { name: 'DTLS', value: 'connected' },
      { name: 'TLS version', value: 'DTLS 1.2' },
    ],
  });
});

test('finds the pair in use where a browser has no transport statistics', () => {
  const nominated = { ...PAIR, nominated: true, state: 'succeeded' };
  expect(toLinkFacts(rows(nominated, LOCAL, REMOTE)).protocol).toBe('UDP');
  expect(toLinkFacts(rows(PAIR, LOCAL, REMOTE)).protocol).toBeUndefined();
});
