/** What the service says on the data channel, in the types of OpenAI's own SDK: what does not fit does not compile. */
import type {
  ConversationItem,
  ConversationItemInputAudioTranscriptionFailedEvent as FailedTranscription,
  RealtimeServerEvent,
  RealtimeConversationItemUserMessage as UserMessage,
} from 'openai/resources/realtime/realtime';

/** Nothing is transcribed, for which the service has a null and the SDK's type nothing. */
interface SpokenMessage extends Omit<UserMessage, 'content'> {
  readonly content: readonly [{ readonly type: 'input_audio'; readonly transcript: null }];
}

export type Item = (ConversationItem | SpokenMessage) & { readonly id: string };

type SessionEventType = 'session.created' | 'session.updated';

type Ours<Event> = Event extends { item: ConversationItem }
  ? Omit<Event, 'event_id' | 'item'> & { readonly item: Item }
  : Event extends unknown
    ? Omit<Event, 'event_id'>
    : never;

export type ServerEvent =
  | Ours<Exclude<RealtimeServerEvent, { type: SessionEventType | FailedTranscription['type'] }>>
  /** Azure's has a null where the SDK says that there is none, as recorded (docs/azure.md#client_secrets). */
  | (Omit<FailedTranscription, 'event_id' | 'error'> & {
      readonly error: { readonly type: string; readonly code: string; readonly message: string; readonly param: null };
    })
  | { readonly type: SessionEventType; readonly session: Readonly<Record<string, unknown>> };

/** Gives the event its id and sends it. */
export type Emit = (event: ServerEvent) => void;

/** Why a client's event was refused. */
export interface EventError {
  readonly code: string;
  readonly message: string;
  readonly param: string | null;
}

export function toErrorEvent({ code, message, param }: EventError, clientEventId: string | null): ServerEvent {
  return { type: 'error', error: { type: 'invalid_request_error', code, message, param, event_id: clientEventId } };
}
