/** Puts the page together: the browser behind its ports, one store, and the views that look at it. */
import type { PageConfig } from '../page-config.ts';
import { createControlClient } from './break/control-client.ts';
import { createBrowserPorts } from './browser/browser-ports.ts';
import { createSound } from './browser/sound.ts';
import { createPageActions } from './page/page-actions.ts';
import { FIRST_STATE, isBusy, toExplanationContext } from './page/page-state.ts';
import { createStore } from './page/store.ts';
import { createBanner } from './view/banner.ts';
import { createChoices } from './view/choices.ts';
import { byId } from './view/dom.ts';
import { showFoot } from './view/foot.ts';
import { createLeadToFailure } from './view/lead-to-failure.ts';
import { createRemoteCard, pastedToken } from './view/remote-card.ts';
import { saveTrace } from './view/save-trace.ts';
import { createSidePanels } from './view/side-panels.ts';
import { createStageList } from './view/stage-list.ts';
import { createTalkCard } from './view/talk-card.ts';

/** All that is kept of a visit. */
const URL_KEY = 'endpoint';

const store = createStore({ ...FIRST_STATE, remoteUrl: localStorage.getItem(URL_KEY) ?? '' });
const sound = createSound();
const control = createControlClient((url, init) => fetch(url, init));
const actions = createPageActions(store, {
  call: createBrowserPorts(sound.listen),
  control,
  pastedToken,
  storeUrl: (url) => localStorage.setItem(URL_KEY, url),
  createCallerId: () => crypto.randomUUID(),
});

const context = () => toExplanationContext(store.get(), location.origin);
const talkCard = createTalkCard(actions, sound, context);
const stages = createStageList(actions, context);
const leadToFailure = createLeadToFailure();
const saveButton = byId('save-trace', HTMLButtonElement);
saveButton.addEventListener('click', () => saveTrace(store.get().call));
const views = [
  talkCard.show,
  createChoices(actions),
  createBanner(actions),
  createRemoteCard(actions),
  createSidePanels(actions, control),
  showFoot,
];

let isTicking = false;
let callBegan = 0;
let callNumber = 0;

/** Runs while a call is up, and not on an idle page. */
function tick(nowMs: number): void {
  const state = store.get();
  talkCard.tick(nowMs, nowMs - callBegan);
  stages.tick(state.call, nowMs - callBegan);
  isTicking = isBusy(state);
  if (isTicking) requestAnimationFrame(tick);
}

store.watch((state) => {
  for (const show of views) show(state);
  stages.show(state.call);
  leadToFailure(state);
  saveButton.disabled = state.call.phase === 'idle';
  if (state.call.number !== callNumber) {
    callNumber = state.call.number;
    callBegan = performance.now();
  }
  if (!isTicking) {
    isTicking = true;
    requestAnimationFrame(tick);
  }
});

async function loadConfig(): Promise<void> {
  const config = (await (await fetch('/config.json', { cache: 'no-store' })).json()) as PageConfig;
  store.change((state) => ({ ...state, config }));
}
/** Also when the person comes back from a shell, where a profile or a switch may have been set. */
function lookAround(): void {
  if (document.hidden) return;
  void loadConfig().catch(() =>
    store.change((state) => ({ ...state, trouble: 'The page’s own server does not answer.' })),
  );
  void actions.lookAtSwitches();
}
document.addEventListener('visibilitychange', lookAround);
lookAround();
