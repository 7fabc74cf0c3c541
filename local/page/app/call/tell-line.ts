/** What the line of a call shows of itself: its offer, its pair of candidates, its channel, its quality. */
import { readStatsRows, toCallStats } from '../../../../client/src/call-stats.ts';
import type { Line } from '../../../../client/src/line.ts';
import type { CallEvent } from './call-event.ts';
import { toLinkFacts } from './link-facts.ts';
import type { CallPorts } from './ports.ts';
import { redactText } from './redact-value.ts';
import { describeSdp } from './sdp-facts.ts';
import type { StageTeller } from './stage-teller.ts';

const POLL_MS = 1_000;

export function tellOffer(tell: StageTeller, { peer }: Line): void {
  const sdp = peer.localDescription?.sdp ?? '';
  tell.note('Sound both ways, and events');
  tell.facts(describeSdp(sdp));
  tell.text('Offer', redactText(sdp));
}

/** Asked before the line may be closed: a peer that is being closed has no statistics any more. */
export async function tellLink(tell: StageTeller, { peer }: Line): Promise<void> {
  const rows = await readStatsRows(peer).catch(() => undefined);
  if (!rows) return;
  const { facts, protocol } = toLinkFacts(rows);
  tell.facts(facts);
  if (peer.connectionState === 'connected')
    tell.note(protocol === undefined ? 'Connected' : `Encrypted, over ${protocol}`);
}

export function tellChannel(tell: StageTeller, { channel }: Line): void {
  tell.note(channel.label);
  tell.facts([
    { name: 'Label', value: channel.label },
    { name: 'Ordered', value: channel.ordered ? 'yes' : 'no' },
    ...(channel.id === null ? [] : [{ name: 'Stream', value: String(channel.id) }]),
  ]);
}

/** Each second, as long as the line is open. */
export async function tellQuality(
  { wait }: Pick<CallPorts, 'wait'>,
  { peer }: Line,
  tell: (event: CallEvent) => void,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    const stats = await readStatsRows(peer).then(toCallStats, () => undefined);
    if (stats && !signal.aborted) {
      const { roundTripMs, jitterMs, lostPercent } = stats;
      const quality = {
        ...(roundTripMs === undefined ? {} : { roundTripMs }),
        ...(jitterMs === undefined ? {} : { jitterMs }),
        ...(lostPercent === undefined ? {} : { lostPercent }),
      };
      tell({ type: 'quality', quality });
    }
    await wait(POLL_MS, signal);
  }
}
