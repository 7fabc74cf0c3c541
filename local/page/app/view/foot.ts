/** Where everything is that this page talks to. */
import type { PageState } from '../page/page-state.ts';
import { byId, setText } from './dom.ts';

export function showFoot({ target, config }: PageState): void {
  const words =
    target === 'local' && config
      ? `Endpoint ${config.endpoint} · emulated Azure OpenAI ${new URL(config.callsUrl).origin} · nothing leaves this machine.`
      : 'This page talks to its own server on this machine, to the endpoint above, and with Direct to the address that it gives. The sound goes to Azure.';
  setText(byId('foot', HTMLParagraphElement), words);
}
