/** The items of a call, in their order, and the events that tell of them. */
import type { Emit, Item } from './server-events.ts';

export interface Conversation {
  /** Of the item that a new one would follow. */
  lastId(): string | null;
  /** After that item, or at the end; tells that it is there. */
  add(item: Item, afterId?: string | null): void;
  /** Replaces it by its final form and tells so; an item that was deleted in the meantime stays away. */
  finish(item: Item): void;
  find(id: string): Item | undefined;
  remove(id: string): void;
  /** What the parrot answers to: the last item that is not its own. */
  lastHeard(): Item | undefined;
}

/** Of a call of an hour; older ones are forgotten without a word, as a model's context would lose them. */
const MAX_ITEMS = 1_000;

export function createConversation(emit: Emit): Conversation {
  let items: Item[] = [];
  const indexOf = (id: string) => items.findIndex((item) => item.id === id);
  const previousOf = (index: number) => items[index - 1]?.id ?? null;
  return {
    lastId: () => items.at(-1)?.id ?? null,
    add(item, afterId) {
      const index = afterId === undefined ? items.length : afterId === null ? 0 : indexOf(afterId) + 1;
      emit({ type: 'conversation.item.added', previous_item_id: previousOf(index), item });
      items = items.toSpliced(index, 0, item).slice(-MAX_ITEMS);
    },
    finish(item) {
      const index = indexOf(item.id);
      if (index === -1) return;
      items = items.with(index, item);
      emit({ type: 'conversation.item.done', previous_item_id: previousOf(index), item });
    },
    find: (id) => items[indexOf(id)],
    remove(id) {
      items = items.filter((item) => item.id !== id);
    },
    lastHeard: () =>
      items.findLast(
        ({ type, ...rest }) => type === 'function_call_output' || ('role' in rest && rest.role === 'user'),
      ),
  };
}
