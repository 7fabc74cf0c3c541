/** Asks for the statistics as long as the line is open: its quality, and whether anything is heard. */
import { browserFailure } from './failure.ts';
import type { OpenCall } from './open-call.ts';
import { type PeerStats, readPeerStats } from './peer-stats.ts';
import type { CallPorts } from './ports.ts';

const POLL_MS = 1_000;
/** Until the first sound, so that its time is worth something. */
const FAST_POLL_MS = 100;
/** From the service saying that it plays its answer to its first packet. */
const SILENCE_LIMIT_MS = 5_000;

export async function watchSound(
  { wait }: Pick<CallPorts, 'wait'>,
  { peer, tell, sinceStart, signal }: OpenCall,
  answerBeganAtMs: () => number | undefined,
): Promise<void> {
  let isWaiting = true;

  function judge({ isAudible, hasArrived }: PeerStats): void {
    const atMs = sinceStart();
    if (isAudible) {
      tell({ type: 'stage-told', stage: 'first-audio', note: 'the answer is heard' });
      tell({ type: 'stage-done', stage: 'first-audio', atMs });
      isWaiting = false;
      // Packets of silence are an answer too: the emulated service has no voice for what was typed.
    } else if (!hasArrived && atMs - (answerBeganAtMs() ?? atMs) > SILENCE_LIMIT_MS) {
      const failure = browserFailure('no_audio_back', 'The service plays its answer, and no packet of sound arrives.');
      tell({ type: 'stage-failed', stage: 'first-audio', atMs, failure });
      isWaiting = false;
    }
  }

  tell({ type: 'stage-started', stage: 'first-audio', atMs: sinceStart() });
  while (!signal.aborted) {
    // A peer that is being closed has no statistics any more; the next look is the last.
    const stats = await readPeerStats(peer).catch(() => undefined);
    if (stats && !signal.aborted) {
      tell({ type: 'quality', quality: stats.quality });
      if (isWaiting) judge(stats);
    }
    await wait(isWaiting ? FAST_POLL_MS : POLL_MS, signal);
  }
}
