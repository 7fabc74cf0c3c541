/** What the pages of the SDKs have in common: one button, how the call is, and what an error means. */
import { CallError, explain } from 'realtime-token-client';

export interface Talk {
  /** Aborts when the user hangs up. */
  readonly signal: AbortSignal;
  /** To be called once the other end hears the user. */
  readonly live: () => void;
}

/** @param talk makes a call and resolves when it is over. It rejects where the call fails. */
export function talkByButton(talk: (options: Talk) => Promise<void>): void {
  const button = element('button', HTMLButtonElement);
  const status = element('[role=status]', HTMLElement);
  const help = element('ul', HTMLUListElement);
  let call: AbortController | undefined;

  button.onclick = () => {
    if (call) call.abort();
    else void start();
  };

  async function start(): Promise<void> {
    const current = new AbortController();
    const { signal } = current;
    call = current;
    show('Connecting…', 'Hang up');
    const reason = await talk({ signal, live: () => show('Say something.', 'Hang up') }).then(
      () => undefined,
      toReason,
    );
    call = undefined;
    // What breaks off because the user has hung up is no failure.
    show(signal.aborted || !reason ? 'The call has ended.' : reason.message, 'Talk');
    if (signal.aborted || !(reason instanceof CallError)) return;
    const { title, causes } = await explain(reason);
    if (!call) help.replaceChildren(...[title, ...causes.map(({ cause }) => cause)].map(toItem));
  }

  function show(text: string, label: string): void {
    status.textContent = text;
    button.textContent = label;
    help.replaceChildren();
  }
}

/** The package’s error, where an SDK has wrapped it in one of its own. */
function toReason(error: unknown): Error {
  if (!(error instanceof Error)) return new Error(String(error));
  return error.cause instanceof CallError ? error.cause : error;
}

function toItem(text: string): HTMLLIElement {
  const item = document.createElement('li');
  item.textContent = text;
  return item;
}

function element<T extends HTMLElement>(selector: string, kind: new () => T): T {
  const found = document.querySelector(selector);
  if (found instanceof kind) return found;
  throw new Error(`index.html has no ${selector}.`);
}
