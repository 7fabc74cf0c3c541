/** The figures of the line, in places that do not move. */
import type { CallState } from '../call/call-state.ts';
import { byId, el, setText } from './dom.ts';
import { formatCountdown } from './duration.ts';

const NOTHING = '–';

export interface QualityList {
  show(call: CallState): void;
  /** Once a frame while a call is up. */
  tick(call: CallState, sinceStartMs: number): void;
}

export function createQualityList(): QualityList {
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
  const endsIn = figure('Ends in', 'By the endpoint where it watches over the call, else by the service');
  return {
    show({ quality, conversation }) {
      setText(roundTrip, inMs(quality.roundTripMs));
      setText(loss, quality.lostPercent === undefined ? NOTHING : `${quality.lostPercent.toFixed(1)} %`);
      setText(jitter, inMs(quality.jitterMs));
      setText(answered, inMs(conversation.answeredAfterMs));
    },
    tick({ phase, endsAtMs }, sinceStartMs) {
      const isRunning = endsAtMs !== undefined && (phase === 'connecting' || phase === 'live');
      setText(endsIn, isRunning ? formatCountdown(endsAtMs - sinceStartMs) : NOTHING);
    },
  };
}

function inMs(value: number | undefined): string {
  return value === undefined ? NOTHING : `${value < 10 ? value.toFixed(1) : Math.round(value)} ms`;
}
