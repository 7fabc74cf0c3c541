/** The figures of the line, in places that do not move. */
import type { CallState } from '../call/call-state.ts';
import { byId, el, setText } from './dom.ts';
import { formatCountdown } from './duration.ts';
import { explainedTerm } from './explained-term.ts';

const NOTHING = '–';

export interface QualityList {
  show(call: CallState): void;
  /** Once a frame while a call is up. */
  tick(call: CallState, sinceStartMs: number): void;
}

export function createQualityList(): QualityList {
  const list = byId('quality', HTMLDListElement);
  function figure(name: string, explanation: string): HTMLElement {
    const value = el('dd', {}, NOTHING);
    list.append(el('div', {}, el('dt', {}, explainedTerm(name, explanation)), value));
    return value;
  }
  const roundTrip = figure('Round trip', 'How long a packet takes from this page to the service and back.');
  const loss = figure('Loss', 'How many packets of the answer’s sound have not arrived, since the start of the call.');
  const jitter = figure('Jitter', 'How unevenly the packets of the answer’s sound arrive.');
  const answered = figure('Time to answer', 'From the end of what you said to the start of the answer.');
  const endsIn = figure(
    'Ends in',
    'Time until the call is ended: by the endpoint, or by the service, whoever is first.',
  );
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
