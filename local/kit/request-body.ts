/** Reads a request's body, up to a limit. */
import type { IncomingMessage } from 'node:http';

/** `cut`: the client went away before the end, and nobody waits for an answer. */
export type ReadBody = Buffer | 'too large' | 'cut';

/** Never rejects. */
export function readBody(request: IncomingMessage, maxBytes: number): Promise<ReadBody> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let length = 0;
    request.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length <= maxBytes) chunks.push(chunk);
      else resolve('too large');
    });
    request.once('end', () => resolve(Buffer.concat(chunks)));
    request.once('error', () => resolve('cut'));
    request.once('close', () => resolve('cut'));
  });
}
