/**
 * The one HTTP server behind every emulated service: loopback only, bodies bounded, each request logged, and nothing
 * left open after `stop`. Connection trouble is real trouble: a refused port is a closed port, a reset is a TCP reset.
 */
import {
  createServer as createHttpServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  ServerResponse,
} from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { Socket } from 'node:net';
import { listen } from './listen.ts';
import type { Handler, HttpExchange, Reply } from './reply.ts';
import { json } from './reply.ts';
import { readBody } from './request-body.ts';
import { switchProtocols } from './web-socket.ts';

export interface HttpServerOptions {
  /** For sentences to a person: “the emulated openai”. */
  readonly service: string;
  /** 0 takes any free port. */
  readonly port: number;
  readonly tls?: { readonly key: string; readonly cert: string };
  /** Sees each request when it arrives; what it returns sees the status. */
  readonly record?: (arrived: ArrivedRequest) => (status: number) => void;
  /** Whether a request may ask for another protocol, which is then for `handle` to grant. */
  readonly hasWebSockets?: boolean;
  readonly handle: Handler;
}

interface ArrivedRequest {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  /** With the question mark, or empty. */
  readonly query: string;
  readonly headers: IncomingHttpHeaders;
}

export interface HttpServer {
  readonly port: number;
  /** True closes the port and every connection, so that clients are refused; false opens the same port again. */
  refuse(refusing: boolean): void;
  stop(): Promise<void>;
}

/** Generous beside the 10,000 characters of a setting and the prompts of a session. */
const MAX_BODY_BYTES = 1_048_576;
/** Why a signal aborts, which nobody asks; without a reason an error is made with each request. */
const GONE = 'nobody waits for the answer';

export async function startHttpServer(options: HttpServerOptions): Promise<HttpServer> {
  const { service, port, tls, record, handle } = options;
  const stopping = new AbortController();
  const listener = (request: IncomingMessage, response: ServerResponse): void => {
    void serve(request, response).catch((error: unknown) => {
      if (response.headersSent || response.destroyed) response.destroy();
      else send(response, request.method, json(500, { error: `There is a bug in ${service}: ${String(error)}` }));
    });
  };
  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const gone = new AbortController();
    response.once('close', () => gone.abort(GONE));
    const signal = AbortSignal.any([stopping.signal, gone.signal]);
    const method = request.method ?? 'GET';
    const url = toUrl(request.url);
    const answered = record?.({
      method,
      path: url?.pathname ?? '',
      query: url?.search ?? '',
      headers: request.headers,
    });
    const reply = await decide({ request, method, url, signal });
    if (signal.aborted) return;
    answered?.(statusOf(reply));
    if (reply.kind === 'reset') connections.get(request.socket.remotePort)?.resetAndDestroy();
    else if (reply.kind === 'switched') switchProtocols(request, response, reply.opened);
    else send(response, method, reply);
  }
  async function decide(
    arrived: Pick<HttpExchange, 'method' | 'signal'> & { request: IncomingMessage; url: URL | undefined },
  ): Promise<Reply> {
    const { request, method, url, signal } = arrived;
    const body = request.headers.upgrade === undefined ? await readBody(request, MAX_BODY_BYTES) : Buffer.alloc(0);
    if (body === 'too large') return json(413, { error: 'The body is too large.' }, { connection: 'close' });
    if (body === 'cut' || !url) return { kind: 'reset' };
    return handle({ method, url, headers: request.headers, body, signal });
  }

  // A TLS socket cannot reset; the TCP socket below it can, and shares its client's port.
  const connections = new Map<number | undefined, Socket>();
  const server: Server = tls ? createHttpsServer({ ...tls }, listener) : createHttpServer(listener);
  // An abandoned connection must not keep a test's process alive for the default five seconds and more.
  server.keepAliveTimeout = 5_000;
  server.on('connection', (socket: Socket) => {
    const { remotePort } = socket;
    connections.set(remotePort, socket);
    socket.once('close', () => connections.delete(remotePort));
  });
  if (options.hasWebSockets === true) {
    server.on('upgrade', (request: IncomingMessage, socket: Socket) => {
      // Node hands over the bare socket; a refusal is an ordinary answer on it.
      const response = new ServerResponse(request);
      response.assignSocket(socket);
      response.shouldKeepAlive = false;
      response.once('finish', () => socket.end());
      listener(request, response);
    });
  }
  const taken = await listen(server, port, service);
  let refusing = false;
  let opening: Promise<void> | undefined;
  async function open(): Promise<void> {
    await listen(server, taken, service);
    opening = undefined;
    settle();
  }
  /** Brings the port to where `refusing` wants it; opening takes a tick, in which that may change again. */
  function settle(): void {
    if (refusing && server.listening) void close(server, connections);
    else if (!(refusing || server.listening || opening)) opening = open();
  }
  return {
    port: taken,
    refuse(next) {
      if (stopping.signal.aborted) return;
      refusing = next;
      settle();
    },
    async stop() {
      stopping.abort(GONE);
      await opening;
      if (server.listening) await close(server, connections);
    },
  };
}

function toUrl(target: string | undefined): URL | undefined {
  const url = `http://emulated${target ?? ''}`;
  return target?.startsWith('/') && URL.canParse(url) ? new URL(url) : undefined;
}

function close(server: Server, connections: ReadonlyMap<unknown, Socket>): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
    // Those that speak another protocol by now are not the server's any more.
    for (const socket of connections.values()) socket.destroy();
  });
}

function statusOf(reply: Reply): number {
  switch (reply.kind) {
    case 'answer':
      return reply.status;
    case 'cut':
      return reply.answer.status;
    case 'switched':
      return 101;
    case 'reset':
    case 'hang':
      return 0;
  }
}

function send(
  response: ServerResponse,
  method: string | undefined,
  reply: Exclude<Reply, { kind: 'reset' | 'switched' }>,
): void {
  if (reply.kind === 'hang') return;
  const { status, headers, body } = reply.kind === 'cut' ? reply.answer : reply;
  const bytes = Buffer.from(body, 'utf8');
  const bodyless = method === 'HEAD' || status === 204 || status === 304;
  response.writeHead(status, bodyless ? headers : { ...headers, 'content-length': String(bytes.length) });
  if (bodyless) response.end();
  else if (reply.kind === 'answer') response.end(bytes);
  else response.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => response.destroy());
}
