/**
 * Sound for sidebands, as OpenAI documents it: base64 of PCM, 16 bit, 24 kHz, both directions, frame by frame. Nothing
 * decodes Opus here, so it is silence for as long, and as large.
 */
import { PACKET_MS } from '../calls/hearing.ts';
import type { ServerEvent } from './server-events.ts';

const SAMPLES_PER_MS = 24;
const BYTES_PER_SAMPLE = 2;
const FRAME = Buffer.alloc(PACKET_MS * SAMPLES_PER_MS * BYTES_PER_SAMPLE).toString('base64');

export const HEARD_FRAME: ServerEvent = { type: 'session.input_audio.append', audio: FRAME };

export function toSpokenFrame(elapsedMs: number): ServerEvent {
  return { type: 'session.output_audio.delta', delta: FRAME, start_ms: elapsedMs, end_ms: elapsedMs + PACKET_MS };
}
