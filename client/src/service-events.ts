/** What the service tells over the data channel that a call itself has to know. */
import { readObject } from './ask.ts';
import type { RealtimeEvent } from './call.ts';
import type { Ports } from './ports.ts';

export interface ServiceFacts {
  /** When it first said that it plays its answer, in milliseconds since the epoch. */
  answerBeganAt: number | undefined;
  /** By when the service itself ends the session. */
  endsAt: number | undefined;
}

/** Of Realtime, and of Live, whose answer has no other beginning. */
const BEGINS = /^(?:output_audio_buffer\.started|session\.output_transcript\.delta)$/;

/** `undefined` for what is no event. */
export function readEvent(data: string): RealtimeEvent | undefined {
  const event = readObject(data);
  const { type } = event;
  return typeof type === 'string' ? { ...event, type } : undefined;
}

export function noteFacts(facts: ServiceFacts, event: RealtimeEvent, { now }: Pick<Ports, 'now'>): void {
  if (BEGINS.test(event.type)) facts.answerBeganAt ??= now();
  if (!/^session\.(?:created|started)$/.test(event.type)) return;
  const { expires_at: expiresAt } = Object(event['session']);
  if (typeof expiresAt === 'number') facts.endsAt ??= expiresAt * 1_000;
}
