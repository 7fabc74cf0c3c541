/** The way and the profile of the next call, and which endpoint it goes to. */
import type { PageActions } from '../page/page-actions.ts';
import { isBusy, isLiveChosen, type PageState } from '../page/page-state.ts';
import { byId, el, setText } from './dom.ts';

const LIVE_HELP = 'GPT-Live has no client secrets: only the endpoint can call it.';
const WAY_HELP = {
  direct: 'The page gets a client secret and calls Azure itself.',
  relay: 'The endpoint calls Azure; the page never holds a secret.',
} as const;

export function createChoices(actions: PageActions): (state: PageState) => void {
  const way = byId('way', HTMLFieldSetElement);
  const target = byId('target', HTMLFieldSetElement);
  const profile = byId('profile', HTMLSelectElement);
  const profileName = byId('profile-name', HTMLInputElement);
  const wayHelp = byId('way-help', HTMLParagraphElement);
  const direct = way.querySelector<HTMLInputElement>('[value="direct"]');
  let offered: readonly string[] = [];

  way.addEventListener('change', () => actions.chooseWay(chosen(way) === 'relay' ? 'relay' : 'direct'));
  target.addEventListener('change', () => actions.chooseEndpoint(chosen(target) === 'remote' ? 'remote' : 'local'));
  profile.addEventListener('change', () => actions.chooseProfile(profile.value));
  profileName.addEventListener('change', () => {
    profileName.value = profileName.value.trim() || 'default';
    actions.chooseProfile(profileName.value);
  });

  return (state) => {
    const isUp = isBusy(state);
    for (const element of [way, target, profile, profileName]) element.disabled = isUp;
    const isLive = isLiveChosen(state);
    if (direct) direct.disabled = isLive;
    setText(wayHelp, isLive ? LIVE_HELP : WAY_HELP[state.way]);
    const isLocal = state.target === 'local';
    profile.hidden = !isLocal;
    profileName.hidden = isLocal;
    const names = state.config?.profiles ?? ['default'];
    if (names !== offered) {
      offered = names;
      profile.replaceChildren(...names.map((name) => el('option', { value: name }, name)));
    }
    choose(way, isLive ? 'relay' : state.way);
    choose(target, state.target);
    if (isLocal) profile.value = state.profile;
    // What is being typed is not the profile yet.
    if (document.activeElement !== profileName) profileName.value = state.profile;
  };
}

function choose(group: HTMLFieldSetElement, value: string): void {
  for (const input of group.querySelectorAll('input')) input.checked = input.value === value;
}

function chosen(group: HTMLFieldSetElement): string | undefined {
  return group.querySelector<HTMLInputElement>('input:checked')?.value;
}
