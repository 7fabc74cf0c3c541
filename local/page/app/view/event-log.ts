/** The data channel's events, both ways, in order; to filter, to search, to unfold and to copy. */
import type { CallState, ChannelEvent } from '../call/call-state.ts';
import type { PageState } from '../page/page-state.ts';
import type { Panel } from './break-panel.ts';
import { copyButton } from './copy-button.ts';
import { el, setText } from './dom.ts';
import { createEventRow, type EventRow } from './event-row.ts';

/** Nearer to the end than this counts as reading the newest. */
const AT_END_PX = 40;

export function createEventLog(): Panel {
  const search = el('input', {
    type: 'search',
    placeholder: 'Search events',
    'aria-label': 'Search events',
    autocomplete: 'off',
  });
  const direction = el(
    'select',
    { 'aria-label': 'Direction' },
    el('option', { value: 'both' }, 'Both ways'),
    el('option', { value: 'in' }, 'Received'),
    el('option', { value: 'out' }, 'Sent'),
  );
  const count = el('p', { class: 'help log-count' });
  const list = el('ol', { class: 'log', 'aria-label': 'Events of the data channel', tabindex: '0' });
  const empty = el('p', { class: 'empty' }, 'Events of the data channel appear here once a call is up.');
  let rows: readonly EventRow[] = [];
  let callNumber = 0;
  let lastNumber = 0;

  function isWanted({ direction: way, type, text }: ChannelEvent): boolean {
    const words = search.value.trim().toLowerCase();
    return (
      (direction.value === 'both' || direction.value === way) &&
      (type.toLowerCase().includes(words) || text.toLowerCase().includes(words))
    );
  }
  function filter(): void {
    for (const { element, events } of rows) element.hidden = !events.some(isWanted);
    const all = rows.flatMap(({ events }) => events);
    setText(count, all.length === 0 ? '' : `${all.filter(isWanted).length} of ${all.length} events`);
    empty.hidden = rows.length > 0;
    list.hidden = rows.length === 0;
  }
  search.addEventListener('input', filter);
  direction.addEventListener('change', filter);

  function append(event: ChannelEvent): void {
    if (rows.at(-1)?.add(event)) return;
    const row = createEventRow(event);
    rows = [...rows, row];
    list.append(row.element);
  }
  /** What the state has forgotten goes here too, so that an hour's call does not fill the page. */
  function forgetBefore(number: number): void {
    const old = rows.filter(({ events }) => (events.at(-1)?.number ?? 0) < number);
    for (const { element } of old) element.remove();
    rows = rows.slice(old.length);
  }
  function show({ number, events }: CallState): void {
    if (number !== callNumber) {
      [callNumber, lastNumber, rows] = [number, 0, []];
      list.replaceChildren();
      filter();
    }
    const fresh = events.filter((event) => event.number > lastNumber);
    if (fresh.length === 0) return;
    lastNumber = fresh.at(-1)?.number ?? lastNumber;
    const isAtEnd = list.scrollHeight - list.scrollTop - list.clientHeight < AT_END_PX;
    for (const event of fresh) append(event);
    forgetBefore(events[0]?.number ?? 0);
    filter();
    if (isAtEnd) list.scrollTop = list.scrollHeight;
  }
  const toCopy = () =>
    rows
      .flatMap(({ events }) => events.filter(isWanted))
      .map(({ direction: way, atMs, type, text }) => `${Math.round(atMs)} ms ${way} ${type}\n${text}`)
      .join('\n\n');

  filter();
  return {
    element: el(
      'div',
      { class: 'events' },
      el('div', { class: 'log-tools' }, search, direction, copyButton('the events that are shown', toCopy)),
      count,
      empty,
      list,
    ),
    show: ({ call }: PageState) => show(call),
  };
}
