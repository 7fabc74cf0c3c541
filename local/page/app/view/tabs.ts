/** Panels behind tabs, by the keyboard too (ARIA Authoring Practices, tabs with automatic activation). */
import { el } from './dom.ts';

export interface Tab {
  readonly id: string;
  readonly name: string;
  readonly panel: HTMLElement;
}

export interface Tabs {
  readonly element: HTMLElement;
  select(id: string): void;
  /** A hidden tab cannot be selected; the first that is left is then. */
  setHidden(id: string, isHidden: boolean): void;
  selected(): string;
}

export function createTabs(label: string, tabs: readonly Tab[], onChoose: (id: string) => void): Tabs {
  const entries = tabs.map(({ id, name, panel }) => {
    const tab = el('button', { type: 'button', role: 'tab', id: `tab-${id}`, 'aria-controls': `panel-${id}` }, name);
    tab.addEventListener('click', () => choose(id));
    panel.id = `panel-${id}`;
    panel.setAttribute('role', 'tabpanel');
    panel.setAttribute('aria-labelledby', `tab-${id}`);
    return { id, tab, panel };
  });
  const list = el('div', { role: 'tablist', class: 'tabs', 'aria-label': label }, ...entries.map(({ tab }) => tab));
  let current = '';

  function select(id: string): void {
    current = id;
    for (const entry of entries) {
      const isSelected = entry.id === id;
      entry.tab.setAttribute('aria-selected', String(isSelected));
      entry.tab.tabIndex = isSelected ? 0 : -1;
      entry.panel.hidden = !isSelected;
    }
  }
  function choose(id: string): void {
    select(id);
    onChoose(id);
  }
  list.addEventListener('keydown', ({ key }) => {
    const open = entries.filter(({ tab }) => !tab.hidden);
    const at = open.findIndex(({ id }) => id === current);
    const next = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: open.length - 1 }[key];
    const entry = next === undefined ? undefined : open.at(next % open.length);
    if (!entry) return;
    choose(entry.id);
    entry.tab.focus();
  });
  return {
    element: el('div', { class: 'tabs-and-panels' }, list, ...entries.map(({ panel }) => panel)),
    select,
    selected: () => current,
    setHidden(id, isHidden) {
      const entry = entries.find((candidate) => candidate.id === id);
      if (!entry || entry.tab.hidden === isHidden) return;
      entry.tab.hidden = isHidden;
      const first = entries.find(({ tab }) => !tab.hidden);
      if (isHidden && current === id && first) select(first.id);
    },
  };
}
