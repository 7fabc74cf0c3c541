/** The few of the browser’s many statistics that tell how a call is (W3C webrtc-stats). */

/** How the line is. What the browser has not measured yet is absent. */
export interface CallStats {
  readonly roundTripMs?: number;
  readonly jitterMs?: number;
  /** Of the packets towards this page, since the start. */
  readonly lostPercent?: number;
  /** Of sound, towards this page. */
  readonly packetsReceived: number;
  /** Sound that a person hears has come. */
  readonly isAudible: boolean;
  /** Energy of what the microphone heard: level squared times seconds. */
  readonly microphoneEnergy?: number;
  /** `udp` or `tcp`, once there is a connection. */
  readonly protocol?: string;
}

/** A row of an `RTCStatsReport`. */
export type StatsRow = Readonly<Record<string, unknown>>;

const AUDIBLE_LEVEL = 0.005;
/** 100 ms at that level. */
const AUDIBLE_ENERGY = AUDIBLE_LEVEL ** 2 / 10;

export async function readStatsRows(peer: Pick<RTCPeerConnection, 'getStats'>): Promise<ReadonlyMap<string, StatsRow>> {
  const rows = new Map<string, StatsRow>();
  (await peer.getStats()).forEach((row: StatsRow & { readonly id: string }) => {
    rows.set(row.id, row);
  });
  return rows;
}

export function toCallStats(rows: ReadonlyMap<string, StatsRow>): CallStats {
  const ofKind = (type: string) =>
    [...rows.values()].find((row) => row['type'] === type && row['kind'] === 'audio') ?? {};
  const inbound = ofKind('inbound-rtp');
  const pair = pairInUse(rows);
  const energy = ofKind('media-source')['totalAudioEnergy'];
  const seconds = pair['currentRoundTripTime'];
  const jitter = inbound['jitter'];
  const packetsReceived = asNumber(inbound['packetsReceived']);
  const lost = Math.max(0, asNumber(inbound['packetsLost']));
  const protocol = rows.get(String(pair['localCandidateId']))?.['protocol'];
  return {
    ...(typeof seconds === 'number' ? { roundTripMs: seconds * 1_000 } : {}),
    ...(typeof jitter === 'number' ? { jitterMs: jitter * 1_000 } : {}),
    ...(packetsReceived + lost > 0 ? { lostPercent: (100 * lost) / (packetsReceived + lost) } : {}),
    packetsReceived,
    isAudible:
      asNumber(inbound['audioLevel']) > AUDIBLE_LEVEL || asNumber(inbound['totalAudioEnergy']) > AUDIBLE_ENERGY,
    ...(typeof energy === 'number' ? { microphoneEnergy: energy } : {}),
    ...(typeof protocol === 'string' ? { protocol } : {}),
  };
}

/** The pair of candidates in use; `{}` before there is one. */
export function pairInUse(rows: ReadonlyMap<string, StatsRow>): StatsRow {
  const all = [...rows.values()];
  const transport = all.find((row) => row['type'] === 'transport') ?? {};
  const isInUse = (row: StatsRow) =>
    row['type'] === 'candidate-pair' && row['nominated'] === true && row['state'] === 'succeeded';
  return rows.get(String(transport['selectedCandidatePairId'])) ?? all.find(isInUse) ?? {};
}

function asNumber(value: unknown): number {
  return typeof value === 'number' ? value : 0;
}
