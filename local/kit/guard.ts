/**
 * Guards what steers this machine's Azure: only command lines and the server's own pages may use it. A
 * browser sends the simple requests of any page (Fetch, section 2.2.2) and only keeps the answer from it, so another
 * page is refused by what the browser says of it, and a foreign name of this address (DNS rebinding) by `Host`.
 */
import type { IncomingHttpHeaders } from 'node:http';
import { isLoopback } from '../../src/lib/loopback.ts';
import { type Handler, type HttpExchange, json } from './reply.ts';

/** `none` is a person's own doing, such as an address that was typed. */
const OWN_SITES: ReadonlySet<string> = new Set(['same-origin', 'none']);
/** What a form or a page's `fetch` may send without a preflight; so is a body of no type. */
const SIMPLE_TYPES: ReadonlySet<string> = new Set([
  'application/x-www-form-urlencoded',
  'multipart/form-data',
  'text/plain',
]);

/** The reason for a refusal, or `undefined`. */
export function whyForeign(method: string | undefined, headers: IncomingHttpHeaders): string | undefined {
  const { host = '', origin } = headers;
  const own = toOrigin(`http://${host}`);
  if (own === undefined || !isLoopback(own.hostname)) return 'The Host header is not this machine.';
  if (origin !== undefined && toOrigin(origin)?.origin !== own.origin) return 'The Origin header is another page’s.';
  const site = headers['sec-fetch-site'];
  const isOwn = site === undefined || OWN_SITES.has(String(site)) || isLink(method, headers);
  return isOwn ? undefined : 'The Sec-Fetch-Site header says that another page asks.';
}

/** For services that no page of anybody else has to do with. */
export function withoutForeigners(handle: Handler): Handler {
  return (exchange) => {
    const foreign = whyForeign(exchange.method, exchange.headers);
    return foreign === undefined ? handle(exchange) : json(403, { error: foreign });
  };
}

/** For a POST that changes something: behind a type that a browser asks leave for, which it does not get here. */
export function withPreflight(handle: (exchange: HttpExchange) => ReturnType<Handler>): Handler {
  return (exchange) => {
    const [type = ''] = (exchange.headers['content-type'] ?? '').split(';');
    const isSimple = type === '' || SIMPLE_TYPES.has(type.trim().toLowerCase());
    return isSimple ? json(415, { error: 'Say so with the header Content-Type: application/json.' }) : handle(exchange);
  };
}

/** Somebody followed a link to here: it changes nothing, and the page that has the link does not see the answer. */
function isLink(method: string | undefined, headers: IncomingHttpHeaders): boolean {
  return method === 'GET' && headers['sec-fetch-mode'] === 'navigate' && headers['sec-fetch-dest'] === 'document';
}

function toOrigin(url: string): URL | undefined {
  return URL.canParse(url) ? new URL(url) : undefined;
}
