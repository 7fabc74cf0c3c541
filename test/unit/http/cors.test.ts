import * as fc from 'fast-check';
import { corsHeaders } from '../../../src/http/cors.ts';
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

const NAME = 'Access-Control-Allow-Headers';
const CLOSED = ['x-on-behalf-of'];

function answerTo(origin: string | null, list: readonly string[] = allowed) {
  return corsHeaders({ method: 'POST', headers: new Headers(origin === null ? {} : { origin }) }, list, CLOSED);
}

function preflightOf(
  headers: Readonly<Record<string, string>> = {},
  origin: string | null = FIRST,
  list: readonly string[] = allowed,
) {
  const all = new Headers({ ...(origin === null ? {} : { origin }), ...headers });
  return corsHeaders({ method: 'OPTIONS', headers: all }, list, CLOSED);
}

const asking = (names: string) => preflightOf({ 'Access-Control-Request-Headers': names });

function listOf(headers: Readonly<Record<string, string>>, name: string): readonly string[] {
  return (headers[name] ?? '').split(', ');
}

describe('CORS', () => {
  test.each(allowed)('echoes the one origin that asks, exactly: %s', (origin) => {
    expect(answerTo(origin)).toMatchObject({ Vary: 'Origin', 'Access-Control-Allow-Origin': origin });
    expect(preflightOf({}, origin)).toMatchObject({ 'Access-Control-Allow-Methods': 'POST, GET, DELETE, OPTIONS' });
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
    expect(answerTo(origin)).toEqual({ Vary: 'Origin' });
    const asked = { 'Access-Control-Request-Headers': 'baggage', 'Access-Control-Request-Private-Network': 'true' };
    expect(Object.keys(preflightOf(asked, origin))).toEqual(['Vary']);
  });

  test('lets nobody in when no origin is configured', () => {
    expect(answerTo(FIRST, [])).toEqual({ Vary: 'Origin' });
    expect(Object.keys(preflightOf({}, FIRST, []))).toEqual(['Vary']);
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
    expect(listOf(answerTo(FIRST), 'Access-Control-Expose-Headers')).toContain(name);
  });

  test('never allows credentials, and is remembered no longer than Chromium does', () => {
    const headers = { ...answerTo(FIRST), ...preflightOf() };
    expect(headers).not.toHaveProperty('Access-Control-Allow-Credentials');
    expect(Number(headers['Access-Control-Max-Age'])).toBeLessThanOrEqual(7_200);
  });

  test('allows an origin exactly when it is on the list, whatever it is', () => {
    const origin = fc.oneof(fc.webUrl(), fc.string(), fc.constantFrom(...allowed, 'null', '*'));
    forAll(
      fc.property(origin, fc.array(origin), (asked, list) => {
        const granted = corsHeaders({ method: 'GET', headers: { get: () => asked } }, list, CLOSED);
        expect(granted['Access-Control-Allow-Origin']).toBe(list.includes(asked) ? asked : undefined);
      }),
    );
  });
});

describe('the request headers of a page', () => {
  test.each(SENT_BY_SDKS)('may be %s, which the SDKs send, also where the preflight names none', (name) => {
    expect(listOf(preflightOf(), NAME)).toContain(name);
    expect(listOf(asking(name), NAME)).toEqual([name]);
  });

  test.each([
    ['Application Insights', 'authorization,content-type,request-context,request-id,traceparent'],
    ['Sentry', 'baggage,sentry-trace'],
    ['Datadog', 'x-datadog-origin,x-datadog-parent-id,x-datadog-sampling-priority,x-datadog-trace-id'],
    ['Zipkin', 'b3,x-b3-sampled,x-b3-spanid,x-b3-traceid'],
    ['an odd framework', "x_y,x.y,!#$%&'+^`|~"],
  ])('are answered as %s asks for them', (_who, asked) => {
    expect(asking(asked)[NAME]).toBe(asked.split(',').join(', '));
  });

  test('are answered in the case in which they are asked for, each once, without what is empty', () => {
    expect(asking(' Baggage ,,\tX-Trace,baggage, ,BAGGAGE')[NAME]).toBe('BAGGAGE, X-Trace');
  });

  test('are never a star, and nothing that is no name of a header', () => {
    expect(asking('*, baggage, x y, "q", é, a:b, (c), x\u0001')[NAME]).toBe('baggage');
  });

  test.each(['', ' , ,', '*', 'x y'])('are those of the SDKs where nothing is asked for: %j', (asked) => {
    expect(listOf(asking(asked), NAME)).toEqual(expect.arrayContaining(SENT_BY_SDKS));
  });

  test('are as many as a request may have, and no list of any length', () => {
    const names = Array.from({ length: 101 }, (_, index) => `x-${index}`);
    expect(listOf(asking(names.slice(1).join()), NAME)).toEqual(names.slice(1));
    expect(listOf(asking(names.join()), NAME)).not.toContain('x-1');
    const long = 'x'.repeat(4_096);
    expect(asking(long)[NAME]).toBe(long);
    expect(asking(`${long}x`)[NAME]).not.toContain('xx');
  });

  test('decide over the answer, and Vary says so', () => {
    const vary = listOf(asking('baggage'), 'Vary');
    expect(vary).toEqual(expect.arrayContaining(['Origin', 'Access-Control-Request-Headers']));
    expect(listOf(preflightOf({}, 'https://other.example.com'), 'Vary')).toEqual(vary);
  });
});

test('a page may reach an app behind a private endpoint where it asks so, and only then', () => {
  const name = 'Access-Control-Allow-Private-Network';
  expect(preflightOf({ 'Access-Control-Request-Private-Network': 'true' })).toHaveProperty(name, 'true');
  expect(preflightOf()).not.toHaveProperty(name);
  expect(preflightOf({ 'Access-Control-Request-Private-Network': 'x' })).not.toHaveProperty(name);
});

test('a method that no route has is not allowed because a page asks for it', () => {
  expect(preflightOf({ 'Access-Control-Request-Method': 'PUT' })['Access-Control-Allow-Methods']).not.toMatch(/PUT/);
});

test('never allows a closed header, whatever its letters, and allows what is asked beside it', () => {
  expect(listOf(asking('authorization, X-On-Behalf-Of, baggage'), NAME)).toEqual(['authorization', 'baggage']);
  expect(listOf(asking('x-on-behalf-of'), NAME)).not.toContain('x-on-behalf-of');
});
