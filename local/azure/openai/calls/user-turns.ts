/** The user's spoken turns: from packets to items of the conversation, whether the service or the client ends them. */
import { createId } from '../ids.ts';
import type { Turns } from './call-session.ts';
import type { Conversation } from './conversation.ts';
import { createHearing, PACKET_MS } from './hearing.ts';
import type { HeardPacket } from './peer.ts';
import type { Emit, EventError, Item } from './server-events.ts';

export interface UserTurnsParts {
  readonly turns: () => Turns | undefined;
  readonly emit: Emit;
  readonly conversation: Conversation;
  readonly started: () => void;
  /** The user has stopped, and the turn is an item now. */
  readonly stopped: (itemId: string) => void;
}

export interface UserTurns {
  hear(packet: HeardPacket): void;
  /** The id of the new item, or why there is none. */
  commit(): string | EventError;
  clear(): void;
  /** Of the last spoken turn only: nobody asks for another. */
  voiceOf(itemId: string): readonly Buffer[] | undefined;
}

/** Reported, of OpenAI's own host. */
const MIN_COMMIT_MS = 100;

export function createUserTurns({ turns, emit, conversation, started, stopped }: UserTurnsParts): UserTurns {
  let speechId = createId('item');
  let last: { readonly id: string; readonly packets: readonly Buffer[] } | undefined;

  function add(id: string, packets: readonly Buffer[]): void {
    last = { id, packets };
    emit({ type: 'input_audio_buffer.committed', item_id: id, previous_item_id: conversation.lastId() });
    const item: Item = {
      id,
      object: 'realtime.item',
      type: 'message',
      role: 'user',
      status: 'completed',
      content: [{ type: 'input_audio', transcript: null }],
    };
    conversation.add(item);
    conversation.finish(item);
  }

  const hearing = createHearing(turns, {
    started(audio_start_ms) {
      speechId = createId('item');
      emit({ type: 'input_audio_buffer.speech_started', audio_start_ms, item_id: speechId });
      started();
    },
    stopped(audio_end_ms, packets) {
      const id = speechId;
      emit({ type: 'input_audio_buffer.speech_stopped', audio_end_ms, item_id: id });
      add(id, packets);
      stopped(id);
    },
  });

  return {
    hear: hearing.hear,
    commit() {
      const packets = hearing.take();
      const ms = packets.length * PACKET_MS;
      if (ms < MIN_COMMIT_MS) return tooSmall(ms);
      const id = createId('item');
      add(id, packets);
      return id;
    },
    clear() {
      hearing.take();
      emit({ type: 'input_audio_buffer.cleared' });
    },
    voiceOf: (itemId) => (last?.id === itemId ? last.packets : undefined),
  };
}

function tooSmall(ms: number): EventError {
  return {
    code: 'input_audio_buffer_commit_empty',
    message: `Error committing input audio buffer: buffer too small. Expected at least ${MIN_COMMIT_MS}ms of audio, but buffer only has ${ms.toFixed(2)}ms of audio.`,
    param: null,
  };
}
