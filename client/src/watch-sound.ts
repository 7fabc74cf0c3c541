/** Waits for the first sound of the answer: a line that is up and silent shows no other sign. */
import { browserError, type CallError } from './call-error.ts';
import { type CallStats, readStatsRows, toCallStats } from './call-stats.ts';
import type { Ports } from './ports.ts';

const POLL_MS = 100;
/** From the service saying that it plays its answer to its first packet that is played. */
const SILENCE_LIMIT_MS = 5_000;

export interface SoundWatch {
  readonly peer: RTCPeerConnection;
  /** When the service said so, in milliseconds since the epoch. */
  readonly answerBeganAt: () => number | undefined;
  readonly isPlaying: () => boolean;
  readonly signal: AbortSignal;
}

/** Resolves at the first sound, with what is wrong where none comes, or with nothing at the end of the call. */
export async function watchSound(
  { wait, now }: Pick<Ports, 'wait' | 'now'>,
  { peer, answerBeganAt, isPlaying, signal }: SoundWatch,
): Promise<'heard' | CallError | undefined> {
  while (!signal.aborted) {
    // A peer that is being closed has no statistics any more; the next look is the last.
    const stats = await readStats(peer);
    const { isAudible = false, packetsReceived = 1 } = stats ?? {};
    if (isAudible && isPlaying()) return 'heard';
    // Packets of silence are an answer too: what was typed may be answered by text.
    const isSilent = packetsReceived === 0 || isAudible;
    const isLate = now() - (answerBeganAt() ?? now()) > SILENCE_LIMIT_MS;
    if (isSilent && isLate && !signal.aborted) {
      return browserError('no_sound', { packetsReceived, isPlaying: isPlaying() });
    }
    await wait(POLL_MS, signal);
  }
  return undefined;
}

export async function readStats(peer: RTCPeerConnection): Promise<CallStats | undefined> {
  return readStatsRows(peer).then(toCallStats, () => undefined);
}
