/**
 * Speaks recorded packets, one each 20 ms against an absolute clock: an interval would drift, and a late timer is made
 * up for by the next ones.
 */
import type { Peer } from './peer.ts';

export interface Playback {
  /**
   * One at a time: what plays is cut. `ended` is called when the last packet has left, and not after a cut; `spoken`
   * with the number of packets that have been heard, after each.
   */
  play(packets: readonly Buffer[], ended: () => void, spoken?: (count: number) => void): void;
  /** What plays ends here. */
  cut(): void;
  /** As `cut`, for good and without another packet. */
  stop(): void;
}

const PACKET_MS = 20;
/** A receiver stretches the last sound over what is missing; a little silence ends it 0.3 s earlier. */
const SILENCES_AFTER_CUT = 5;

export function createPlayback({ audio, speak }: Pick<Peer, 'audio' | 'speak'>): Playback {
  let sequenceNumber = Math.floor(Math.random() * 0x8000);
  let timestamp = Math.floor(Math.random() * 0x8000_0000);
  let nextAt = 0;
  let timer: NodeJS.Timeout | undefined;

  function sendPacket(payload: Buffer, isFirst: boolean): void {
    speak({ payload, sequenceNumber, timestamp, isFirst });
    sequenceNumber = (sequenceNumber + 1) % 0x1_0000;
    timestamp = (timestamp + audio.samplesPerPacket) % 0x1_0000_0000;
  }

  /** The time in which nothing was spoken has passed for the receiver as well. */
  function catchUp(): void {
    const now = performance.now();
    const missed = Math.max(0, Math.round((now - nextAt) / PACKET_MS));
    if (nextAt > 0) timestamp = (timestamp + missed * audio.samplesPerPacket) % 0x1_0000_0000;
    nextAt = now;
  }

  function stop(): void {
    clearTimeout(timer);
    timer = undefined;
  }

  function cut(): void {
    if (timer === undefined) return;
    stop();
    for (let index = 0; index < SILENCES_AFTER_CUT; index += 1) sendPacket(audio.silence, false);
    nextAt += SILENCES_AFTER_CUT * PACKET_MS;
  }

  return {
    play(packets, ended, spoken) {
      cut();
      catchUp();
      let index = 0;
      const step = (): void => {
        if (index > 0) spoken?.(index);
        const payload = packets[index];
        if (payload === undefined) {
          timer = undefined;
          ended();
          return;
        }
        sendPacket(payload, index === 0);
        index += 1;
        nextAt += PACKET_MS;
        timer = setTimeout(step, Math.max(0, nextAt - performance.now()));
      };
      timer = setTimeout(step, 0);
    },
    cut,
    stop,
  };
}
