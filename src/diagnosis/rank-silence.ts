/** Which cause of silence comes first, by what was measured: sound that never came is not kept back by the browser. */
import type { BrowserEntry, Cause } from './catalogue-entry.ts';

export interface HeardFacts {
  /** Of sound, towards the page. */
  readonly packetsReceived?: number;
  /** The element that plays the answer is not paused. */
  readonly isPlaying?: boolean;
}

/** Any other entry, and one about which nothing was measured, comes back as it is. */
export function rankSilence(entry: BrowserEntry, { packetsReceived, isPlaying }: HeardFacts): BrowserEntry {
  if (entry.id !== 'silent-answer' || packetsReceived === undefined) return entry;
  const weigh = ({ id }: Cause): number => {
    if (packetsReceived === 0) return Number(id === 'no-packets') - Number(id === 'autoplay');
    return id === 'no-packets' || (id === 'autoplay' && isPlaying === true) ? -1 : 0;
  };
  const [first, ...rest] = entry.causes.toSorted((a, b) => weigh(b) - weigh(a));
  return first ? { ...entry, causes: [first, ...rest] } : entry;
}
