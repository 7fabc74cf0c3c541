/** Turns that the person types. There is one response at a time: what was typed during one is answered after it. */
import type { RealtimeEvent } from '../../../../client/src/call.ts';

export interface TypedTurns {
  say(text: string): void;
  /** Of the service. */
  hear(event: RealtimeEvent): void;
}

export function createTypedTurns(send: (event: RealtimeEvent) => void): TypedTurns {
  let response: 'none' | 'active' | 'cancelled' = 'none';
  return {
    say(text) {
      const content = [{ type: 'input_text', text }];
      send({ type: 'conversation.item.create', item: { type: 'message', role: 'user', content } });
      if (response === 'none') send({ type: 'response.create' });
      if (response === 'active') {
        send({ type: 'response.cancel' });
        response = 'cancelled';
      }
    },
    hear({ type }) {
      if (type === 'response.created') response = 'active';
      if (type !== 'response.done') return;
      const isAwaited = response === 'cancelled';
      response = 'none';
      if (isAwaited) send({ type: 'response.create' });
    },
  };
}
