/**
 * A word with its explanation, for whoever points at it, reaches it by the keyboard or taps it. Escape and a press
 * elsewhere close it, and it stays while the pointer is on it (WCAG 2.2, success criterion 1.4.13).
 */
import { el } from './dom.ts';

const MARGIN_PX = 8;
/** Below the ring of the focus. */
const GAP_PX = 6;
let made = 0;

export function explainedTerm(name: string, explanation: string): HTMLElement {
  made += 1;
  const id = `explanation-${made}`;
  const tip = el('span', { class: 'tip', id, role: 'tooltip', popover: 'auto' }, explanation);
  const term = el('button', { type: 'button', class: 'term', 'aria-describedby': id }, name);
  const element = el('span', { class: 'explained' }, term, tip);

  const hide = (): void => tip.hidePopover();
  function show(): void {
    tip.showPopover();
    const { left, bottom } = term.getBoundingClientRect();
    tip.style.setProperty('top', `${bottom + GAP_PX}px`);
    tip.style.setProperty('left', `${Math.max(MARGIN_PX, Math.min(left, innerWidth - tip.offsetWidth - MARGIN_PX))}px`);
    // It stands where the word was.
    document.addEventListener('scroll', hide, { once: true, capture: true });
  }
  term.addEventListener('focus', show);
  term.addEventListener('blur', hide);
  term.addEventListener('click', show);
  element.addEventListener('pointerenter', ({ pointerType }) => pointerType === 'mouse' && show());
  element.addEventListener('pointerleave', () => document.activeElement !== term && hide());
  return element;
}
