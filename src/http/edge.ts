/**
 * What stands around every route: the request's id, CORS, the headers that every answer has, the map from a refusal
 * to a problem, and the one outermost catch. The host's own 500 would have no body, no id and no CORS.
 */
import type { HttpHandler, HttpRequest, HttpResponseInit, InvocationContext } from '@azure/functions';
import { createLog, type Log } from '../lib/log.ts';
import { ok, type Result } from '../lib/result.ts';
import type { SettingsSource } from '../settings/settings-source.ts';
import { noTelemetry, type OperationTelemetry, type Telemetry } from '../telemetry/telemetry.ts';
import { corsHeaders } from './cors.ts';
import { type Refusal, toProblem, toProblemResponse } from './problem.ts';
import { requestIdOf } from './request-id.ts';
import { createTimings, serverTiming, type Timings } from './timings.ts';

/** One request, as a route sees it. */
export interface Exchange {
  readonly request: HttpRequest;
  readonly requestId: string;
  readonly log: Log;
  readonly timings: Timings;
  /** Kept or left out by how the answer ends, which the edge says. */
  readonly telemetry: OperationTelemetry;
}

export type RouteHandler = (exchange: Exchange) => Promise<Result<HttpResponseInit, Refusal>>;

/** host.json gives the first two to answers that the host makes itself; a test compares the two lists. */
export const SECURITY_HEADERS = {
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
} as const;

/** A secret must not be kept by anybody on the way (RFC 6749 section 5.1 asks for both). */
const NOT_STORED = { 'Cache-Control': 'no-store', Pragma: 'no-cache' } as const;

export function createEdge(
  settings: SettingsSource,
  { begin }: Pick<Telemetry, 'begin'> = noTelemetry,
): (handler: RouteHandler) => HttpHandler {
  const allowedOrigins = (): readonly string[] => settings.peek().held?.value['cors:origins'] ?? [];

  async function preflight(): Promise<Result<HttpResponseInit, Refusal>> {
    // A cold instance's first request may well be a preflight: the origins are not known before the settings are.
    const loaded = await settings.get();
    return loaded.ok ? ok({ status: 204 }) : loaded;
  }

  return function withEdge(handler) {
    return async function handleRequest(request: HttpRequest, context: InvocationContext): Promise<HttpResponseInit> {
      const requestId = requestIdOf(request.headers, context.invocationId);
      const log = createLog(context);
      const timings = createTimings();
      const telemetry = begin(context.traceContext?.traceParent);
      const response = await answer(
        () => (request.method === 'OPTIONS' ? preflight() : handler({ request, requestId, log, timings, telemetry })),
        { requestId, log, telemetry },
      );
      telemetry.end(Number(response.status) < 400);
      return {
        ...response,
        headers: {
          ...NOT_STORED,
          ...SECURITY_HEADERS,
          ...response.headers,
          ...corsHeaders(request, allowedOrigins()),
          'X-Request-Id': requestId,
          'Server-Timing': serverTiming(timings.phases()),
        },
      };
    };
  };
}

async function answer(
  handle: () => Promise<Result<HttpResponseInit, Refusal>>,
  { requestId, log, telemetry }: Pick<Exchange, 'requestId' | 'log' | 'telemetry'>,
): Promise<HttpResponseInit> {
  try {
    const outcome = await handle();
    return outcome.ok ? outcome.value : toProblemResponse(toProblem(outcome.error), requestId);
  } catch (cause) {
    const stack = cause instanceof Error ? cause.stack : undefined;
    log.error({ event: 'internal_error', requestId, stack });
    telemetry.event('internal_error', { requestId });
    return toProblemResponse(toProblem({ reason: 'internal' }), requestId);
  }
}
