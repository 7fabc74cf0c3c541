/** The line below the headline: what is broken on purpose, or what this page cannot do at the moment. */
import { isNotReproduced } from '../page/not-reproduced.ts';
import type { PageActions } from '../page/page-actions.ts';
import { isBroken, type PageState } from '../page/page-state.ts';
import { byId, setText } from './dom.ts';

interface Notice {
  readonly kind: 'trouble' | 'waiting' | 'broken';
  readonly text: string;
}

export function createBanner(actions: PageActions): (state: PageState) => void {
  const banner = byId('banner', HTMLDivElement);
  const text = byId('banner-text', HTMLParagraphElement);
  const mend = byId('banner-mend', HTMLButtonElement);
  const afresh = byId('banner-afresh', HTMLButtonElement);
  for (const [button, act] of [
    [mend, actions.mend],
    [afresh, actions.startAfresh],
  ] as const) {
    button.addEventListener('click', () => {
      // The button goes with the banner; whoever uses the keyboard wants to call again.
      byId('talk-button', HTMLButtonElement).focus();
      void act();
    });
  }
  return (state) => {
    const notice = noticeOf(state);
    const isMissed = isNotReproduced(state);
    banner.hidden = notice === undefined;
    banner.dataset['kind'] = notice?.kind ?? '';
    mend.hidden = !isBroken(state) || isMissed;
    afresh.hidden = !isBroken(state) || !isMissed;
    setText(text, notice?.text ?? '');
  };
}

function noticeOf(state: PageState): Notice | undefined {
  const { trouble, isReading, target, scenario } = state;
  if (trouble !== '') return { kind: 'trouble', text: trouble };
  if (isReading && target === 'local') {
    return { kind: 'waiting', text: 'The endpoint reads its settings twice a minute: this takes as long.' };
  }
  if (!isBroken(state)) return undefined;
  if (scenario && isNotReproduced(state)) {
    const why = 'Settings or deployments are not as npm start left them.';
    return { kind: 'broken', text: `Not reproduced: ${scenario.title}. ${why}` };
  }
  return { kind: 'broken', text: `Broken on purpose: ${describe(state)}` };
}

function describe({ scenario, changedSwitches }: PageState): string {
  if (!scenario) return changedSwitches.map(({ name, current }) => `${name} is ${current}`).join(', ');
  return scenario.simulates === undefined ? scenario.title : `${scenario.title} (played by this page)`;
}
