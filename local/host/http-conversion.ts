/** node:http to the worker's protocol and back: URL, headers, query, trace context, bytes. */
import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { toSetCookie } from './cookies.ts';
import type { NullableString, RpcHttpRequest, RpcHttpResponse, TraceContext } from './core-types.ts';
import type { RequestHeaders } from './request-head.ts';

const TRACEPARENT = /^[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/;

/** The absolute URL a client asked for; undefined is the server's own 400 (no usable Host header or target). */
export function toRequestUrl(target: string, headers: RequestHeaders): URL | undefined {
  const [host, ...others] = headers.get('host') ?? [];
  if (host === undefined || others.length > 0 || !target.startsWith('/')) return undefined;
  // `new URL(target, base)` would take the path `//elsewhere` for a host.
  const text = `http://${host}${target}`;
  return /^[^/?#@\\]+$/.test(host) && URL.canParse(text) ? new URL(text) : undefined;
}

function toNullable(values: Iterable<readonly [string, string]>): Record<string, NullableString> {
  const result: Record<string, NullableString> = Object.create(null);
  for (const [name, value] of values) result[name] = { value };
  return result;
}

/** Names are lower case; a repeated header is one value joined by a comma, as ASP.NET hands it to the worker. */
function toHeaders(headers: RequestHeaders): Record<string, NullableString> {
  return toNullable([...headers].map(([name, values]) => [name, values.join(name === 'cookie' ? '; ' : ',')]));
}

/** Repeated names are joined by a comma; names that differ by case only are the same name. */
function toQuery(url: URL): Record<string, NullableString> {
  const found = new Map<string, { readonly name: string; readonly values: string[] }>();
  for (const [name, value] of url.searchParams) {
    const entry = found.get(name.toLowerCase());
    if (entry === undefined) found.set(name.toLowerCase(), { name, values: [value] });
    else entry.values.push(value);
  }
  return toNullable([...found.values()].map(({ name, values }) => [name, values.join(',')]));
}

/** A request in the worker's protocol. Zero bytes are no body. */
export function toRpcRequest(
  method: string,
  url: URL,
  headers: RequestHeaders,
  params: Readonly<Record<string, string>>,
  bytes: Uint8Array,
): RpcHttpRequest {
  return {
    method,
    url: url.href,
    nullableHeaders: toHeaders(headers),
    nullableQuery: toQuery(url),
    nullableParams: toNullable(Object.entries(params)),
    ...(bytes.byteLength > 0 ? { body: { bytes } } : {}),
  };
}

/** One of the host's own: it is not sampled (W3C Trace Context 3.2). */
export function createTraceContext(): TraceContext {
  const generated = `00-${randomBytes(16).toString('hex')}-${randomBytes(8).toString('hex')}-00`;
  return { traceParent: generated, traceState: '', attributes: {} };
}

/** The client's `traceparent` when it is well formed, else a new one. */
export function toTraceContext(request: IncomingMessage): TraceContext {
  const given = request.headers['traceparent'];
  if (typeof given === 'string' && TRACEPARENT.test(given)) {
    const state = request.headers['tracestate'];
    return { traceParent: given, traceState: typeof state === 'string' ? state : '', attributes: {} };
  }
  return createTraceContext();
}

/**
 * Writes what a function returned: a body always in chunks, unless the function said its length. Nothing returned is 204, the documented default since host version 2.
 * A function's header replaces a custom header of the same name.
 */
export function writeRpcResponse(response: ServerResponse, answer: RpcHttpResponse | undefined): void {
  response.statusCode = answer === undefined ? 204 : Number(answer.statusCode ?? '200');
  for (const [name, value] of Object.entries(answer?.headers ?? {})) response.setHeader(name, value);
  if (answer?.cookies !== undefined && answer.cookies.length > 0) {
    response.setHeader('set-cookie', answer.cookies.map(toSetCookie));
  }
  const bytes = Buffer.from(answer?.body?.bytes ?? answer?.body?.string ?? '');
  const declared = answer?.headers?.['content-length'];
  if (declared !== undefined && Number(declared) !== bytes.byteLength && response.req.method !== 'HEAD') {
    // Kestrel fails such an answer too; correcting it here would hide a handler that copies upstream headers.
    throw new Error(`The function declared a content-length of ${declared} for ${bytes.byteLength} bytes.`);
  }
  const mayHaveLength = ![204, 205, 304].includes(response.statusCode) && response.req.method !== 'HEAD';
  if (bytes.byteLength > 0) response.write(bytes);
  else if (mayHaveLength && !response.hasHeader('transfer-encoding')) response.setHeader('content-length', 0);
  response.end();
}
