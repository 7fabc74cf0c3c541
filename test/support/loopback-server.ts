/** A real HTTP server on a free port of the loopback interface, which answers as the test says. */
import {
  createServer,
  type IncomingHttpHeaders,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ReceivedRequest {
  readonly method: string | undefined;
  readonly path: string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** One that does nothing never answers. */
export type Respond = (response: ServerResponse) => void;

export interface LoopbackServer {
  readonly origin: string;
  readonly requests: readonly ReceivedRequest[];
  /** What the next requests get, in order; the last one stays. */
  answers(...next: readonly Respond[]): void;
  close(): Promise<void>;
}

export async function startLoopbackServer(): Promise<LoopbackServer> {
  const requests: ReceivedRequest[] = [];
  let queue: readonly Respond[] = [];
  const server = createServer(
    onBody((request) => {
      requests.push(request);
      const [answer = json(500, {}), ...rest] = queue;
      if (rest.length > 0) queue = rest;
      return answer;
    }),
  );
  const { port, close } = await listen(server);
  return {
    origin: `http://127.0.0.1:${port}`,
    requests,
    answers(...next) {
      queue = next;
    },
    close,
  };
}

/** Reads the request whole, then answers it. */
function onBody(handle: (request: ReceivedRequest) => Respond): RequestListener {
  return (request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method, url: path, headers } = request;
      handle({ method, path, headers, body: Buffer.concat(chunks).toString() })(response);
    });
  };
}

/** Its free port, and its end, which cuts what is still connected. */
export async function listen(
  server: Pick<Server, 'listen' | 'address' | 'close' | 'closeAllConnections'>,
  host = '127.0.0.1',
): Promise<{ readonly port: number; close(): Promise<void> }> {
  await new Promise<void>((resolve) => void server.listen(0, host, resolve));
  return {
    port: (server.address() as AddressInfo).port,
    async close() {
      server.closeAllConnections();
      await new Promise<void>((resolve) => void server.close(() => resolve()));
    },
  };
}

export function json(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): Respond {
  return text(status, JSON.stringify(body), { 'Content-Type': 'application/json', ...headers });
}

export function text(status: number, body: string, headers: Readonly<Record<string, string>> = {}): Respond {
  return (response) => response.writeHead(status, headers).end(body);
}

/** Takes the request and cuts the connection, as a service that dies on the way. */
export const reset: Respond = (response) => {
  response.socket?.destroy();
};

/** A port on which nobody listens. */
export async function aClosedPort(): Promise<number> {
  const { port, close } = await listen(createServer());
  await close();
  return port;
}
