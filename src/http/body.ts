/** A request's JSON body: bounded before it is parsed, and every member of it known. */
import type { HttpRequest } from '@azure/functions';
import type * as z from 'zod/mini';
import { redact } from '../lib/redact.ts';
import { err, ok, type Result } from '../lib/result.ts';
import { type Finding, validate } from '../lib/validation.ts';

export type BodyError =
  | { readonly reason: 'invalid_json' | 'body_too_large' | 'unsupported_media_type' }
  | { readonly reason: 'invalid_request' | 'not_permitted'; readonly findings: readonly Finding[] };

/** A legal body is a few hundred bytes; more is a mistake or an attack on memory. */
export const MAX_BODY_BYTES = 4 * 1024;

/** RFC 9110 section 8.3.1: type and subtype have no case, parameters may follow. */
const JSON_MEDIA_TYPE = /^application\/json[ \t]*(?:;|$)/i;

/**
 * No body, zero bytes and `{}` are the same request. openai-node's `create()` without arguments sends the second form
 * with a Content-Type of application/json.
 */
export async function readJsonBody<T>(request: HttpRequest, schema: z.ZodMiniType<T>): Promise<Result<T, BodyError>> {
  const bytes = await readBytes(request);
  if (bytes === undefined) return err({ reason: 'body_too_large' });
  if (bytes.byteLength > 0 && !JSON_MEDIA_TYPE.test(request.headers.get('content-type') ?? '')) {
    return err({ reason: 'unsupported_media_type' });
  }
  const parsed = bytes.byteLength === 0 ? ok({}) : parseUtf8Json(bytes);
  if (!parsed.ok) return parsed;
  const validated = validate(schema, parsed.value);
  return 'value' in validated ? ok(validated.value) : err(toBodyError(validated.findings));
}

/** `undefined` when there are too many. Content-Length saves reading a body that says itself that it is too large. */
async function readBytes(request: HttpRequest): Promise<ArrayBuffer | undefined> {
  if (Number(request.headers.get('content-length') ?? 0) > MAX_BODY_BYTES) return undefined;
  const bytes = await request.arrayBuffer();
  return bytes.byteLength > MAX_BODY_BYTES ? undefined : bytes;
}

function parseUtf8Json(bytes: ArrayBuffer): Result<unknown, BodyError> {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    return ok(value);
  } catch {
    return err({ reason: 'invalid_json' });
  }
}

/** What is not the caller's to set goes before what is only wrong. */
export function toBodyError(findings: readonly Finding[]): BodyError {
  // A member that breaks two rules is named once; its name is the caller's text and is repeated to them.
  const named = [...new Map(findings.map((finding) => [redact(finding.pointer), finding]))].map(
    ([pointer, finding]) => ({ ...finding, pointer }),
  );
  const unknownMembers = named.filter(({ unknownMember }) => unknownMember);
  return unknownMembers.length > 0
    ? { reason: 'not_permitted', findings: unknownMembers }
    : { reason: 'invalid_request', findings: named };
}
