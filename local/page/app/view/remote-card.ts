/** Another endpoint: its address, a token for it, and the commands that get both ready. */
import { parseAccessToken } from '../page/access-token.ts';
import { parseBaseUrl } from '../page/base-url.ts';
import type { PageActions } from '../page/page-actions.ts';
import type { PageState } from '../page/page-state.ts';
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
  url.addEventListener('input', () => actions.typeUrl(url.value));
  token.addEventListener('input', () => {
    const parsed = parseAccessToken(token.value);
    const isWrong = !parsed.ok && token.value !== '';
    setText(tokenHelp, isWrong ? parsed.error : keptNowhere);
    token.setAttribute('aria-invalid', String(isWrong));
  });
  byId('remote-commands', HTMLDivElement).append(
    el('p', { class: 'help' }, 'A token of yours for it:'),
    commandLine(TOKEN_COMMAND),
    el('p', { class: 'help' }, 'It must know this page; this prints the command that adds it to the origins of today:'),
    commandLine(`npm run doctor -- --app $API --origin ${location.origin}`),
  );
  return ({ target, remoteUrl }) => {
    card.hidden = target !== 'remote';
    if (url.value !== remoteUrl) url.value = remoteUrl;
    const base = parseBaseUrl(remoteUrl);
    setText(urlHelp, base.ok ? `Mints at ${base.value}/realtime/client_secrets` : base.error);
    url.setAttribute('aria-invalid', String(!base.ok && remoteUrl !== ''));
  };
}

/** Read when a call starts, and kept nowhere else. */
export function pastedToken(): string {
  return byId('remote-token', HTMLInputElement).value;
}
