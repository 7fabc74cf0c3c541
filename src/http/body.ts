/** A request's body: of the one media type that the route takes, and bounded before it is parsed. */
import type { HttpRequest } from '@azure/functions';
import { redact } from '../lib/redact.ts';
import { err, ok, type Result } from '../lib/result.ts';
import type { Finding } from '../lib/validation.ts';

export type BodyError =
  | { readonly reason: 'invalid_json' }
  | { readonly reason: 'body_too_large'; readonly maxBytes: number }
  | { readonly reason: 'length_required' }
  | { readonly reason: 'unsupported_content_coding' }
  | { readonly reason: 'unsupported_media_type'; readonly expected: MediaType }
  | { readonly reason: 'invalid_request' | 'not_permitted'; readonly findings: readonly Finding[] };

export type MediaType = 'application/json' | 'application/sdp';

/** A legal body is a few hundred bytes; more is a mistake or an attack on memory. */
export const MAX_BODY_BYTES = 4 * 1024;

/**
 * No body, `Content-Length: 0` and `{}` are the same request. openai-node's `create()` without arguments sends the
 * second form with a Content-Type of application/json.
 */
export async function readJsonBody(
  request: HttpRequest,
  maxBytes = MAX_BODY_BYTES,
): Promise<Result<unknown, BodyError>> {
  const bytes = await readBytes(request, maxBytes);
  if (!bytes.ok) return bytes;
  const isEmpty = bytes.value.byteLength === 0;
  if (!isEmpty && !hasMediaType(request, 'application/json')) return refuseMediaType('application/json');
  return isEmpty ? ok({}) : parseUtf8Json(bytes.value);
}

/** A body that must be there and of that media type; what of it is no UTF-8 is replaced. */
export async function readTextBody(
  request: HttpRequest,
  { mediaType, maxBytes }: { readonly mediaType: MediaType; readonly maxBytes: number },
): Promise<Result<string, BodyError>> {
  if (!hasMediaType(request, mediaType)) return refuseMediaType(mediaType);
  const bytes = await readBytes(request, maxBytes);
  return bytes.ok ? ok(new TextDecoder().decode(bytes.value)) : bytes;
}

/** Content-Length saves reading a body that says itself that it is too large. */
async function readBytes(request: HttpRequest, maxBytes: number): Promise<Result<ArrayBuffer, BodyError>> {
  const tooLarge = err<BodyError>({ reason: 'body_too_large', maxBytes });
  if (Number(request.headers.get('content-length') ?? 0) > maxBytes) return tooLarge;
  const bytes = await request.arrayBuffer();
  if (bytes.byteLength > maxBytes) return tooLarge;
  if (bytes.byteLength === 0) return hasLostItsBody(request) ? err({ reason: 'length_required' }) : ok(bytes);
  return isCoded(request) ? err({ reason: 'unsupported_content_coding' }) : ok(bytes);
}

/**
 * The Functions host hands a body on only where Content-Length is above 0 and drops any other without a word
 * (azure-functions-host#4926, azure-functions-nodejs-worker#524): what says that it has one must not pass for `{}`.
 */
function hasLostItsBody({ headers }: HttpRequest): boolean {
  return headers.has('transfer-encoding') || (Boolean(headers.get('content-type')) && !headers.has('content-length'));
}

/** RFC 9110 section 8.4: codings have no case and come as a list. Neither the host nor we decode any. */
function isCoded({ headers }: HttpRequest): boolean {
  const codings = (headers.get('content-encoding') ?? '').split(',').map((coding) => coding.trim().toLowerCase());
  return codings.some((coding) => coding !== '' && coding !== 'identity');
}

/** RFC 9110 section 8.3.1: type and subtype have no case, parameters may follow. */
export function hasMediaType(request: HttpRequest, expected: MediaType): boolean {
  const [mediaType = ''] = (request.headers.get('content-type') ?? '').split(';');
  return mediaType.trim().toLowerCase() === expected;
}

function refuseMediaType(expected: MediaType) {
  return err<BodyError>({ reason: 'unsupported_media_type', expected });
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
