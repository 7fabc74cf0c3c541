/**
 * Reads a request's body up to the host's limit: the declared length first, then the bytes that really come. A body
 * without a Content-Length above 0 is dropped, as the host does (azure-functions-host#4926, #7930).
 */
import type { IncomingMessage } from 'node:http';

/** `tooLarge` is the host's 413; `aborted` means that the client went away and nobody waits for an answer. */
export type RequestBody =
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'tooLarge' }
  | { readonly kind: 'aborted' };

/** Never rejects. */
export function readRequestBody(request: IncomingMessage, maxBytes: number): Promise<RequestBody> {
  const declared = Number(request.headers['content-length'] ?? 0);
  if (declared > maxBytes) return Promise.resolve({ kind: 'tooLarge' });
  if (declared === 0) {
    request.resume();
    return Promise.resolve({ kind: 'bytes', bytes: new Uint8Array() });
  }
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
