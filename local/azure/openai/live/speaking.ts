/** The parrot's voice: one utterance after the other, told in fragments as they are heard. It speaks on while it listens. */
import { PACKET_MS } from '../calls/hearing.ts';
import { toDeltas } from '../calls/output.ts';
import type { Playback } from '../calls/playback.ts';
import { fragmentMs, type Transcript } from './transcript.ts';

export interface Speaking {
  /** Silence for as long as it would take to say. */
  say(text: string): void;
  /** Somebody's own voice, played back. */
  repeat(packets: readonly Buffer[]): void;
  /** Ends what is said, and what would be. */
  cut(): void;
}

interface Utterance {
  readonly packets: readonly Buffer[];
  readonly fragments: readonly Fragment[];
}

interface Fragment {
  readonly delta: string;
  readonly ms: number;
  /** Of the packets that have been spoken by then. */
  readonly endsAt: number;
}

const VOICE_WORDS = toDeltas('This is your own voice, played back; nobody has transcribed it. ');
/** What comes while more is waiting is not said. */
const MAX_WAITING = 8;

export function createSpeaking(playback: Playback, transcript: Transcript, silence: Buffer): Speaking {
  let waiting: readonly Utterance[] = [];
  let isSpeaking = false;

  function next(): void {
    const [utterance, ...rest] = waiting;
    waiting = rest;
    isSpeaking = utterance !== undefined;
    if (!utterance) return;
    let told = 0;
    playback.play(utterance.packets, next, (count) => {
      const fragment = utterance.fragments[told];
      if (!fragment || count < fragment.endsAt) return;
      told += 1;
      transcript.tell(fragment.delta, fragment.ms);
    });
  }

  function add(utterance: Utterance): void {
    if (waiting.length < MAX_WAITING) waiting = [...waiting, utterance];
    if (!isSpeaking) next();
  }

  return {
    say(text) {
      const fragments = toFragments(toDeltas(text));
      add({ fragments, packets: Array.from({ length: fragments.at(-1)?.endsAt ?? 0 }, () => silence) });
    },
    repeat(packets) {
      add({ fragments: toFragments(wordsFor(packets.length * PACKET_MS)), packets });
    },
    cut() {
      waiting = [];
      isSpeaking = false;
      playback.cut();
    },
  };
}

function toFragments(deltas: readonly string[]): readonly Fragment[] {
  let endMs = 0;
  return deltas.map((delta, index) => {
    const ms = fragmentMs(index);
    endMs += ms;
    return { delta, ms, endsAt: endMs / PACKET_MS };
  });
}

/** As many as there is time for. */
function wordsFor(totalMs: number): readonly string[] {
  const words: string[] = [];
  for (let ms = fragmentMs(0); ms <= totalMs; ms += fragmentMs(words.length)) {
    words.push(VOICE_WORDS[words.length % VOICE_WORDS.length] ?? '');
  }
  return words;
}
