/** What is wrong with a stage, why most likely, and how it is mended. */
import type { Advice } from '../../../../src/diagnosis/catalogue-entry.ts';
import type { ExplainedCause, Explanation } from '../explain.ts';
import { commandLine } from './command-line.ts';
import { el } from './dom.ts';

/** @param isOvercome it has worked since; whoever reads may still want to know. */
export function explanationCard({ id, title, happened, causes, source }: Explanation, isOvercome = false): HTMLElement {
  const [likeliest, ...others] = causes;
  return el(
    'div',
    { class: 'explanation', 'data-explanation': id, 'data-overcome': String(isOvercome) },
    el('h3', {}, title),
    el('p', { class: 'happened' }, happened),
    ...(isOvercome ? [el('p', { class: 'happened' }, 'It has passed: it works again.')] : []),
    ...(likeliest
      ? [
          el('p', { class: 'cause-title' }, others.length === 0 ? 'Likely cause' : 'Likeliest cause'),
          ...causeParts(likeliest),
        ]
      : []),
    ...(others.length > 0 ? [otherCauses(others)] : []),
    el('p', { class: 'explanation-id' }, ...(source === undefined || source === 'none' ? [id] : [`${id} · ${source}`])),
  );
}

function otherCauses(causes: readonly ExplainedCause[]): HTMLElement {
  const summary = el('summary', {}, causes.length === 1 ? 'One other cause' : `${causes.length} other causes`);
  const items = causes.map((cause) => el('li', {}, ...causeParts(cause)));
  return el('details', { class: 'other-causes' }, summary, el('ol', { start: '2' }, ...items));
}

function causeParts({ cause, check, fix }: ExplainedCause): readonly HTMLElement[] {
  return [el('p', { class: 'cause' }, cause), ...(check ? [advice('Check', check)] : []), advice('Fix', fix)];
}

function advice(label: string, given: Advice): HTMLElement {
  return el(
    'div',
    { class: 'advice' },
    el('span', { class: 'advice-label' }, label),
    el(
      'div',
      { class: 'advice-body' },
      ...('run' in given ? [commandLine(given.run)] : []),
      ...(given.say === undefined ? [] : [el('p', {}, given.say)]),
    ),
  );
}
