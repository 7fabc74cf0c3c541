/** The parrot's ear: while somebody speaks it tells fragments, though nobody transcribes here, and then it has a turn. */
import { createHearing, isLoud, PACKET_MS } from '../calls/hearing.ts';
import { toDeltas } from '../calls/output.ts';
import type { HeardPacket } from '../calls/peer.ts';
import { fragmentMs, type Transcript } from './transcript.ts';

export interface Listening {
  hear(packet: HeardPacket): void;
}

const WORDS = toDeltas('Somebody says something, and nobody transcribes it here. ');
/** Nothing is documented of when a turn ends: GPT-Live listens all the time. */
const TURN = { silenceMs: 500, prefixMs: 300 } as const;
const MIN_FRAGMENT_MS = 100;

/** @param heard is called with each turn, when it has ended. */
export function createListening(transcript: Transcript, heard: (packets: readonly Buffer[]) => void): Listening {
  let isSpeaking = false;
  let told = 0;
  let untoldMs = 0;

  function tell(ms: number): void {
    transcript.tell(WORDS[told % WORDS.length] ?? '', ms);
    told += 1;
    untoldMs = 0;
  }

  const hearing = createHearing(() => TURN, {
    started() {
      isSpeaking = true;
      told = 0;
      untoldMs = 0;
    },
    stopped(_atMs, packets) {
      isSpeaking = false;
      if (untoldMs > 0 || told === 0) tell(Math.max(untoldMs, MIN_FRAGMENT_MS));
      heard(packets);
    },
  });

  return {
    hear(packet) {
      hearing.hear(packet);
      if (!isSpeaking || !isLoud(packet)) return;
      untoldMs += PACKET_MS;
      if (untoldMs >= fragmentMs(told)) tell(untoldMs);
    },
  };
}
