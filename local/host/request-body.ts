/**
 * Reads a request's body up to the host's limit: the declared length first, then the bytes that really come. A body
 * without a Content-Length above 0 is dropped, as the host does (azure-functions-host#4926, #7930).
 */
import type { IncomingMessage } from 'node:http';
import { type ReadBody, readBody } from '../kit/request-body.ts';

export async function readRequestBody(request: IncomingMessage, maxBytes: number): Promise<ReadBody> {
  const declared = Number(request.headers['content-length'] ?? 0);
  if (declared > maxBytes) return 'too large';
  if (declared > 0) return readBody(request, maxBytes);
  request.resume();
  return Buffer.alloc(0);
}
