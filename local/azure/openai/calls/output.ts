/** What a response puts out: one item, a message or a tool call, told step by step in the recorded order. */
import type { ConversationItem } from 'openai/resources/realtime/realtime';
import { createId } from '../ids.ts';
import type { Conversation } from './conversation.ts';
import type { Reply } from './parrot.ts';
import type { Emit } from './server-events.ts';
import type { Amount } from './usage.ts';

export interface OutputParts {
  readonly responseId: string;
  readonly emit: Emit;
  readonly conversation: Conversation;
  /** 20 ms of it, for what nobody's voice can say. */
  readonly silence: Buffer;
}

type OutputItem = ConversationItem & { readonly id: string };

export interface Output {
  readonly item: OutputItem;
  readonly said: Amount;
}

export interface MessageInProgress {
  /** What there is to hear. */
  readonly packets: readonly Buffer[];
  finish(status: 'completed' | 'incomplete'): Output;
}

/** Deltas of a long text are longer, not more. */
const MAX_DELTAS = 40;
const SILENT_PACKETS_PER_DELTA = 10;

/** @param isCutShort half of it is all that comes. */
export function beginMessage(
  parts: OutputParts,
  reply: Exclude<Reply, { kind: 'tool' }>,
  isCutShort: boolean,
): MessageInProgress {
  const { responseId, emit, silence } = parts;
  const id = createId('item');
  const place = { response_id: responseId, item_id: id, output_index: 0, content_index: 0 };
  const isVoice = reply.kind === 'voice';
  const half = <T>(all: readonly T[]) => (isCutShort ? all.slice(0, Math.ceil(all.length / 2)) : all);
  const deltas = half(toDeltas(isVoice ? reply.transcript : reply.text));
  const text = deltas.join('');
  const voice = isVoice && reply.packets.length > 0 ? half(reply.packets) : undefined;
  const packets =
    voice ?? Array.from({ length: isVoice ? deltas.length * SILENT_PACKETS_PER_DELTA : 0 }, () => silence);
  const toPart = (said: string) =>
    isVoice ? { type: 'audio' as const, transcript: said } : { type: 'text' as const, text: said };
  const toItem = (status: 'in_progress' | 'completed' | 'incomplete', isWritten: boolean): OutputItem => {
    const content = isVoice
      ? { type: 'output_audio' as const, transcript: text }
      : { type: 'output_text' as const, text };
    return {
      id,
      object: 'realtime.item',
      type: 'message',
      role: 'assistant',
      status,
      content: isWritten ? [content] : [],
    };
  };
  open(parts, toItem('in_progress', false));
  emit({ type: 'response.content_part.added', ...place, part: toPart('') });
  if (isVoice) emit({ type: 'output_audio_buffer.started', response_id: responseId });
  const type = isVoice ? 'response.output_audio_transcript.delta' : 'response.output_text.delta';
  for (const delta of deltas) emit({ type, ...place, delta });
  return {
    packets,
    finish(status) {
      if (isVoice) emit({ type: 'response.output_audio_transcript.done', ...place, transcript: text });
      else emit({ type: 'response.output_text.done', ...place, text });
      emit({ type: 'response.content_part.done', ...place, part: toPart(text) });
      const item = toItem(status, true);
      close(parts, item);
      return { item, said: { characters: text.length, packets: packets.length } };
    },
  };
}

export function callTool(parts: OutputParts, reply: Extract<Reply, { kind: 'tool' }>): Output {
  const { responseId, emit } = parts;
  const { name } = reply;
  const [id, call_id] = [createId('item'), createId('call')];
  const place = { response_id: responseId, item_id: id, output_index: 0, call_id };
  const toItem = (status: 'in_progress' | 'completed', given: string): OutputItem => {
    return { id, object: 'realtime.item', type: 'function_call', status, name, call_id, arguments: given };
  };
  open(parts, toItem('in_progress', ''));
  for (const delta of toDeltas(reply.arguments)) {
    emit({ type: 'response.function_call_arguments.delta', ...place, delta });
  }
  emit({ type: 'response.function_call_arguments.done', ...place, name, arguments: reply.arguments });
  const item = toItem('completed', reply.arguments);
  close(parts, item);
  return { item, said: { characters: reply.arguments.length, packets: 0 } };
}

function open({ responseId, emit, conversation }: OutputParts, item: OutputItem): void {
  emit({ type: 'response.output_item.added', response_id: responseId, output_index: 0, item });
  conversation.add(item);
}

function close({ responseId, emit, conversation }: OutputParts, item: OutputItem): void {
  conversation.finish(item);
  emit({ type: 'response.output_item.done', response_id: responseId, output_index: 0, item });
}

/** Words, or several at a time. */
export function toDeltas(text: string): readonly string[] {
  const words = text.match(/\s*\S+\s*/g) ?? [text];
  const size = Math.ceil(words.length / MAX_DELTAS);
  return Array.from({ length: Math.ceil(words.length / size) }, (_, index) =>
    words.slice(index * size, (index + 1) * size).join(''),
  );
}
