/**
 * The front of the bundle harness: node:http on loopback, answering as the Functions host does where no function
 * does: 404, 413, 429 and 500, all without a body, and the custom headers of host.json on every answer.
 * What it does not show (function keys, platform CORS, Easy Auth, the 230 s of the load balancer) is in the docs.
 */
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { FunctionTimeoutError, withFunctionTimeout } from './function-timeout.ts';
import type { CoreLog } from './functions-core.ts';
import type { HostSettings } from './host-settings.ts';
import { toRequestUrl, toRpcRequest, toTraceContext, writeRpcResponse } from './http-conversion.ts';
import { type Invoke, logFailure } from './invocation.ts';
import { readRequestBody } from './request-body.ts';
import { MAX_HEAD_BYTES, type RequestHeaders, readRequestHead } from './request-head.ts';
import type { FindRoute, RouteMatch } from './routes.ts';
import { createThrottle } from './throttle.ts';

/** What the server needs of its surroundings. */
export interface HostServerOptions {
  readonly settings: HostSettings;
  readonly findRoute: FindRoute;
  readonly invoke: Invoke;
  readonly log: CoreLog;
  /** Called after the 500 of an invocation that exceeded functionTimeout left: the real host then ends the worker. */
  readonly onTimeout: () => void;
}

/** Kestrel's keep-alive limit. Node's own 5 s would close a pooled connection just as a client reuses it. */
const KEEP_ALIVE_MS = 130_000;

/** A request that has a function. */
interface FunctionRequest {
  readonly match: RouteMatch;
  readonly url: URL;
  readonly headers: RequestHeaders;
}

/** Creates the server; it is not listening yet. */
export function createHostServer({ settings, findRoute, invoke, log, onTimeout }: HostServerOptions): Server {
  const throttle = createThrottle(settings.maxOutstandingRequests, settings.maxConcurrentRequests);

  const setCustomHeaders = (response: ServerResponse): void => {
    for (const [name, value] of Object.entries(settings.customHeaders)) response.setHeader(name, value);
  };

  const fail = (response: ServerResponse, error: unknown): void => {
    // Headers that a failed conversion had set already are not part of the host's empty 500.
    for (const header of response.getHeaderNames()) response.removeHeader(header);
    setCustomHeaders(response);
    endEmpty(response, 500);
    if (!(error instanceof FunctionTimeoutError)) return;
    // A client that went away earlier has closed already, and 'close' does not come twice.
    if (response.destroyed) onTimeout();
    else response.once('close', onTimeout);
  };

  const run = async (
    { match: { target, params }, url, headers }: FunctionRequest,
    request: IncomingMessage,
    response: ServerResponse,
    body: Uint8Array,
  ) => {
    const { name } = target.metadata;
    const invocationId = randomUUID();
    const input = { http: toRpcRequest(request.method ?? '', url, headers, params, body) };
    try {
      const work = invoke(target, { invocationId, input, traceContext: toTraceContext(request) });
      writeRpcResponse(response, await withFunctionTimeout(work, name, settings.functionTimeoutMs));
    } catch (error) {
      logFailure(log, name, invocationId, error);
      fail(response, error);
    }
  };

  const serve = async (asked: FunctionRequest, request: IncomingMessage, response: ServerResponse) => {
    const body = await readRequestBody(request, settings.maxBodyBytes);
    if (body === 'cut') return;
    if (body === 'too large') {
      // What is still being sent is read and dropped: closing at once would reset the answer away.
      request.resume();
      response.setHeader('connection', 'close');
      return endEmpty(response, 413);
    }
    const release = await throttle.turn();
    try {
      await run(asked, request, response, body);
    } finally {
      release();
    }
  };

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const head = readRequestHead(request);
    if (!head.ok) {
      // Kestrel's own: the host, and with it host.json, has not seen the request.
      response.setHeader('connection', 'close');
      return endEmpty(response, head.status);
    }
    const { headers } = head;
    setCustomHeaders(response);
    const url = toRequestUrl(request.url ?? '', headers);
    if (url === undefined) return endEmpty(response, 400);
    const match = findRoute(request.method ?? '', url.pathname);
    if (match === undefined) return endEmpty(response, 404);
    const leave = throttle.enter();
    if (leave === undefined) return endEmpty(response, 429);
    try {
      await serve({ match, url, headers }, request, response);
    } finally {
      leave();
    }
  };

  const options = { keepAliveTimeout: KEEP_ALIVE_MS, requireHostHeader: false, maxHeaderSize: MAX_HEAD_BYTES };
  const server = createServer(options, (request, response) => {
    const startedAt = performance.now();
    // The path only: a query may carry what must not be in a log.
    const path = (request.url ?? '').split('?', 1)[0];
    response.once('finish', () => {
      const ms = Math.round(performance.now() - startedAt);
      log('information', 'Host.Http', `${request.method} ${path} ${response.statusCode} ${ms} ms`);
      // close() ends the connections that are idle at that moment; one that answers later would stay open.
      if (!server.listening) setImmediate(() => server.closeIdleConnections());
    });
    answer(request, response).catch((error: unknown) => {
      log('critical', 'Host.Http', `The bundle harness itself failed: ${String(error)}`);
      response.destroy();
    });
  });
  return server;
}

function endEmpty(response: ServerResponse, status: number): void {
  response.statusCode = status;
  response.setHeader('content-length', 0);
  response.end();
}
