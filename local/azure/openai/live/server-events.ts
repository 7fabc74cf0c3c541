/** What a session of GPT-Live says, in the types of OpenAI's own SDK: what does not fit does not compile. */
import type { ServerEvent as SdkEvent } from 'openai/resources/live/live';
import type { ClosedReason } from '../calls/ended-calls.ts';

/** The session as its creator set it, its texts included. */
export type SessionResource = Readonly<Record<string, unknown>>;

type SessionEventType = 'session.started' | 'session.updated' | 'session.closed';
type Ours<Event> = Event extends { readonly type: SessionEventType | `transport.${string}` }
  ? never
  : Event extends unknown
    ? Omit<Event, 'event_id'>
    : never;

export type ServerEvent =
  | Ours<SdkEvent>
  | {
      readonly type: 'session.started' | 'session.updated';
      readonly session: SessionResource;
      readonly client_event_id?: string;
    }
  | {
      readonly type: 'session.closed';
      readonly session: SessionResource;
      readonly reason: ClosedReason;
      readonly usage?: { readonly seconds: number };
    };

/** Why a client's event was refused. */
export interface EventError {
  readonly code: string;
  readonly message: string;
  readonly param?: string;
}

export function toErrorEvent({ code, message, param }: EventError, clientEventId: string | undefined): ServerEvent {
  return {
    type: 'error',
    error: {
      type: 'invalid_request_error',
      code,
      message,
      ...(param !== undefined && { param }),
      ...(clientEventId !== undefined && { client_event_id: clientEventId }),
    },
  };
}
