/** One stage: its row on the time axis, and what it unfolds to. Only what changed is touched. */

import { isTroubled } from '../call/call-state.ts';
import type { Stage, StageId } from '../call/stage.ts';
import { type Bar, SET_UP_PERCENT } from '../call/timeline.ts';
import { formatDuration } from '../duration.ts';
import { type Explanation, type ExplanationContext, explain } from '../explain.ts';
import type { PageActions } from '../page/page-actions.ts';
import { el, setText } from './dom.ts';
import { explanationCard } from './explanation-card.ts';
import { detailView } from './stage-body.ts';
import { STAGE_TEXTS } from './stage-texts.ts';

export interface StageRow {
  readonly element: HTMLElement;
  show(stage: Stage): void;
  place(stage: Stage, bar: Bar | undefined, nowMs: number): void;
}

export function createStageRow(id: StageId, actions: PageActions, context: () => ExplanationContext): StageRow {
  const { name, short, about } = STAGE_TEXTS[id];
  const state = el('span', { class: 'stage-state' });
  const note = el('span', { class: 'stage-note' });
  const bar = el('span', { class: 'bar', hidden: '' });
  const time = el('span', { class: 'stage-time' });
  const body = el('div', { class: 'stage-body' });
  const failure = el('div', { class: 'stage-failure' });
  const summary = el(
    'summary',
    { class: 'unfolds' },
    el('span', { class: 'mark', 'aria-hidden': 'true' }),
    el('span', { class: 'stage-words' }, el('span', { class: 'stage-name' }, name), state, note),
    el('span', { class: 'track', 'aria-hidden': 'true' }, bar),
    time,
  );
  const element = el(
    'li',
    { class: 'stage', id: `stage-${id}`, tabindex: '-1', 'data-stage': id },
    el('details', {}, summary, body),
    failure,
  );
  element.style.setProperty('--set-up', `${SET_UP_PERCENT}%`);
  let shown: Stage | undefined;

  return {
    element,
    show(stage) {
      if (stage === shown) return;
      element.dataset['state'] = stage.state;
      // Heard between the name and the note, and seen as the mark.
      setText(state, `, ${stage.state}: `);
      const explanation = stage.failure && explain(stage.failure, context());
      setText(note, noteOf(stage, explanation, short));
      if (stage.details !== shown?.details) {
        body.replaceChildren(el('p', { class: 'about' }, about), ...stage.details.map(detailView));
      }
      if (stage.failure !== shown?.failure || stage.isOvercome !== shown?.isOvercome) {
        failure.replaceChildren(...(explanation ? [explanationCard(explanation, actions, stage.isOvercome)] : []));
      }
      shown = stage;
    },
    place({ startedAtMs, endedAtMs }, at, nowMs) {
      bar.hidden = at === undefined;
      setText(time, startedAtMs === undefined ? '' : formatDuration((endedAtMs ?? nowMs) - startedAtMs));
      if (!at) return;
      bar.style.setProperty('--start', `${at.startPercent}%`);
      bar.style.setProperty('--width', `${at.widthPercent}%`);
    },
  };
}

function noteOf(stage: Stage, explanation: Explanation | undefined, short: string): string {
  if (explanation && isTroubled(stage)) return explanation.id;
  return stage.note ?? (stage.state === 'skipped' ? 'Not reached' : short);
}
