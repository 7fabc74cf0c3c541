/** What a handler answers, as a value: an ordinary answer, or one of the ways in which a connection goes wrong. */
import type { IncomingHttpHeaders } from 'node:http';
import type { Duplex } from 'node:stream';

/** A request, read to its end (bounded). */
export interface HttpExchange {
  readonly method: string;
  readonly url: URL;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  /** Aborts when the client goes away or the server stops; a wait that ignores it would outlive both. */
  readonly signal: AbortSignal;
}

export interface Answer {
  readonly kind: 'answer';
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export type Reply =
  | Answer
  /** TCP reset before any byte of an answer. */
  | { readonly kind: 'reset' }
  /** Nothing is answered until the client gives up or the server stops. */
  | { readonly kind: 'hang' }
  /** Announces the whole answer, sends half of its body and cuts the connection. */
  | { readonly kind: 'cut'; readonly answer: Answer }
  /** 101 to a request with `Upgrade: websocket` (RFC 6455, 4.2.2); whose socket it is from then on. */
  | { readonly kind: 'switched'; readonly opened: (socket: Duplex) => void };

export type Handler = (exchange: HttpExchange) => Reply | Promise<Reply>;

export function json(status: number, value: unknown, headers: Readonly<Record<string, string>> = {}): Answer {
  return answer(status, JSON.stringify(value), { 'content-type': 'application/json', ...headers });
}

export function text(status: number, body: string, headers: Readonly<Record<string, string>> = {}): Answer {
  return answer(status, body, { 'content-type': 'text/plain; charset=utf-8', ...headers });
}

export function html(status: number, body: string): Answer {
  return answer(status, body, { 'content-type': 'text/html' });
}

export function redirect(location: string): Answer {
  return answer(302, '', { location });
}

export function answer(status: number, body: string, headers: Readonly<Record<string, string>>): Answer {
  return { kind: 'answer', status, headers, body };
}
