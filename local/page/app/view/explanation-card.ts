/** What is wrong with a stage, why most likely, and how it is fixed. */
import type { Advice } from '../../../../src/diagnosis/catalogue-entry.ts';
import type { ExplainedCause, Explanation, PageFix } from '../explain.ts';
import type { PageActions } from '../page/page-actions.ts';
import { commandLine } from './command-line.ts';
import { button, el, prose } from './dom.ts';

/** @param isOvercome it has worked since; whoever reads may still want to know. */
export function explanationCard(explanation: Explanation, actions: PageActions, isOvercome = false): HTMLElement {
  const { id, title, happened, causes, source, names } = explanation;
  const [likeliest, ...others] = causes;
  return el(
    'div',
    { class: 'explanation', 'data-explanation': id, 'data-overcome': String(isOvercome) },
    el('h3', {}, title),
    el('p', { class: 'happened' }, ...prose(happened)),
    ...(isOvercome ? [el('p', { class: 'happened' }, 'It has passed: it works again.')] : []),
    ...(likeliest
      ? [
          el('p', { class: 'cause-title' }, others.length === 0 ? 'Likely cause' : 'Likeliest cause'),
          ...causeParts(likeliest, actions),
        ]
      : []),
    ...(others.length > 0 ? [otherCauses(others, actions)] : []),
    ...nameList(names),
    el('p', { class: 'explanation-id' }, ...(source === undefined || source === 'none' ? [id] : [`${id} · ${source}`])),
  );
}

function otherCauses(causes: readonly ExplainedCause[], actions: PageActions): HTMLElement {
  const summary = el('summary', {}, causes.length === 1 ? 'One other cause' : `${causes.length} other causes`);
  const items = causes.map((cause) => el('li', {}, ...causeParts(cause, actions)));
  return el('details', { class: 'other-causes' }, summary, el('ol', { start: '2' }, ...items));
}

function causeParts({ cause, check, fix, action }: ExplainedCause, actions: PageActions): readonly HTMLElement[] {
  return [
    el('p', { class: 'cause' }, ...prose(cause)),
    ...(check ? [advice('Check', check)] : []),
    advice('Fix', fix, ...(action === undefined ? [] : [fixButton(action, actions)])),
  ];
}

function fixButton(fix: PageFix, actions: PageActions): HTMLButtonElement {
  switch (fix) {
    case 'use-relay':
      return button('Use the relay', actions.useRelay);
    case 'use-new-caller':
      return button('Call as a new caller', actions.useNewCaller);
  }
}

function advice(label: string, given: Advice, ...doneHere: readonly HTMLElement[]): HTMLElement {
  return el(
    'div',
    { class: 'advice' },
    el('span', { class: 'advice-label' }, label),
    el(
      'div',
      { class: 'advice-body' },
      ...('run' in given ? [commandLine(given.run)] : []),
      ...(given.say === undefined ? [] : [el('p', {}, ...prose(given.say))]),
      ...doneHere,
    ),
  );
}

function nameList(names: Explanation['names']): readonly HTMLElement[] {
  const rows = Object.entries(names).map(([name, meaning]) =>
    el('div', {}, el('dt', {}, el('code', {}, name)), el('dd', {}, meaning)),
  );
  if (rows.length === 0) return [];
  return [el('p', { class: 'cause-title' }, 'Names in the commands'), el('dl', { class: 'facts' }, ...rows)];
}
