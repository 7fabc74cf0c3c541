/** The line itself in words: the pair of candidates in use, and what DTLS agreed on (W3C webrtc-stats). */
import { pairInUse, type StatsRow } from '../../../../client/src/call-stats.ts';
import type { Fact } from './stage.ts';

export interface LinkFacts {
  readonly facts: readonly Fact[];
  /** `UDP` or `TCP`, once there is a pair. */
  readonly protocol?: string;
}

export function toLinkFacts(rows: ReadonlyMap<string, StatsRow>): LinkFacts {
  const transport = [...rows.values()].find((row) => row['type'] === 'transport') ?? {};
  const pair = pairInUse(rows);
  const [local, remote] = ['localCandidateId', 'remoteCandidateId'].map((id) => rows.get(asText(pair[id])));
  return {
    facts: describeLink(transport, local, remote),
    ...(local && remote ? { protocol: asText(local['protocol']).toUpperCase() } : {}),
  };
}

function describeLink(transport: StatsRow, local: StatsRow | undefined, remote: StatsRow | undefined): readonly Fact[] {
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

function shortCandidate(row: StatsRow): string {
  return `${asText(row['candidateType'])} ${asText(row['protocol'])}`;
}

function longCandidate(row: StatsRow): string {
  const address = asText(row['address'] ?? row['ip']) || '(hidden by the browser)';
  return `${shortCandidate(row)} ${address}:${Number(row['port'] ?? 0)}`;
}

/** `FEFD` is DTLS 1.2, `FEFC` DTLS 1.3 (RFC 6347, RFC 9147). */
function tlsName(version: string): string {
  return { FEFD: 'DTLS 1.2', FEFC: 'DTLS 1.3' }[version] ?? version;
}

function asText(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
