/** A button that copies a text, and says that it did. */
import { button } from './dom.ts';

const SAID_MS = 1_600;

export function copyButton(what: string, text: () => string): HTMLButtonElement {
  const made = button('Copy', () => void copy(), { class: 'button button-quiet copy', 'aria-label': `Copy ${what}` });
  async function copy(): Promise<void> {
    // Refused where the page is not in front; then the text is selected by hand.
    const said = await navigator.clipboard.writeText(text()).then(
      () => 'Copied',
      () => 'Not copied',
    );
    made.textContent = said;
    made.setAttribute('aria-label', `${said} ${what}`);
    setTimeout(() => {
      made.textContent = 'Copy';
      made.setAttribute('aria-label', `Copy ${what}`);
    }, SAID_MS);
  }
  return made;
}
