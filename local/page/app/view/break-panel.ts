/** Everything that can be broken on purpose, by name. */

import { SCENARIOS } from '../break/all-scenarios.ts';
import type { Scenario } from '../break/scenario.ts';
import type { PageActions } from '../page/page-actions.ts';
import { isBroken, type PageState } from '../page/page-state.ts';
import { button, el } from './dom.ts';

export interface Panel {
  readonly element: HTMLElement;
  show(state: PageState): void;
}

export function createBreakPanel(actions: PageActions): Panel {
  let isMendable = false;
  // Not `disabled`: the focus stays with whoever has pressed it.
  const mend = button('Fix everything', () => isMendable && void actions.mend());
  const rows = SCENARIOS.map((scenario) => ({ scenario, row: scenarioRow(scenario, actions) }));
  const groups = [...new Set(SCENARIOS.map(({ group }) => group))].map((group, index) => {
    const own = rows.filter(({ scenario }) => scenario.group === group).map(({ row }) => row);
    const count = el('span', { class: 'break-count' }, String(own.length));
    return el(
      'details',
      { class: 'break-group', open: index === 0 ? '' : undefined },
      el('summary', { class: 'unfolds' }, el('span', { class: 'break-name' }, group), count),
      el('ul', {}, ...own),
    );
  });
  const element = el(
    'div',
    { class: 'break' },
    el(
      'div',
      { class: 'panel-head' },
      el('p', { class: 'help' }, 'Each scenario breaks one thing, calls, and shows what is wrong and how to fix it.'),
      mend,
    ),
    ...groups,
    el(
      'div',
      { class: 'panel-foot' },
      el('p', { class: 'help' }, 'Settings and deployments that you changed from a shell stay as you left them.'),
      button('Start afresh', () => void actions.startAfresh()),
    ),
  );
  return {
    element,
    show(state) {
      isMendable = isBroken(state);
      mend.setAttribute('aria-disabled', String(!isMendable));
      for (const { scenario, row } of rows) row.dataset['active'] = String(state.scenario?.id === scenario.id);
    },
  };
}

function scenarioRow(scenario: Scenario, actions: PageActions): HTMLLIElement {
  const { id, title, sentence, simulates } = scenario;
  const played = simulates === undefined ? '' : ' Played by this page.';
  return el(
    'li',
    { class: 'scenario', 'data-scenario': id },
    el('div', {}, el('p', { class: 'scenario-title' }, title), el('p', { class: 'help' }, `${sentence}${played}`)),
    button('Break it', () => void actions.breakIt(scenario), { 'aria-label': `Break it: ${title}` }),
  );
}
