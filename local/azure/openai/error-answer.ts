/** An error of the resource as an answer, with the headers that come with any. */
import { type Answer, json } from '../../kit/reply.ts';
import type { MintError } from './mint-errors.ts';
import { createCommonHeaders } from './response-headers.ts';

export function toAnswer({ status, body, headers }: MintError): Answer {
  return withCommonHeaders({ ...json(status, null, headers), body });
}

export function withCommonHeaders(plain: Answer): Answer {
  return { ...plain, headers: { ...createCommonHeaders(), ...plain.headers } };
}
