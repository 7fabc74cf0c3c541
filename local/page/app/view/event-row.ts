/** Events of the data channel that follow each other and are of one type: a line, and their texts to unfold. */
import type { ChannelEvent } from '../call/call-state.ts';
import { formatDuration } from '../duration.ts';
import { el, setText } from './dom.ts';

export interface EventRow {
  readonly element: HTMLLIElement;
  readonly events: readonly ChannelEvent[];
  /** False for an event of another kind, which needs a row of its own. */
  add(event: ChannelEvent): boolean;
}

export function createEventRow(first: ChannelEvent): EventRow {
  const { direction, atMs, type } = first;
  const events = [first];
  const isSent = direction === 'out';
  const times = el('span', { class: 'log-times', hidden: '' });
  const bytes = el('span', { class: 'log-bytes' }, `${first.bytes} B`);
  const body = el('pre', { tabindex: '0', role: 'group', 'aria-label': type });
  const details = el(
    'details',
    {},
    el(
      'summary',
      {},
      el('span', { class: 'log-time' }, formatDuration(atMs)),
      el('span', { class: 'log-way', 'data-way': direction, 'aria-hidden': 'true' }, isSent ? '↑' : '↓'),
      el('span', { class: 'hidden' }, isSent ? 'sent ' : 'received '),
      el('span', { class: 'log-type' }, ...breakable(type)),
      times,
      bytes,
    ),
    body,
  );
  // Hundreds of texts that nobody unfolds are hundreds of layouts less.
  const write = (): void => {
    if (details.open) setText(body, events.map(({ text }) => text).join('\n\n'));
  };
  details.addEventListener('toggle', write);
  return {
    element: el('li', { class: 'log-row', 'data-event': type }, details),
    events,
    add(event) {
      if (event.type !== type || event.direction !== direction) return false;
      events.push(event);
      times.hidden = false;
      setText(times, `× ${events.length}`);
      setText(bytes, `${events.reduce((sum, one) => sum + one.bytes, 0)} B`);
      write();
      return true;
    },
  };
}

/** Names of events are longer than a telephone is wide: they may end a line after a dot or a low line. */
function breakable(type: string): readonly (string | HTMLElement)[] {
  return type.split(/(?<=[._])/).flatMap((part, index) => (index === 0 ? [part] : [el('wbr'), part]));
}
