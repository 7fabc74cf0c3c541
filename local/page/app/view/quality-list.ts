/** The figures of the line, in places that do not move. */
import type { CallState } from '../call/call-state.ts';
import { byId, el, setText } from './dom.ts';

const NOTHING = '–';

export function createQualityList(): (call: CallState) => void {
  const list = byId('quality', HTMLDListElement);
  function figure(name: string, title: string): HTMLElement {
    const value = el('dd', {}, NOTHING);
    list.append(el('div', { title }, el('dt', {}, name), value));
    return value;
  }
  const roundTrip = figure('Round trip', 'From the chosen candidate pair');
  const loss = figure('Loss', 'Of the packets of sound towards this page');
  const jitter = figure('Jitter', 'Of the packets of sound towards this page');
  const answered = figure('Answered after', 'From the end of your turn to the start of the answer');
  return ({ quality, conversation }) => {
    setText(roundTrip, inMs(quality.roundTripMs));
    setText(loss, quality.lostPercent === undefined ? NOTHING : `${quality.lostPercent.toFixed(1)} %`);
    setText(jitter, inMs(quality.jitterMs));
    setText(answered, inMs(conversation.answeredAfterMs));
  };
}

function inMs(value: number | undefined): string {
  return value === undefined ? NOTHING : `${value < 10 ? value.toFixed(1) : Math.round(value)} ms`;
}
