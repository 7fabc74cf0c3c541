/** The browser itself behind the ports of a call: the package's own, but for what this page shows more of. */
import { createBrowserPorts as createClientPorts } from '../../../../client/src/browser-ports.ts';
import type { CallPorts } from '../call/ports.ts';

export function createBrowserPorts(listen: CallPorts['listen']): CallPorts {
  const { play: _play, now: _now, ...ports } = createClientPorts();
  return { ...ports, now: () => performance.now(), wallClock: () => new Date(), listen };
}
