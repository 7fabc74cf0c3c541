/** One id from the caller's complaint to our logs. */

import { redact } from '../lib/redact.ts';

/** What is echoed and logged has a length and an alphabet, and is no secret that was sent in the wrong place. */
const CLIENT_REQUEST_ID = /^[\w.:-]{1,128}$/;

/** The client's own id where it is harmless, else the host's invocation id, by which the host's logs go too. */
export function requestIdOf(headers: { get(name: string): string | null }, invocationId: string): string {
  const sent = headers.get('x-request-id') ?? '';
  return CLIENT_REQUEST_ID.test(sent) && redact(sent) === sent ? sent : invocationId;
}
