/** The client's events about items: what it adds to the conversation, asks for, shortens and removes. */
import { createId } from '../ids.ts';
import type { ClientEvent, CreatedItem } from './client-events.ts';
import type { Conversation } from './conversation.ts';
import type { Emit, EventError, Item } from './server-events.ts';

export type ItemEvent = Extract<ClientEvent, { type: `conversation.item.${string}` }>;

export function handleItemEvent(event: ItemEvent, conversation: Conversation, emit: Emit): EventError | undefined {
  if (event.type === 'conversation.item.create') {
    return createItem(event.item, event.previous_item_id ?? undefined, conversation);
  }
  const { item_id } = event;
  const found = conversation.find(item_id);
  if (!found) return notFound(item_id, 'item_id');
  switch (event.type) {
    case 'conversation.item.retrieve':
      emit({ type: 'conversation.item.retrieved', item: found });
      break;
    case 'conversation.item.delete':
      conversation.remove(item_id);
      emit({ type: 'conversation.item.deleted', item_id });
      break;
    case 'conversation.item.truncate':
      emit({
        type: 'conversation.item.truncated',
        item_id,
        content_index: event.content_index,
        audio_end_ms: event.audio_end_ms,
      });
      break;
  }
  return undefined;
}

/** `root` is the documented name of the beginning. */
function createItem(given: CreatedItem, after: string | undefined, conversation: Conversation): EventError | undefined {
  if (given.id !== undefined && conversation.find(given.id)) return alreadyThere(given.id);
  if (after !== undefined && after !== 'root' && !conversation.find(after)) return notFound(after, 'previous_item_id');
  const item = toItem(given);
  conversation.add(item, after === 'root' ? null : after);
  conversation.finish(item);
  return undefined;
}

function toItem(given: CreatedItem): Item {
  const facts = { id: given.id ?? createId('item'), object: 'realtime.item', status: 'completed' } as const;
  switch (given.type) {
    case 'function_call':
      return {
        ...facts,
        type: given.type,
        name: given.name,
        arguments: given.arguments,
        call_id: given.call_id ?? createId('call'),
      };
    case 'function_call_output':
      return { ...facts, type: given.type, call_id: given.call_id, output: given.output };
    case 'message':
      return toMessage(given, facts);
  }
}

function toMessage(
  given: Extract<CreatedItem, { type: 'message' }>,
  facts: { readonly id: string; readonly object: 'realtime.item'; readonly status: 'completed' },
): Item {
  switch (given.role) {
    case 'user':
      return { ...facts, type: 'message', role: 'user', content: given.content };
    case 'assistant':
      return { ...facts, type: 'message', role: 'assistant', content: given.content };
    case 'system':
      return { ...facts, type: 'message', role: 'system', content: given.content };
  }
}

/** Code and text are ours, as those of the next one. */
function notFound(id: string, param: string): EventError {
  return { code: 'item_not_found', message: `There is no item '${id}'.`, param };
}

function alreadyThere(id: string): EventError {
  return { code: 'item_already_exists', message: `There is an item '${id}' already.`, param: 'item.id' };
}
