/** Offers the call's trace as a file. */
import { toTrace } from '../call/trace.ts';
import { endpointOf, type PageState } from '../page/page-state.ts';
import { el } from './dom.ts';

export function saveTrace(state: PageState): void {
  const { call } = state;
  const text = toTrace(call, {
    origin: location.origin,
    endpoint: endpointOf(state),
    userAgent: navigator.userAgent,
  });
  const url = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  el('a', { href: url, download: `call-${call.startedAt.replace(/[:.]/g, '-')}.json` }).click();
  URL.revokeObjectURL(url);
}
