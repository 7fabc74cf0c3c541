/** The figures of the line, in places that do not move. */
import type { CallState } from '../call/call-state.ts';
import { formatCountdown } from '../duration.ts';
import { byId, el, setText } from './dom.ts';
import { explainedTerm } from './explained-term.ts';

const NOTHING = '–';

export interface QualityList {
  /** @param isLive the figures are of GPT-Live, which says what a session takes and not when it answers. */
  show(call: CallState, isLive: boolean): void;
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
  const used = figure(
    'Used',
    'What GPT-Live counts for this session, by the clock, silence included. It says so about once a minute, and at the end.',
  );
  const context = figure('Context', 'How full the model’s context is, as GPT-Live says it about once a minute.');
  const endsIn = figure(
    'Ends in',
    'Time until the call is ended: by the endpoint, or by the service, whoever is first.',
  );
  return {
    show({ quality, conversation, usage }, isLive) {
      setText(roundTrip, inMs(quality.roundTripMs));
      setText(loss, inPercent(quality.lostPercent));
      setText(jitter, inMs(quality.jitterMs));
      setText(answered, inMs(conversation.answeredAfterMs));
      setText(used, usage === undefined ? NOTHING : `${usage.seconds.toFixed(1)} s`);
      setText(context, inPercent(usage?.contextPercent));
      setHidden(answered, isLive);
      for (const value of [used, context]) setHidden(value, !isLive);
    },
    tick({ phase, endsAtMs }, sinceStartMs) {
      const isRunning = endsAtMs !== undefined && (phase === 'connecting' || phase === 'live');
      setText(endsIn, isRunning ? formatCountdown(endsAtMs - sinceStartMs) : NOTHING);
    },
  };
}

/** With its name. */
function setHidden({ parentElement }: HTMLElement, isHidden: boolean): void {
  if (parentElement) parentElement.hidden = isHidden;
}

function inPercent(value: number | undefined): string {
  return value === undefined ? NOTHING : `${value.toFixed(1)} %`;
}

function inMs(value: number | undefined): string {
  return value === undefined ? NOTHING : `${value < 10 ? value.toFixed(1) : Math.round(value)} ms`;
}
