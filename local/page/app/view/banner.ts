/** The line above everything: what is broken on purpose, or what this page cannot do at the moment. */
import type { PageActions } from '../page/page-actions.ts';
import { isBroken, type PageState } from '../page/page-state.ts';
import { byId, setText } from './dom.ts';

export function createBanner(actions: PageActions): (state: PageState) => void {
  const banner = byId('banner', HTMLParagraphElement);
  const text = byId('banner-text', HTMLSpanElement);
  const mend = byId('banner-mend', HTMLButtonElement);
  mend.addEventListener('click', () => {
    // The button goes with the banner; whoever uses the keyboard wants to call again.
    byId('talk-button', HTMLButtonElement).focus();
    void actions.mend();
  });
  return (state) => {
    const broken = isBroken(state);
    banner.hidden = !broken && state.trouble === '';
    banner.dataset['kind'] = state.trouble === '' ? 'broken' : 'trouble';
    mend.hidden = !broken;
    setText(text, state.trouble === '' ? `Broken on purpose: ${describe(state)}` : state.trouble);
  };
}

function describe({ scenario, changedSwitches }: PageState): string {
  if (!scenario) return changedSwitches.map(({ name, current }) => `${name} is ${current}`).join(', ');
  return scenario.simulates === undefined ? scenario.title : `${scenario.title} (played by this page)`;
}
