/** The address of another endpoint, as a person types it. */
import { err, ok, type Result } from '../../../../src/lib/result.ts';

/** People copy the whole address of a request. */
const ROUTE = /\/realtime\/(?:client_secrets|calls)$/;
const LOOPBACK = new Set(['localhost', '127.0.0.1']);

/** Without a slash at the end; `https://<app>` alone gets the `/api` that Functions has. The error is for a person. */
export function parseBaseUrl(typed: string): Result<string, string> {
  const text = typed.trim();
  if (text === '') return err('Type the base URL of the endpoint, such as https://<app>.azurewebsites.net/api.');
  // Browsers differ in what they make of a space in a name.
  if (/\s/.test(text) || !URL.canParse(text)) return err('This is no URL. It begins with https://.');
  const { protocol, hostname, origin, pathname } = new URL(text);
  // A token would go over the wire in the clear; the page's own policy refuses it too.
  if (protocol !== 'https:' && !(protocol === 'http:' && LOOPBACK.has(hostname))) {
    return err('It must be https; plain http is for this machine only.');
  }
  const path = pathname.replace(/\/+$/, '').replace(ROUTE, '');
  return ok(`${origin}${path === '' ? '/api' : path}`);
}
