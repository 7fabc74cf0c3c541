/** What was measured while nothing was heard, in a sentence that agrees with the cause that it puts first. */
import type { HeardFacts } from '../../../src/diagnosis/rank-silence.ts';

/** @param otherwise what is said where nothing was measured. */
export function describeSilence(
  { packetsReceived, isPlaying, outputModalities }: HeardFacts,
  otherwise: string,
): string {
  if (outputModalities !== undefined && !outputModalities.includes('audio')) {
    return 'The service has answered, and its session has no audio in output_modalities.';
  }
  if (packetsReceived === undefined) return otherwise;
  if (packetsReceived === 0) return 'The service says that it speaks, and no packet of sound has arrived.';
  return isPlaying === false
    ? `${packetsReceived} packets of sound have arrived, and the page’s audio element is paused.`
    : otherwise;
}
