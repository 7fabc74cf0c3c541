/** The package’s main function. */
import { createBrowserPorts } from './browser-ports.ts';
import { createButtonCall } from './button-call.ts';
import type { Call, CallOptions } from './call.ts';

/**
 * Makes a call that a page can start, follow and hang up. Nothing is asked and no microphone is opened before `start()`.
 *
 * @example
 * const call = createCall({ endpoint: 'https://my-app.azurewebsites.net/api', getToken });
 * call.on('state', ({ phase, error }) => { status.textContent = error?.message ?? phase; });
 * talk.onclick = () => call.start();
 * hangUp.onclick = () => call.hangUp();
 */
export function createCall(options: CallOptions): Call {
  return createButtonCall(createBrowserPorts(options), options);
}
