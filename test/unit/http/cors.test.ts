import * as fc from 'fast-check';
import { corsHeaders, preflightHeaders } from '../../../src/http/cors.ts';
import { forAll } from '../../support/property.ts';

const FIRST = 'https://app.example.com';
const SECOND = 'http://localhost:5173';
const allowed = [FIRST, SECOND];

/** What openai-node and the Agents SDK send beside what a browser may always send. */
const SENT_BY_SDKS = [
  'authorization',
  'content-type',
  'x-openai-agents-sdk',
  'traceparent',
  'tracestate',
  'x-request-id',
  'idempotency-key',
  ...[
    'arch',
    'lang',
    'os',
    'package-version',
    'retry-count',
    'runtime',
    'runtime-version',
    'timeout',
    'helper-method',
  ].map((name) => `x-stainless-${name}`),
  'openai-organization',
  'openai-project',
];

function listOf(headers: Readonly<Record<string, string>>, name: string): readonly string[] {
  return (headers[name] ?? '').split(', ');
}

describe('CORS', () => {
  test.each(allowed)('echoes the one origin that asks, exactly: %s', (origin) => {
    expect(corsHeaders(origin, allowed)).toMatchObject({ Vary: 'Origin', 'Access-Control-Allow-Origin': origin });
    expect(preflightHeaders(origin, allowed)).toMatchObject({ 'Access-Control-Allow-Methods': 'POST, GET, OPTIONS' });
  });

  test.each([
    'https://other.example.com',
    `${FIRST}/`,
    `${FIRST}:443`,
    FIRST.toUpperCase(),
    `${FIRST}.evil.example`,
    'http://app.example.com',
    'null',
    '*',
    '',
    null,
  ])('gives %j nothing, and says that it could have been different', (origin) => {
    expect(corsHeaders(origin, allowed)).toEqual({ Vary: 'Origin' });
    expect(preflightHeaders(origin, allowed)).toEqual({});
  });

  test('lets nobody in when no origin is configured', () => {
    expect(corsHeaders(FIRST, [])).toEqual({ Vary: 'Origin' });
    expect(preflightHeaders(FIRST, [])).toEqual({});
  });

  test.each(SENT_BY_SDKS)('lets a page send %s', (name) => {
    expect(listOf(preflightHeaders(FIRST, allowed), 'Access-Control-Allow-Headers')).toContain(name);
  });

  test.each([
    'Location',
    'RateLimit',
    'RateLimit-Policy',
    'Retry-After',
    'x-should-retry',
    'X-Request-Id',
    'Server-Timing',
  ])('lets a page read %s', (name) => {
    expect(listOf(corsHeaders(FIRST, allowed), 'Access-Control-Expose-Headers')).toContain(name);
  });

  test('never allows credentials, and is remembered no longer than Chromium does', () => {
    const headers = { ...corsHeaders(FIRST, allowed), ...preflightHeaders(FIRST, allowed) };
    expect(headers).not.toHaveProperty('Access-Control-Allow-Credentials');
    expect(Number(preflightHeaders(FIRST, allowed)['Access-Control-Max-Age'])).toBeLessThanOrEqual(7_200);
  });

  test('allows an origin exactly when it is on the list, whatever it is', () => {
    const origin = fc.oneof(fc.webUrl(), fc.string(), fc.constantFrom(...allowed, 'null', '*'));
    forAll(
      fc.property(origin, fc.array(origin), (asking, list) => {
        const granted = corsHeaders(asking, list)['Access-Control-Allow-Origin'];
        expect(granted).toBe(list.includes(asking) ? asking : undefined);
      }),
    );
  });
});
