/**
 * What Kestrel, the host's server, makes of a request's head before anything of the host sees it: its limits, and
 * header values that are read as UTF-8 and refused where they are none (node:http reads them as Latin-1).
 */
import type { IncomingMessage } from 'node:http';

/** Kestrel's defaults: MaxRequestLineSize, MaxRequestHeadersTotalSize, MaxRequestHeaderCount. */
const MAX_LINE_BYTES = 8 * 1024;
const MAX_HEADERS_BYTES = 32 * 1024;
const MAX_HEADERS = 100;
/** For node:http, whose own limit is of line and headers together and far below: what it lets through is judged here. */
export const MAX_HEAD_BYTES = 2 * (MAX_LINE_BYTES + MAX_HEADERS_BYTES);

/** By lower-case name, in the order in which they came. */
export type RequestHeaders = ReadonlyMap<string, readonly string[]>;

/** The status is that of Kestrel's own answer. */
export type RequestHead =
  | { readonly ok: true; readonly headers: RequestHeaders }
  | { readonly ok: false; readonly status: 400 | 414 | 431 };

export function readRequestHead({ method = '', url = '', rawHeaders }: IncomingMessage): RequestHead {
  if (`${method} ${url} HTTP/1.1\r\n`.length > MAX_LINE_BYTES) return { ok: false, status: 414 };
  const fields = pairsOf(rawHeaders);
  const bytes = fields.reduce((sum, [name, value]) => sum + `${name}: ${value}\r\n`.length, '\r\n'.length);
  if (fields.length > MAX_HEADERS || bytes > MAX_HEADERS_BYTES) return { ok: false, status: 431 };
  const headers = new Map<string, string[]>();
  for (const [name, latin1] of fields) {
    const value = decodeUtf8(latin1);
    if (value === undefined) return { ok: false, status: 400 };
    const values = headers.get(name.toLowerCase());
    if (values === undefined) headers.set(name.toLowerCase(), [value]);
    else values.push(value);
  }
  return { ok: true, headers };
}

function pairsOf(rawHeaders: readonly string[]): readonly (readonly [name: string, value: string])[] {
  return rawHeaders.flatMap((name, index) => (index % 2 === 0 ? [[name, rawHeaders[index + 1] ?? ''] as const] : []));
}

function decodeUtf8(latin1: string): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Buffer.from(latin1, 'latin1'));
  } catch {
    return undefined;
  }
}
