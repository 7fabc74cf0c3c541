/**
 * Our own requests, on node:http: `fetch` would be a second HTTP stack beside the one that the SDKs bring
 * (docs/decisions/http-client.md). HTTP/1.1 on connections kept alive; no proxy, no redirect, no cookie, no repetition.
 */
import { Agent, type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps, Agent as SecureAgent } from 'node:https';
import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate } from 'node:zlib';
import { type HttpAnswer, type HttpRequest, type Send, toNoAnswer } from '../lib/http.ts';
import { err, ok } from '../lib/result.ts';

/**
 * Shorter than a server is known to wait (Node's own: 5 s); a shorter wait that an answer announces is kept. A mint on
 * a connection that the other side is closing has an unknown end, and is not repeated.
 */
const IDLE_MS = 4_000;

/** Some firewalls let nobody in who leaves the first or the last out. */
const SAID_BY_ALL = { Accept: '*/*', 'Accept-Encoding': 'identity', 'User-Agent': 'realtime-token-endpoint' };

/** For a static host, which may send what it holds as it holds it, whatever was asked for. */
const DECODERS = new Map([
  ['br', promisify<Buffer, { maxOutputLength: number }, Buffer>(brotliDecompress)],
  ['deflate', promisify<Buffer, { maxOutputLength: number }, Buffer>(inflate)],
  ['gzip', promisify<Buffer, { maxOutputLength: number }, Buffer>(gunzip)],
]);

/** @param idleMs how long a connection that nobody uses is kept. */
export function createHttpClient(idleMs = IDLE_MS): Send {
  // No limit to them: the host lets 100 callers in at once.
  const kept = { keepAlive: true, timeout: idleMs };
  const [agent, secureAgent] = [new Agent(kept), new SecureAgent(kept)];
  const watched = [watchIdle(agent), watchIdle(secureAgent)];

  function exchange({ url, method, headers, body, signal, maxBytes }: HttpRequest): Promise<Answered> {
    const address = new URL(url);
    // They would become a header. fetch takes no such address either.
    if (address.username !== '' || address.password !== '') throw new TypeError('A name or a password in the address.');
    signal.throwIfAborted();
    const options = { method, headers: { ...SAID_BY_ALL, ...headers }, signal };
    for (const closeStale of watched) closeStale();
    const outgoing =
      address.protocol === 'https:'
        ? requestHttps(address, { ...options, agent: secureAgent })
        : requestHttp(address, { ...options, agent });
    return new Promise((resolve, reject) => {
      let isAnswered = false;
      outgoing
        .on('response', (incoming) => {
          isAnswered = true;
          readBytes(incoming, maxBytes, (bytes) => resolve({ incoming, bytes }), reject);
        })
        .on('error', reject)
        // Of a server that wants to speak another protocol Node tells nothing but this.
        .on('close', () => isAnswered || reject(new Error('Neither an answer nor an error.')))
        .end(body);
    });
  }

  return async (request) => {
    try {
      return ok(await toAnswer(await exchange(request), request.maxBytes));
    } catch (error) {
      return err(toNoAnswer(error));
    }
  };
}

/**
 * After a task that blocked the loop, a new request runs before the timer that closes a connection and before the news
 * that the other side has closed it. So the connection's age counts as well.
 */
function watchIdle(agent: Agent): () => void {
  const freeSince = new WeakMap<object, number>();
  agent.on('free', (socket: object) => freeSince.set(socket, performance.now()));
  return () => {
    const at = performance.now();
    for (const socket of Object.values(agent.freeSockets).flatMap((sockets) => sockets ?? [])) {
      if (at - (freeSince.get(socket) ?? at) >= (socket.timeout || Number.POSITIVE_INFINITY)) socket.destroy();
    }
  };
}

interface Answered {
  readonly incoming: IncomingMessage;
  /** `undefined`: too many. */
  readonly bytes: Buffer | undefined;
}

/** Whatever its headers promise. */
function readBytes(
  incoming: IncomingMessage,
  maxBytes: number,
  resolve: (bytes: Buffer | undefined) => void,
  reject: (error: unknown) => void,
): void {
  const chunks: Buffer[] = [];
  let size = 0;
  incoming.on('data', (chunk: Buffer) => {
    size += chunk.byteLength;
    if (size <= maxBytes) chunks.push(chunk);
    else {
      resolve(undefined);
      // Closes the connection.
      incoming.destroy();
    }
  });
  incoming.on('end', () => resolve(Buffer.concat(chunks))).on('error', reject);
}

async function toAnswer({ incoming, bytes }: Answered, maxBytes: number): Promise<HttpAnswer> {
  const headers = new Map(Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]));
  const decoded = bytes && (await decode(bytes, headers.get('content-encoding') ?? '', maxBytes));
  return { status: incoming.statusCode ?? 0, headers, body: decoded && new TextDecoder().decode(decoded) };
}

/** An encoding that is not known is left as it is: what reads the text then finds none. */
async function decode(bytes: Buffer, encoding: string, maxOutputLength: number): Promise<Buffer | undefined> {
  const decoder = bytes.byteLength > 0 ? DECODERS.get(encoding.toLowerCase()) : undefined;
  if (!decoder) return bytes;
  try {
    return await decoder(bytes, { maxOutputLength });
  } catch (error) {
    if ((error as { code?: unknown }).code === 'ERR_BUFFER_TOO_LARGE') return undefined;
    throw error;
  }
}
