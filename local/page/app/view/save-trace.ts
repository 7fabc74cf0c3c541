/** Offers the call's trace as a file. */

import type { CallState } from '../call/call-state.ts';
import { toTrace } from '../call/trace.ts';
import { el } from './dom.ts';

export function saveTrace(call: CallState): void {
  const text = toTrace(call, { origin: location.origin, userAgent: navigator.userAgent });
  const url = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  el('a', { href: url, download: `call-${call.startedAt.replace(/[:.]/g, '-')}.json` }).click();
  URL.revokeObjectURL(url);
}
