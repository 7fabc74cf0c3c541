/**
 * CORS, answered in code and nowhere else: where the platform's own CORS is configured it takes preflights before us.
 * The Origin header is no authentication; it only decides what a browser lets its page read.
 */

type HeaderMap = Readonly<Record<string, string>>;

/**
 * A prefix cannot be expressed, and `*` does not cover Authorization: what the Agents SDK and openai-node send has to
 * be named one by one.
 */
const REQUEST_HEADERS = [
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
  'RateLimit',
  'RateLimit-Policy',
  'Retry-After',
  'x-should-retry',
  'X-Request-Id',
  'Server-Timing',
  'apim-request-id',
];

/** Chromium keeps a preflight no longer than this, whatever is asked. */
const MAX_AGE_SECONDS = 7_200;

/** For every answer. The origin that is refused gets nothing, and `Vary` says that it could have been different. */
export function corsHeaders(origin: string | null, allowed: readonly string[]): HeaderMap {
  if (origin === null || !allowed.includes(origin)) return { Vary: 'Origin' };
  return {
    Vary: 'Origin',
    'Access-Control-Allow-Origin': origin,
    'Access-Control-Expose-Headers': EXPOSED_HEADERS.join(', '),
  };
}

/** What a preflight's answer has beside `corsHeaders`. No credentials: no cookie is used, so there is no CSRF. */
export function preflightHeaders(origin: string | null, allowed: readonly string[]): HeaderMap {
  if (origin === null || !allowed.includes(origin)) return {};
  return {
    'Access-Control-Allow-Methods': 'POST, GET, OPTIONS',
    'Access-Control-Allow-Headers': REQUEST_HEADERS.join(', '),
    'Access-Control-Max-Age': String(MAX_AGE_SECONDS),
  };
}
