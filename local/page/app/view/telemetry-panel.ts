/** What the emulated ingestion of Application Insights received, newest first. */
import { SAMPLING, toTelemetryItem } from '../page/telemetry-item.ts';
import { button, el, setText } from './dom.ts';
import { factList } from './stage-body.ts';

export interface TelemetryPanel {
  readonly element: HTMLElement;
  refresh(): Promise<void>;
}

const SHOWN = 50;

export function createTelemetryPanel(load: () => Promise<readonly unknown[]>): TelemetryPanel {
  const list = el('ol', { class: 'log telemetry', 'aria-label': 'Telemetry', tabindex: '0' });
  const status = el('p', { class: 'help log-count' });
  const element = el(
    'div',
    { class: 'events' },
    el(
      'div',
      { class: 'panel-head' },
      el('p', { class: 'help' }, 'What Application Insights would be told: no address, no token, no words of anybody.'),
      button('Refresh', () => void refresh()),
    ),
    status,
    list,
  );
  let shown = '';

  async function refresh(): Promise<void> {
    try {
      const envelopes = await load();
      // Unfolded rows stay unfolded as long as nothing new has come.
      const stamp = JSON.stringify([envelopes.length, envelopes.at(-1)]);
      setText(
        status,
        envelopes.length === 0
          ? `Nothing yet. It is sent in batches, seconds after an answer. ${SAMPLING}`
          : `The newest ${Math.min(SHOWN, envelopes.length)} of ${envelopes.length}. ${SAMPLING}`,
      );
      list.hidden = envelopes.length === 0;
      if (stamp === shown) return;
      shown = stamp;
      list.replaceChildren(...envelopes.slice(-SHOWN).reverse().map(telemetryRow));
    } catch {
      setText(status, 'The emulated Azure does not answer.');
    }
  }
  return { element, refresh };
}

function telemetryRow(envelope: unknown): HTMLLIElement {
  const { time, kind, name, summary, isBad, facts } = toTelemetryItem(envelope);
  return el(
    'li',
    { class: 'log-row' },
    el(
      'details',
      {},
      el(
        'summary',
        {},
        el('span', { class: 'log-time' }, time),
        el('span', { class: 'log-kind' }, kind),
        el('span', { class: 'log-type' }, name),
        el('span', { class: 'log-summary', 'data-bad': String(isBad) }, summary),
      ),
      factList(facts),
    ),
  );
}
