/**
 * Conversations over WebSockets by `ws`: Node's own WebSocket hides the status of a refused handshake, which says
 * whether a call has ended or the identity lacks a role.
 */
import type { IncomingMessage } from 'node:http';
import { WebSocket } from 'ws';
import { toNoAnswer } from '../lib/http.ts';
import { err, ok, type Result } from '../lib/result.ts';
import type { Conversation, Converse, Unheard } from '../lib/web-socket.ts';

/** Of a refusal's body: an error's text. */
const MAX_REFUSAL_BYTES = 64 * 1024;

export const converse: Converse = <T>(conversation: Conversation<T>) =>
  new Promise<Result<T, Unheard>>((resolve) => {
    const { url, headers, signal, handshakeMs, maxBytes, say, hear } = conversation;
    if (signal.aborted) return resolve(err({ kind: 'unanswered', ...toNoAnswer(undefined) }));
    const socket = new WebSocket(url, {
      headers: { ...headers, 'User-Agent': 'realtime-token-endpoint' },
      maxPayload: maxBytes,
      perMessageDeflate: false,
      followRedirects: false,
    });
    let failure: Unheard = { kind: 'unanswered', ...toNoAnswer(undefined) };
    const hangUp = () => socket.terminate();
    signal.addEventListener('abort', hangUp, { once: true });
    // The limit of `ws` counts from the last byte: an answer that trickles in would outlast it.
    const early = setTimeout(hangUp, handshakeMs);

    function end(result: Result<T, Unheard>): void {
      clearTimeout(early);
      signal.removeEventListener('abort', hangUp);
      // Before the handshake is over `ws` tells of this by an error, which nobody waits for any more.
      socket.terminate();
      resolve(result);
    }

    socket
      .on('unexpected-response', (_request, response) => {
        readBody(response, (body) => end(err({ kind: 'refused', answer: toAnswer(response, body) })));
      })
      .on('open', () => {
        clearTimeout(early);
        failure = { kind: 'closed' };
        socket.send(say);
      })
      .on('message', (data, isBinary) => {
        const heard = isBinary ? undefined : hear(String(data));
        if (heard !== undefined) end(ok(heard));
      })
      .on('error', (error) => {
        if (failure.kind === 'unanswered') failure = { kind: 'unanswered', ...toNoAnswer(error) };
      })
      .on('close', () => end(err(failure)));
  });

function toAnswer({ statusCode = 0, headers }: IncomingMessage, body: string) {
  return {
    status: statusCode,
    headers: new Map(Object.entries(headers).map(([name, value]) => [name, String(value)])),
    body,
  };
}

function readBody(response: IncomingMessage, done: (body: string) => void): void {
  const chunks: Buffer[] = [];
  let size = 0;
  response
    .on('data', (chunk: Buffer) => {
      size += chunk.byteLength;
      if (size <= MAX_REFUSAL_BYTES) chunks.push(chunk);
      else response.destroy();
    })
    .on('close', () => done(new TextDecoder().decode(Buffer.concat(chunks))))
    .on('error', () => undefined);
}
