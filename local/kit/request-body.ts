/** Reads a request's body, and no more of it than an emulated service ever needs. */
import type { IncomingMessage } from 'node:http';

/** Generous beside the 10,000 characters of a setting and the prompts of a session. */
const MAX_BODY_BYTES = 1_048_576;

/** `cut`: the client went away before the end. */
export function readBody(request: IncomingMessage): Promise<Buffer | 'too large' | 'cut'> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let length = 0;
    request.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length <= MAX_BODY_BYTES) chunks.push(chunk);
      else resolve('too large');
    });
    request.once('end', () => resolve(Buffer.concat(chunks)));
    request.once('error', () => resolve('cut'));
    request.once('close', () => resolve('cut'));
  });
}
