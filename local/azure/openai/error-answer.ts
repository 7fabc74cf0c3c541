/** An error of the resource: found by its name, and as an answer with the headers that come with any. */
import { type Answer, json } from '../../kit/reply.ts';
import type { MintError } from './mint-errors.ts';
import { createCommonHeaders } from './response-headers.ts';

/** Of a table of errors, by the value of a switch. */
export function findError(errors: Readonly<Record<string, MintError>>, name: string): MintError | undefined {
  return Object.entries(errors).find(([candidate]) => candidate === name)?.[1];
}

export function toAnswer({ status, body, headers }: MintError): Answer {
  return withCommonHeaders({ ...json(status, null, headers), body });
}

export function withCommonHeaders(plain: Answer): Answer {
  return { ...plain, headers: { ...createCommonHeaders(), ...plain.headers } };
}
