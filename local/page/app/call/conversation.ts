/** Reads the conversation out of the data channel's events: who is heard, what was said, how fast the answer came. */

/** A part of the conversation, said or typed. */
export interface Turn {
  readonly who: 'you' | 'answer';
  readonly text: string;
  readonly isOver: boolean;
}

export interface Conversation {
  readonly turns: readonly Turn[];
  /** Who is heard at the moment, as the service tells it. */
  readonly speaker?: 'you' | 'answer';
  /** When the last spoken turn ended. */
  readonly silentSinceMs?: number;
  /** From there to the start of its answer. */
  readonly answeredAfterMs?: number;
}

export interface ServiceEvent {
  readonly type?: unknown;
  readonly delta?: unknown;
  readonly transcript?: unknown;
  readonly text?: unknown;
}

export const NO_CONVERSATION: Conversation = { turns: [] };
const MAX_TURNS = 40;

/** `event` as parsed; the conversation comes back as it is where nothing changed. */
export function followConversation(conversation: Conversation, event: ServiceEvent, atMs: number): Conversation {
  switch (event.type) {
    case 'input_audio_buffer.speech_started':
      return { ...conversation, speaker: 'you' };
    case 'input_audio_buffer.speech_stopped':
      return { ...withoutSpeaker(conversation, 'you'), silentSinceMs: atMs };
    case 'output_audio_buffer.started':
      return answered(conversation, atMs);
    case 'output_audio_buffer.stopped':
    case 'output_audio_buffer.cleared':
      return withoutSpeaker(conversation, 'answer');
    case 'conversation.item.input_audio_transcription.completed':
      return withWords(conversation, asText(event.transcript));
    case 'response.output_audio_transcript.delta':
    case 'response.output_text.delta':
      return withAnswer(conversation, (before) => ({ text: before + asText(event.delta), isOver: false }));
    case 'response.output_audio_transcript.done':
    case 'response.output_text.done':
      return withAnswer(conversation, () => ({ text: asText(event.transcript ?? event.text), isOver: true }));
    case 'session.input_transcript.delta':
      return withDelta(conversation, 'you', asText(event.delta));
    case 'session.output_transcript.delta':
      return withDelta(conversation, 'answer', asText(event.delta));
    default:
      return conversation;
  }
}

/** What the person said, or typed. A transcript may come late: it belongs before the answer that has begun. */
export function withWords(conversation: Conversation, text: string): Conversation {
  if (text === '') return conversation;
  const { turns } = conversation;
  const at = turns.at(-1)?.isOver === false ? turns.length - 1 : turns.length;
  return {
    ...conversation,
    turns: keep([...turns.slice(0, at), { who: 'you', text, isOver: true }, ...turns.slice(at)]),
  };
}

/** Of GPT-Live, whose transcripts have no end: a turn grows until the other side says something. */
function withDelta(conversation: Conversation, who: Turn['who'], delta: string): Conversation {
  if (delta === '') return conversation;
  const { turns } = conversation;
  const last = turns.at(-1);
  const grown = { who, text: (last?.who === who ? last.text : '') + delta, isOver: true };
  return { ...conversation, turns: keep([...(last?.who === who ? turns.slice(0, -1) : turns), grown]) };
}

/** Only the last turn can be an answer that still grows. */
function withAnswer(conversation: Conversation, next: (before: string) => Pick<Turn, 'text' | 'isOver'>): Conversation {
  const { turns } = conversation;
  const growing = turns.at(-1)?.isOver === false ? turns.at(-1) : undefined;
  const turn: Turn = { who: 'answer', ...next(growing?.text ?? '') };
  if (turn.text === '') return conversation;
  return { ...conversation, turns: keep([...(growing ? turns.slice(0, -1) : turns), turn]) };
}

function answered({ silentSinceMs, ...conversation }: Conversation, atMs: number): Conversation {
  const measured = silentSinceMs === undefined ? {} : { answeredAfterMs: Math.round(atMs - silentSinceMs) };
  return { ...conversation, ...measured, speaker: 'answer' };
}

function withoutSpeaker({ speaker, ...conversation }: Conversation, who: 'you' | 'answer'): Conversation {
  return speaker === undefined || speaker === who ? conversation : { ...conversation, speaker };
}

function keep(turns: readonly Turn[]): readonly Turn[] {
  return turns.slice(-MAX_TURNS);
}

function asText(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
