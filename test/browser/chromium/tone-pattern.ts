/** What the fake microphone hears: tones that follow each other with short gaps. */

export interface TonePattern {
  /** Of silence before the first tone. */
  readonly leadMs: number;
  readonly hertz: readonly number[];
  /** Of silence after the last. */
  readonly pauseMs: number;
}

const RATE = 48_000;
const TONE_MS = 110;
/** Shorter than what ends a turn. */
const GAP_MS = 30;
/** A tone that starts at once is a click. */
const FADE_MS = 8;
const AMPLITUDE = 0.5 * 0x7fff;

/** WAV: 16 bit, mono. */
export function createToneWav({ leadMs, hertz, pauseMs }: TonePattern): Buffer {
  const tones = hertz.flatMap((frequency, index) => [silence(index === 0 ? leadMs : GAP_MS), tone(frequency)]);
  const samples = Buffer.concat([...tones, silence(pauseMs)]);
  const header = Buffer.alloc(44);
  header.write('RIFF', 0);
  header.writeUInt32LE(36 + samples.length, 4);
  header.write('WAVEfmt ', 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(RATE, 24);
  header.writeUInt32LE(RATE * 2, 28);
  header.writeUInt16LE(2, 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36);
  header.writeUInt32LE(samples.length, 40);
  return Buffer.concat([header, samples]);
}

function silence(ms: number): Buffer {
  return Buffer.alloc(toSamples(ms) * 2);
}

function tone(hertz: number): Buffer {
  const count = toSamples(TONE_MS);
  const fade = toSamples(FADE_MS);
  const buffer = Buffer.alloc(count * 2);
  for (let index = 0; index < count; index += 1) {
    const envelope = Math.min(1, index / fade, (count - index) / fade);
    const value = Math.sin((2 * Math.PI * hertz * index) / RATE) * AMPLITUDE * envelope;
    buffer.writeInt16LE(Math.round(value), index * 2);
  }
  return buffer;
}

function toSamples(ms: number): number {
  return Math.round((RATE * ms) / 1_000);
}
