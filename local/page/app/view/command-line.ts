/** A command of a shell, to read and to copy. */
import { copyButton } from './copy-button.ts';
import { el } from './dom.ts';

export function commandLine(command: string): HTMLElement {
  return el(
    'div',
    { class: 'command' },
    el('pre', {}, el('code', {}, command)),
    copyButton('the command', () => command),
  );
}
