/** The few of the browser's many statistics that tell how a call is (W3C webrtc-stats). */
import type { LinkQuality } from './call-state.ts';
import type { Fact } from './stage.ts';

export interface PeerStats {
  readonly quality: LinkQuality;
  /** The pair of candidates in use, and what DTLS agreed on. */
  readonly link: readonly Fact[];
  /** In one line. */
  readonly pair?: string;
  /** Packets of sound have come. */
  readonly hasArrived: boolean;
  /** Sound that a person hears has come. */
  readonly isAudible: boolean;
}

type Row = Readonly<Record<string, unknown>>;

const AUDIBLE_LEVEL = 0.005;
/** Of `totalAudioEnergy`, level squared times seconds: 100 ms at the level above. */
const AUDIBLE_ENERGY = AUDIBLE_LEVEL ** 2 / 10;

export async function readPeerStats(peer: Pick<RTCPeerConnection, 'getStats'>): Promise<PeerStats> {
  const rows = new Map<string, Row>();
  (await peer.getStats()).forEach((row: Row & { readonly id: string }) => {
    rows.set(row.id, row);
  });
  const all = [...rows.values()];
  const ofType = (type: string) => all.find((row) => row['type'] === type);
  const transport = ofType('transport') ?? {};
  const pair = rows.get(asText(transport['selectedCandidatePairId'])) ?? all.find(isInUse) ?? {};
  const inbound = all.find((row) => row['type'] === 'inbound-rtp' && row['kind'] === 'audio') ?? {};
  const [local, remote] = ['localCandidateId', 'remoteCandidateId'].map((id) => rows.get(asText(pair[id])));
  return {
    quality: qualityOf(pair, inbound),
    link: describeLink(transport, local, remote),
    ...(local && remote ? { pair: `${shortCandidate(local)} to ${shortCandidate(remote)}` } : {}),
    hasArrived: asNumber(inbound['packetsReceived']) > 0,
    isAudible:
      asNumber(inbound['audioLevel']) > AUDIBLE_LEVEL || asNumber(inbound['totalAudioEnergy']) > AUDIBLE_ENERGY,
  };
}

function isInUse(row: Row): boolean {
  return row['type'] === 'candidate-pair' && row['nominated'] === true && row['state'] === 'succeeded';
}

function qualityOf(pair: Row, inbound: Row): LinkQuality {
  const seconds = pair['currentRoundTripTime'];
  const jitter = inbound['jitter'];
  const received = asNumber(inbound['packetsReceived']);
  const lost = Math.max(0, asNumber(inbound['packetsLost']));
  return {
    ...(typeof seconds === 'number' ? { roundTripMs: seconds * 1_000 } : {}),
    ...(typeof jitter === 'number' ? { jitterMs: jitter * 1_000 } : {}),
    ...(received + lost > 0 ? { lostPercent: (100 * lost) / (received + lost) } : {}),
  };
}

function describeLink(transport: Row, local: Row | undefined, remote: Row | undefined): readonly Fact[] {
  return [
    ['This page', local && longCandidate(local)],
    ['The service', remote && longCandidate(remote)],
    ['DTLS', transport['dtlsState']],
    ['TLS version', tlsName(asText(transport['tlsVersion']))],
    ['Cipher', transport['dtlsCipher']],
    ['Media cipher', transport['srtpCipher']],
  ].flatMap(([name, value]) =>
    typeof name === 'string' && typeof value === 'string' && value !== '' ? [{ name, value }] : [],
  );
}

function shortCandidate(row: Row): string {
  return `${asText(row['candidateType'])} ${asText(row['protocol'])}`;
}

function longCandidate(row: Row): string {
  const address = asText(row['address'] ?? row['ip']) || '(hidden by the browser)';
  return `${shortCandidate(row)} ${address}:${asNumber(row['port'])}`;
}

/** `FEFD` is DTLS 1.2, `FEFC` DTLS 1.3 (RFC 6347, RFC 9147). */
function tlsName(version: string): string {
  return { FEFD: 'DTLS 1.2', FEFC: 'DTLS 1.3' }[version] ?? version;
}

function asText(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function asNumber(value: unknown): number {
  return typeof value === 'number' ? value : 0;
}
