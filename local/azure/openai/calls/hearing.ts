/**
 * Hears when the user speaks, by the level that the caller's own header extension tells: nothing is decoded. Time is
 * counted in packets of 20 ms, so that a slow machine hears the same turns as a fast one.
 */
import type { HeardPacket } from './peer.ts';

export interface TurnDetection {
  readonly silenceMs: number;
  readonly prefixMs: number;
}

export interface HearingObserver {
  started(atMs: number): void;
  /** The turn with what was just before it. */
  stopped(atMs: number, packets: readonly Buffer[]): void;
}

export interface Hearing {
  hear(packet: HeardPacket): void;
  /** What is kept so far, which is then forgotten. */
  take(): readonly Buffer[];
}

export const PACKET_MS = 20;
/** -dBov. Speech and tones are at 5 to 40, a quiet room at about 90. */
const LOUD = 45;
/** Shorter is a click. */
const PACKETS_TO_START = 3;
/** Half a minute; what a person says on goes unheard, and memory stays bounded. */
const MAX_PACKETS = 1_500;

export function isLoud({ level }: HeardPacket): boolean {
  return level !== undefined && level < LOUD;
}

/** @param detection `undefined` while turns are the client's to commit; asked for each packet, because it may change. */
export function createHearing(detection: () => TurnDetection | undefined, observer: HearingObserver): Hearing {
  let kept: Buffer[] = [];
  let count = 0;
  let loud = 0;
  let quiet = 0;
  let isSpeaking = false;

  function keep(payload: Buffer, limit: number): void {
    if (isSpeaking && kept.length >= limit) return;
    kept.push(payload);
    if (kept.length > limit) kept = kept.slice(-limit);
  }

  function follow(hasVoice: boolean, { silenceMs }: TurnDetection): void {
    loud = hasVoice ? loud + 1 : 0;
    quiet = hasVoice ? 0 : quiet + 1;
    if (!isSpeaking && loud >= PACKETS_TO_START) {
      isSpeaking = true;
      observer.started((count - PACKETS_TO_START) * PACKET_MS);
    } else if (isSpeaking && quiet * PACKET_MS >= silenceMs) {
      isSpeaking = false;
      const packets = kept;
      kept = [];
      observer.stopped(count * PACKET_MS, packets);
    }
  }

  return {
    hear(packet) {
      const { payload } = packet;
      count += 1;
      const turns = detection();
      if (!turns) {
        isSpeaking = false;
        keep(payload, MAX_PACKETS);
        return;
      }
      keep(payload, isSpeaking ? MAX_PACKETS : Math.ceil(turns.prefixMs / PACKET_MS) + PACKETS_TO_START);
      follow(isLoud(packet), turns);
    },
    take() {
      const packets = kept;
      kept = [];
      isSpeaking = false;
      return packets;
    },
  };
}
