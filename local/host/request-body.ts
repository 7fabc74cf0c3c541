/** Reads a request's body up to the host's limit: the declared length first, then the bytes that really come. */
import type { IncomingMessage } from 'node:http';

/** `tooLarge` is the host's 413; `aborted` means that the client went away and nobody waits for an answer. */
export type RequestBody =
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'tooLarge' }
  | { readonly kind: 'aborted' };

/** Never rejects. */
export function readRequestBody(request: IncomingMessage, maxBytes: number): Promise<RequestBody> {
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) return Promise.resolve({ kind: 'tooLarge' });
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.byteLength;
      if (size > maxBytes) resolve({ kind: 'tooLarge' });
      else chunks.push(chunk);
    });
    request.on('end', () => resolve({ kind: 'bytes', bytes: Buffer.concat(chunks) }));
    request.on('error', () => resolve({ kind: 'aborted' }));
    request.on('close', () => resolve({ kind: 'aborted' }));
  });
}
