/** What stands beside the call: its events, what can be broken, what telemetry said. */
import type { ControlClient } from '../break/control-client.ts';
import type { PageActions } from '../page/page-actions.ts';
import type { PageState } from '../page/page-state.ts';
import { createBreakPanel } from './break-panel.ts';
import { byId } from './dom.ts';
import { createEventLog } from './event-log.ts';
import { createTabs } from './tabs.ts';
import { createTelemetryPanel } from './telemetry-panel.ts';

const TELEMETRY_POLL_MS = 3_000;

export function createSidePanels(actions: PageActions, control: ControlClient): (state: PageState) => void {
  const events = createEventLog();
  const breakage = createBreakPanel(actions);
  const telemetry = createTelemetryPanel(() => control.telemetry());
  let hasChosen = false;
  const tabs = createTabs(
    'Around the call',
    [
      { id: 'break', name: 'Break it', panel: breakage.element },
      { id: 'events', name: 'Events', panel: events.element },
      { id: 'telemetry', name: 'Telemetry', panel: telemetry.element },
    ],
    (id) => {
      hasChosen = true;
      if (id === 'telemetry') void telemetry.refresh();
    },
  );
  byId('side', HTMLElement).append(tabs.element);
  tabs.select('break');
  setInterval(() => {
    if (tabs.selected() === 'telemetry' && !document.hidden) void telemetry.refresh();
  }, TELEMETRY_POLL_MS);

  let callNumber = 0;
  return (state) => {
    events.show(state);
    breakage.show(state);
    const isRemote = state.target === 'remote';
    for (const id of ['break', 'telemetry']) tabs.setHidden(id, isRemote);
    // The first call that works shows what is said in it; after that the person decides.
    const { number, phase } = state.call;
    if (number === callNumber || phase !== 'live') return;
    callNumber = number;
    if (!hasChosen && state.scenario === undefined) tabs.select('events');
  };
}
