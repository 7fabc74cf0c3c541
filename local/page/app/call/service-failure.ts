/** What the service itself says went wrong, in an event of the data channel. The call goes on, unless a Live session says that it is closed. */
import type { RealtimeEvent } from '../../../../client/src/call.ts';
import { toEventSymptom } from '../../../../client/src/event-symptom.ts';
import { recogniseEvent } from '../../../../src/diagnosis/recognise.ts';
import type { Failure } from './failure.ts';
import { redactText } from './redact-value.ts';

export function readServiceFailure(event: RealtimeEvent): Failure | undefined {
  const { message, ...symptom } = toEventSymptom(event);
  const { reason } = event;
  const isClosed = event.type === 'session.closed' && typeof reason === 'string';
  const seen = {
    ...symptom,
    ...(isClosed ? { code: reason } : {}),
    ...(message === undefined ? {} : { message: redactText(message) }),
  };
  return recogniseEvent(seen) ? { kind: 'event', event: seen } : undefined;
}
