/** Another endpoint: its address, a token for it, and the commands that get both ready. */
import { parseAccessToken } from '../page/access-token.ts';
import { parseBaseUrl } from '../page/base-url.ts';
import type { PageActions } from '../page/page-actions.ts';
import type { PageState, Refusal } from '../page/page-state.ts';
import { commandLine } from './command-line.ts';
import { byId, el, setText } from './dom.ts';

const TOKEN_COMMAND = 'az account get-access-token --resource api://$API_CLIENT_ID --query accessToken --output tsv';

export function createRemoteCard(actions: PageActions): (state: PageState) => void {
  const card = byId('remote', HTMLElement);
  const url = byId('remote-url', HTMLInputElement);
  const urlHelp = byId('remote-url-help', HTMLParagraphElement);
  const token = byId('remote-token', HTMLInputElement);
  const tokenHelp = byId('remote-token-help', HTMLParagraphElement);
  const keptNowhere = tokenHelp.textContent;
  let refused: Refusal | undefined;
  url.addEventListener('input', () => actions.typeUrl(url.value));
  token.addEventListener('input', actions.typeToken);

  function showUrl(typed: string, isAsked: boolean): void {
    if (url.value !== typed) url.value = typed;
    const base = parseBaseUrl(typed);
    setText(urlHelp, base.ok ? `Mints at ${base.value}/realtime/client_secrets` : base.error);
    url.setAttribute('aria-invalid', String(!base.ok && (isAsked || typed !== '')));
  }
  function showToken(isAsked: boolean): void {
    const parsed = parseAccessToken(token.value);
    const isWrong = !parsed.ok && (isAsked || token.value !== '');
    setText(tokenHelp, isWrong ? parsed.error : keptNowhere);
    token.setAttribute('aria-invalid', String(isWrong));
  }
  const originCommand = el('div', {});
  let named: string | undefined;
  /** One that sets the list, without knowing it, would take every other page off the air. */
  function showOriginCommand(typed: string): void {
    const base = parseBaseUrl(typed);
    const app = base.ok ? base.value : '$API';
    if (app === named) return;
    named = app;
    originCommand.replaceChildren(commandLine(`npm run doctor -- --app ${app} --origin ${location.origin}`));
  }
  byId('remote-commands', HTMLDivElement).append(
    el('p', { class: 'help' }, 'A token of yours for it:'),
    commandLine(TOKEN_COMMAND),
    el('p', { class: 'help' }, 'It must know this page; this prints the command that adds it to the present origins:'),
    originCommand,
  );
  return ({ target, remoteUrl, refusal }) => {
    card.hidden = target !== 'remote';
    showOriginCommand(remoteUrl);
    showUrl(remoteUrl, refusal?.field === 'url');
    showToken(refusal?.field === 'token');
    if (refusal === refused) return;
    refused = refusal;
    // Where it can be put right.
    if (refusal?.field) ({ url, token })[refusal.field].focus();
  };
}

/** Read when a call starts, and kept nowhere else. */
export function pastedToken(): string {
  return byId('remote-token', HTMLInputElement).value;
}
