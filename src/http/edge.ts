/**
 * What stands around every route: the request's id, CORS, the headers that every answer has, the answer to a refusal,
 * and the one outermost catch. The host's own 500 would have no body, no id and no CORS.
 */
import type { HttpHandler, HttpRequest, HttpResponseInit, InvocationContext } from '@azure/functions';
import { createLog, type Log } from '../lib/log.ts';
import { ok, type Result } from '../lib/result.ts';
import { corsHeaders } from './cors.ts';
import { requestIdOf } from './request-id.ts';
import { createTimings, serverTiming, type Timings } from './timings.ts';

/** What the edge says of a request to whoever records it. */
export interface RequestRecorder {
  event(name: 'internal_error', facts: { readonly requestId: string }): void;
  end(succeeded: boolean): void;
}

/** One request, as a route sees it, whose recorder may take more than the edge says. */
export interface Exchange<T extends RequestRecorder> {
  readonly request: HttpRequest;
  readonly requestId: string;
  readonly log: Log;
  readonly timings: Timings;
  /** Kept or left out by how the answer ends, which the edge says. */
  readonly telemetry: T;
}

export type Handler<E, T extends RequestRecorder> = (exchange: Exchange<T>) => Promise<Result<HttpResponseInit, E>>;

/** host.json gives the first two to answers that the host makes itself; a test compares the two lists. */
export const SECURITY_HEADERS = {
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
} as const;

/** A secret must not be kept by anybody on the way (RFC 6749 section 5.1 asks for both). */
const NOT_STORED = { 'Cache-Control': 'no-store', Pragma: 'no-cache' } as const;

/** The exact origins whose pages may call. */
export interface Origins<E> {
  /** As far as they are known. */
  peek(): readonly string[];
  /** Resolves when they are known. */
  get(): Promise<Result<unknown, E>>;
}

/** A fault of ours: whatever a route throws. */
export interface Internal {
  readonly reason: 'internal';
}

export interface EdgeParts<E, T extends RequestRecorder> {
  readonly origins: Origins<E>;
  /** In small letters, what no page may send; as far as it is known. */
  readonly closedHeaders: () => readonly string[];
  /** Begins one for each request. `traceParent` is of the host's, which has joined the caller's trace. */
  readonly telemetry: { begin(traceParent: string | null | undefined): T };
  readonly toAnswer: (refusal: E | Internal, requestId: string) => HttpResponseInit;
}

export function createEdge<E, T extends RequestRecorder>({
  origins,
  closedHeaders,
  telemetry,
  toAnswer,
}: EdgeParts<E, T>): (handler: Handler<E, T>) => HttpHandler {
  async function preflight(): Promise<Result<HttpResponseInit, E>> {
    // A cold instance's first request may well be a preflight: the origins are not known before the settings are.
    const known = await origins.get();
    return known.ok ? ok({ status: 204 }) : known;
  }

  async function answer(handler: Handler<E, T>, exchange: Exchange<T>): Promise<HttpResponseInit> {
    const { requestId, log } = exchange;
    try {
      const outcome = await (exchange.request.method === 'OPTIONS' ? preflight() : handler(exchange));
      return outcome.ok ? outcome.value : toAnswer(outcome.error, requestId);
    } catch (cause) {
      const stack = cause instanceof Error ? cause.stack : undefined;
      log.error({ event: 'internal_error', requestId, stack });
      exchange.telemetry.event('internal_error', { requestId });
      return toAnswer({ reason: 'internal' }, requestId);
    }
  }

  return function withEdge(handler) {
    return async function handleRequest(request: HttpRequest, context: InvocationContext): Promise<HttpResponseInit> {
      const requestId = requestIdOf(request.headers, context.invocationId);
      const timings = createTimings();
      const recorder = telemetry.begin(context.traceContext?.traceParent);
      const log = createLog(context);
      const response = await answer(handler, { request, requestId, log, timings, telemetry: recorder });
      recorder.end(Number(response.status) < 400);
      return {
        ...response,
        headers: {
          ...NOT_STORED,
          ...SECURITY_HEADERS,
          ...response.headers,
          ...corsHeaders(request, origins.peek(), closedHeaders()),
          'X-Request-Id': requestId,
          'Server-Timing': serverTiming(timings.phases()),
        },
      };
    };
  };
}
