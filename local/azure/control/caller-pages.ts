/**
 * The guard of the control service, with one exception: pages of listed origins get a caller's token. It is good at
 * this machine's own endpoint only. Nothing else of the control service answers them.
 */

import { withoutForeigners } from '../../kit/guard.ts';
import { type Answer, answer, type Handler, type HttpExchange } from '../../kit/reply.ts';

const TOKEN_PATH = '/caller-token';

export function withCallerPages(origins: readonly string[], handle: Handler): Handler {
  const listed = new Set(origins);
  const guarded = withoutForeigners(handle);
  return async (exchange) => {
    const { origin } = exchange.headers;
    if (origin === undefined || !(listed.has(origin) && isForToken(exchange))) return guarded(exchange);
    if (exchange.method === 'OPTIONS') return preflight(origin);
    const reply = await handle(exchange);
    return reply.kind === 'answer' ? { ...reply, headers: { ...reply.headers, ...readableBy(origin) } } : reply;
  };
}

function isForToken({ method, url }: HttpExchange): boolean {
  return url.pathname === TOKEN_PATH && (method === 'POST' || method === 'OPTIONS');
}

function preflight(origin: string): Answer {
  return answer(204, '', {
    ...readableBy(origin),
    'access-control-allow-methods': 'POST',
    'access-control-allow-headers': 'content-type',
  });
}

function readableBy(origin: string): Readonly<Record<string, string>> {
  return { 'access-control-allow-origin': origin, vary: 'Origin' };
}
