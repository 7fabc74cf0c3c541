/** Which cause of silence comes first, by what was measured: sound that never came is not kept back by the browser. */
import type { BrowserEntry, Cause } from './catalogue-entry.ts';

export interface HeardFacts {
  /** Of sound, towards the page. */
  readonly packetsReceived?: number;
  /** The element that plays the answer is not paused. */
  readonly isPlaying?: boolean;
  /** Of the session, as text. */
  readonly outputModalities?: string;
}

/** Any other entry, and one about which nothing was measured, comes back as it is. */
export function rankSilence(entry: BrowserEntry, facts: HeardFacts): BrowserEntry {
  if (entry.id !== 'silent-answer') return entry;
  const weights = new Map(entry.causes.map(({ id }) => [id, weightOf(id, facts)]));
  if ([...weights.values()].every((weight) => weight === 0)) return entry;
  const [first, ...rest] = entry.causes.toSorted((a, b) => (weights.get(b.id) ?? 0) - (weights.get(a.id) ?? 0));
  return first ? { ...entry, causes: [first, ...rest] } : entry;
}

/** 1 for, -1 against, 0 where nothing was measured that tells. */
function weightOf(id: Cause['id'], { packetsReceived, isPlaying, outputModalities }: HeardFacts): number {
  switch (id) {
    case 'text-only':
      return judge(outputModalities, (modalities) => !modalities.includes('audio'));
    case 'no-packets':
      return judge(packetsReceived, (packets) => packets === 0);
    case 'autoplay':
      // Without packets there is nothing that the browser could keep back.
      return packetsReceived === 0 ? -1 : judge(isPlaying, (plays) => !plays);
    default:
      return 0;
  }
}

function judge<T>(seen: T | undefined, speaksFor: (seen: T) => boolean): number {
  if (seen === undefined) return 0;
  return speaksFor(seen) ? 1 : -1;
}
