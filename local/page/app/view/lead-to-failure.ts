/** Whoever has broken something is led to the stage that fails of it: on a narrow page that is far from the button. */
import { troubledStage } from '../call/call-state.ts';
import type { PageState } from '../page/page-state.ts';
import { byId } from './dom.ts';

/** Of the window, below where the stage begins: its name and what has happened, above the banner. */
const LEAST_PX = 200;

export function createLeadToFailure(): (state: PageState) => void {
  let led = 0;
  return ({ call, brokenCall }) => {
    const stage = troubledStage(call);
    if (call.phase !== 'failed' || call.number !== brokenCall || call.number === led || !stage) return;
    led = call.number;
    // Some fail after a quarter of a minute; who does something else by then goes on with it.
    const at = document.activeElement;
    if (at && at !== document.body && !at.closest('.break')) return;
    const row = byId(`stage-${stage}`, HTMLLIElement);
    row.focus({ preventScroll: true });
    const { top } = row.getBoundingClientRect();
    if (top < 0 || top > innerHeight - LEAST_PX) row.scrollIntoView({ block: 'start' });
  };
}
