/** All stages on their common axis. */
import type { CallState } from '../call/call-state.ts';
import { STAGE_IDS } from '../call/stage.ts';
import { barOf, createAxis, SET_UP_PERCENT } from '../call/timeline.ts';
import { formatTick } from '../duration.ts';
import type { ExplanationContext } from '../explain.ts';
import type { PageActions } from '../page/page-actions.ts';
import { byId, el, setText } from './dom.ts';
import { createStageRow } from './stage-row.ts';

export interface StageList {
  show(call: CallState): void;
  /** Moves the bars of what is running. */
  tick(call: CallState, nowMs: number): void;
}

export function createStageList(actions: PageActions, context: () => ExplanationContext): StageList {
  const rows = STAGE_IDS.map((id) => ({ id, row: createStageRow(id, actions, context) }));
  byId('stages', HTMLOListElement).append(...rows.map(({ row }) => row.element));
  const ends = {
    zero: el('span', {}, '0'),
    setUp: el('span', { class: 'axis-set-up' }),
    talk: el('span', { class: 'axis-talk' }),
  };
  const axisElement = byId('axis', HTMLDivElement);
  axisElement.append(ends.zero, ends.setUp, ends.talk);
  axisElement.style.setProperty('--set-up', `${SET_UP_PERCENT}%`);

  return {
    show(call) {
      for (const { id, row } of rows) row.show(call.stages[id]);
    },
    tick(call, nowMs) {
      const axis = createAxis(call, nowMs);
      const hasBegun = call.phase !== 'idle';
      setText(ends.zero, hasBegun ? '0' : '');
      setText(ends.setUp, hasBegun ? formatTick(axis.setUpMs) : '');
      setText(ends.talk, axis.connectedAtMs === undefined ? '' : `+${formatTick(axis.talkMs)}`);
      for (const { id, row } of rows) row.place(call.stages[id], barOf(id, call, axis, nowMs), nowMs);
    },
  };
}
