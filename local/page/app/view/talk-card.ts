/** The card with the one button: talk, hear, see how loud, type. */
import type { Sound } from '../browser/sound.ts';
import { type CallState, isTroubled } from '../call/call-state.ts';
import type { ExplanationContext } from '../explain.ts';
import type { PageActions } from '../page/page-actions.ts';
import { isBusy, isLiveChosen, type PageState } from '../page/page-state.ts';
import { byId, setText } from './dom.ts';
import { describeNow } from './headline.ts';
import { createLevelStrip } from './level-strip.ts';
import { createQualityList } from './quality-list.ts';

export interface TalkCard {
  show(state: PageState): void;
  /** Once a frame while a call is up. */
  tick(nowMs: number, sinceStartMs: number): void;
}

export function createTalkCard(actions: PageActions, sound: Sound, context: () => ExplanationContext): TalkCard {
  const talkButton = byId('talk-button', HTMLButtonElement);
  const talkLabel = byId('talk-label', HTMLSpanElement);
  const headline = byId('headline', HTMLParagraphElement);
  const lead = byId('lead', HTMLSpanElement);
  const leadLine = byId('lead-line', HTMLParagraphElement);
  const leadLink = byId('lead-link', HTMLAnchorElement);
  const sayText = byId('say-text', HTMLInputElement);
  const sayButton = byId('say-button', HTMLButtonElement);
  const card = talkButton.closest('section');
  const quality = createQualityList();
  const you = createLevelStrip('you', 'You', 'What you say');
  const answer = createLevelStrip('answer', 'Answer', 'What comes back');
  byId('strips', HTMLDivElement).append(you.element, answer.element);
  let isUp = false;
  let shown: CallState | undefined;

  talkButton.addEventListener('click', () => (isUp ? actions.hangUp() : actions.talk()));
  const say = byId('say', HTMLFormElement);
  say.addEventListener('submit', (event) => {
    event.preventDefault();
    const text = sayText.value.trim();
    if (text === '') return;
    actions.say(text);
    sayText.value = '';
  });

  return {
    show(state) {
      const { call, target } = state;
      const isWaiting = state.isReading && target === 'local';
      isUp = isBusy(state);
      shown = call;
      setText(talkLabel, isUp ? 'Hang up' : 'Talk');
      if (card) card.dataset['phase'] = call.phase;
      talkButton.setAttribute('aria-disabled', String(isWaiting && !isUp));
      const said = describeNow(state, context());
      // Who speaks is heard; a screen reader need not say it at each turn.
      leadLine.ariaLive = said.tone === 'live' && said.stage === undefined ? 'off' : 'polite';
      setText(headline, said.headline);
      setText(lead, said.lead);
      leadLink.hidden = said.stage === undefined;
      leadLink.href = `#stage-${said.stage}`;
      headline.dataset['tone'] = said.tone;
      const isLive = isLiveChosen(state);
      quality.show(call, call.phase === 'idle' ? isLive : call.api === 'live');
      const { speaker } = call.conversation;
      for (const [strip, who] of [
        [you, 'you'],
        [answer, 'answer'],
      ] as const) {
        strip.setSpeaking(speaker === who);
        strip.setWords(lastWords(call, who));
      }
      // GPT-Live has no event for what somebody types.
      say.hidden = isLive;
      sayText.disabled = call.phase !== 'live';
      sayButton.disabled = call.phase !== 'live';
    },
    tick(nowMs, sinceStartMs) {
      if (shown) quality.tick(shown, sinceStartMs);
      if (isUp) {
        you.push(sound.level('you'), nowMs);
        answer.push(sound.level('answer'), nowMs);
      } else {
        for (const strip of [you, answer]) strip.clear();
      }
    },
  };
}

/** Of an answer that nobody hears there are words all the same. */
function lastWords({ stages, conversation }: CallState, who: 'you' | 'answer'): string {
  if (who === 'answer' && isTroubled(stages['first-audio'])) return 'Nothing is heard.';
  return conversation.turns.findLast((turn) => turn.who === who)?.text ?? '';
}
