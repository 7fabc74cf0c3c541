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
    call = new AbortController();
    const { signal } = call;
    show('Connecting…', 'Hang up');
    try {
      await talk({ signal, live: () => show('Say something.', 'Hang up') });
      show('The call has ended.', 'Talk');
    } catch (error) {
      // What breaks off because the user has hung up is no failure.
      if (signal.aborted) show('The call has ended.', 'Talk');
      else await fail(error);
    } finally {
      call = undefined;
    }
  }

  function show(text: string, label: string, advice: readonly string[] = []): void {
    status.textContent = text;
    button.textContent = label;
    help.replaceChildren(...advice.map((line) => Object.assign(document.createElement('li'), { textContent: line })));
  }

  /** The SDKs wrap the package’s error in one of their own. */
  async function fail(error: unknown): Promise<void> {
    const reason = error instanceof Error && error.cause instanceof CallError ? error.cause : error;
    const { title, causes } = reason instanceof CallError ? await explain(reason) : { title: '', causes: [] };
    show(reason instanceof Error ? reason.message : String(reason), 'Talk', [
      title,
      ...causes.map(({ cause }) => cause),
    ]);
  }
}

function element<T extends HTMLElement>(selector: string, kind: new () => T): T {
  const found = document.querySelector(selector);
  if (found instanceof kind) return found;
  throw new Error(`index.html has no ${selector}.`);
}
