/** Sends generated requests over kept connections, so many at a time, each with a deadline. */
import { Agent, request as httpRequest } from 'node:http';
import type { FuzzAnswer, GeneratedRequest } from './generated-request.ts';

/** Longer than the host's own limit for an invocation would be no limit. */
const DEADLINE_MS = 25_000;

export interface Sender {
  /** Resolves with a text that says what went wrong where there is no answer. */
  send(request: GeneratedRequest): Promise<FuzzAnswer | string>;
  close(): void;
}

export function createSender(hostUrl: string, connections: number): Sender {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const { port } = new URL(hostUrl);
  return {
    close: () => agent.destroy(),
    send({ method, target, headers, body }) {
      return new Promise((resolve) => {
        const options = { agent, host: '127.0.0.1', port, method, path: target, timeout: DEADLINE_MS };
        const length = body === undefined ? {} : { 'content-length': String(body.byteLength) };
        const sent = httpRequest({ ...options, headers: { ...headers, ...length } }, (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.once('error', (error) => resolve(`a broken answer: ${error.message}`));
          response.once('end', () =>
            resolve({
              status: response.statusCode ?? 0,
              headers: response.headers,
              text: Buffer.concat(chunks).toString('utf8'),
            }),
          );
        });
        sent.once('timeout', () => sent.destroy(new Error(`nothing within ${DEADLINE_MS} ms`)));
        sent.once('error', (error) => resolve(`no answer: ${error.message}`));
        sent.end(body);
      });
    },
  };
}

/** Each item through `work`, `width` at a time; ends with the last of them. */
export async function inParallel<T>(
  items: readonly T[],
  width: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const queue = items.values();
  const lane = async (): Promise<void> => {
    for (const item of queue) await work(item);
  };
  await Promise.all(Array.from({ length: width }, lane));
}
