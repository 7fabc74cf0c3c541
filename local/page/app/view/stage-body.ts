/** What a stage unfolds to: what it is, then everything that was seen of it. */
import type { Detail, Fact, HeaderList, RoundTrip } from '../call/stage.ts';
import { copyButton } from './copy-button.ts';
import { el } from './dom.ts';
import { explainedTerm } from './explained-term.ts';
import { findFactTerm } from './fact-terms.ts';

export function detailView(detail: Detail): HTMLElement {
  switch (detail.kind) {
    case 'facts':
      return factList(detail.facts);
    case 'exchange':
      return exchangeView(detail.exchange);
    case 'text':
      return textBlock(detail.title, detail.text);
  }
}

export function factList(facts: readonly Fact[]): HTMLElement {
  return el(
    'dl',
    { class: 'facts' },
    ...facts.map(({ name, value }) => {
      const term = findFactTerm(name);
      return el('div', {}, el('dt', {}, term === undefined ? name : explainedTerm(name, term)), el('dd', {}, value));
    }),
  );
}

function exchangeView({ method, url, requestHeaders, requestBody, answer }: RoundTrip): HTMLElement {
  const isBad = !answer || answer.status < 200 || answer.status > 299;
  const status = answer ? (answer.status === 0 ? 'a redirect' : String(answer.status)) : 'no answer';
  return el(
    'section',
    { class: 'exchange', 'aria-label': `${method} ${url}` },
    el(
      'p',
      { class: 'exchange-line' },
      el('span', { class: 'method' }, method),
      el('span', { class: 'url' }, url),
      el('span', { class: 'status', 'data-bad': String(isBad) }, status),
    ),
    ...textBlockOf('Request', headerText(requestHeaders), requestBody),
    ...(answer ? textBlockOf('Answer', headerText(answer.headers), answer.body) : []),
  );
}

function textBlockOf(title: string, headers: string, body: string): readonly HTMLElement[] {
  const text = [headers, body].filter((part) => part !== '').join('\n\n');
  return text === '' ? [] : [textBlock(title, text)];
}

function textBlock(title: string, text: string): HTMLElement {
  return el(
    'div',
    { class: 'block' },
    el(
      'div',
      { class: 'block-head' },
      el('h3', { class: 'block-title' }, title),
      copyButton(`the ${title.toLowerCase()}`, () => text),
    ),
    el('pre', { tabindex: '0', role: 'group', 'aria-label': title }, text),
  );
}

function headerText(headers: HeaderList): string {
  return headers.map(([name, value]) => `${name}: ${value}`).join('\n');
}
