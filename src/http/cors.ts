/**
 * CORS, answered in code and nowhere else: where the platform's own CORS is configured it takes preflights before us.
 * The Origin header is no authentication; it only decides what a browser lets its page read.
 */

type HeaderMap = Readonly<Record<string, string>>;

/** What of a request decides its CORS headers. */
interface Asking {
  readonly method: string;
  readonly headers: { get(name: string): string | null };
}

/** For a preflight that asks for none by name: what the Agents SDK and openai-node send. */
const SDK_HEADERS = [
  'authorization',
  'content-type',
  'x-openai-agents-sdk',
  'traceparent',
  'tracestate',
  'x-request-id',
  'idempotency-key',
  'x-stainless-arch',
  'x-stainless-lang',
  'x-stainless-os',
  'x-stainless-package-version',
  'x-stainless-retry-count',
  'x-stainless-runtime',
  'x-stainless-runtime-version',
  'x-stainless-timeout',
  'x-stainless-helper-method',
  'openai-organization',
  'openai-project',
];

const EXPOSED_HEADERS = [
  'Location',
  'Realtime-Call-Ends',
  'Realtime-Model',
  'RateLimit',
  'RateLimit-Policy',
  'Retry-After',
  'x-should-retry',
  'X-Request-Id',
  'Server-Timing',
  'apim-request-id',
];

/** A token of RFC 9110 section 5.6.2 without `*`, which alone would be every header but Authorization. */
const FIELD_NAME = /^[!#$%&'+.^_`|~0-9A-Za-z-]+$/;
/** The Functions host takes no request with more headers (Kestrel’s MaxRequestHeaderCount). */
const MAX_ASKED_HEADERS = 100;
const MAX_ASKED_CHARACTERS = 4_096;

/** Chromium keeps a preflight no longer than this, whatever is asked. */
const MAX_AGE_SECONDS = 7_200;

/**
 * For every answer. The origin that is refused gets nothing, and `Vary` says that it could have been different. No
 * credentials: no cookie is used, so there is no CSRF.
 *
 * @param closed headers that no page may send, in small letters.
 */
export function corsHeaders(
  { method, headers }: Asking,
  allowed: readonly string[],
  closed: readonly string[],
): HeaderMap {
  const origin = headers.get('origin');
  const isPreflight = method === 'OPTIONS';
  const vary = {
    Vary: isPreflight ? 'Origin, Access-Control-Request-Headers, Access-Control-Request-Private-Network' : 'Origin',
  };
  if (origin === null || !allowed.includes(origin)) return vary;
  return {
    ...vary,
    'Access-Control-Allow-Origin': origin,
    'Access-Control-Expose-Headers': EXPOSED_HEADERS.join(', '),
    ...(isPreflight ? preflightHeaders(headers, closed) : {}),
  };
}

function preflightHeaders(headers: Asking['headers'], closed: readonly string[]): HeaderMap {
  // Asked by Chromium of an app behind a private endpoint: who lists an origin means it there as well.
  const asksForPrivateNetwork = headers.get('access-control-request-private-network') === 'true';
  return {
    'Access-Control-Allow-Methods': 'POST, GET, DELETE, OPTIONS',
    'Access-Control-Allow-Headers': toAllowedHeaders(headers.get('access-control-request-headers'), closed).join(', '),
    'Access-Control-Max-Age': String(MAX_AGE_SECONDS),
    ...(asksForPrivateNetwork ? { 'Access-Control-Allow-Private-Network': 'true' } : {}),
  };
}

/**
 * As asked: what runs in a page adds headers of its own to every request (Application Insights `request-id`, Sentry
 * `baggage`), and none of them means anything here but those that are closed. A list of ours could only be too short.
 */
function toAllowedHeaders(asked: string | null, closed: readonly string[]): readonly string[] {
  const names = (asked ?? '').split(',').map((name) => name.trim());
  const distinct = new Map(names.filter((name) => FIELD_NAME.test(name)).map((name) => [name.toLowerCase(), name]));
  const isTooMuch = distinct.size > MAX_ASKED_HEADERS || (asked ?? '').length > MAX_ASKED_CHARACTERS;
  for (const name of closed) distinct.delete(name);
  return distinct.size === 0 || isTooMuch ? SDK_HEADERS : [...distinct.values()];
}
