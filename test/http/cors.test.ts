/** CORS through the bundle: what decides whether a page in a browser may read our answers. */
import { type Answer, type System, startSystem } from './system.ts';

const MINT = '/api/realtime/client_secrets';
const FIRST = 'https://app.example.com';
const SECOND = 'http://localhost:3000';
const STRANGER = 'https://evil.example.com';

/** What the Agents SDK and openai-node, as package.json pins them, put on a request from a browser. */
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

let system: System;
/** The very first request that the app ever got. */
let onColdApp: Answer;
/** What had been asked of the services that a preflight has no use for. */
let askedByThen: readonly number[];
beforeAll(async () => {
  system = await startSystem({ settings: { 'realtime:cors:origins': JSON.stringify([FIRST, SECOND]) } });
  onColdApp = await preflight(FIRST);
  const { requests } = system.azure;
  askedByThen = [requests.count('issuer'), requests.count('openai')];
});
afterAll(() => system.stop());

function preflight(origin: string, asked: readonly string[] = SDK_HEADERS, path = MINT): Promise<Answer> {
  return system.request(path, {
    method: 'OPTIONS',
    headers: {
      Origin: origin,
      'Access-Control-Request-Method': 'POST',
      'Access-Control-Request-Headers': asked.join(','),
    },
  });
}

function corsOf({ headers }: Answer): readonly string[] {
  return [...headers.keys()].filter((name) => name.startsWith('access-control-'));
}

function listOf(answer: Answer, name: string): readonly string[] {
  return (answer.headers.get(name) ?? '').split(',').map((entry) => entry.trim());
}

test('answers a preflight that is the first request of a cold app', () => {
  expect(onColdApp.status).toBe(204);
  expect(onColdApp.headers.get('access-control-allow-origin')).toBe(FIRST);
  expect(askedByThen).toEqual([0, 0]);
});

test.each([FIRST, SECOND])('echoes the configured origin %s exactly, on preflight and on success', async (origin) => {
  const answers = [
    await preflight(origin),
    await system.mint({ headers: { ...(await system.bearer()), Origin: origin } }),
  ];
  expect(answers.map(({ status }) => status)).toEqual([204, 200]);
  for (const answer of answers) {
    expect(answer.headers.get('access-control-allow-origin')).toBe(origin);
    expect(listOf(answer, 'vary')).toContain('Origin');
  }
});

test.each([
  ['an origin that is not configured', STRANGER],
  ['the origin null of a sandboxed frame', 'null'],
  ['a configured origin with a slash', `${FIRST}/`],
  ['a configured origin in capitals', FIRST.toUpperCase()],
  ['a configured origin on another port', `${FIRST}:8443`],
  ['a configured origin with another scheme', FIRST.replace('https', 'http')],
  ['a subdomain of a configured origin', 'https://evil.app.example.com'],
  ['an origin that begins like a configured one', `${FIRST}.evil.example`],
  ['both configured origins in one header', `${FIRST}, ${SECOND}`],
  ['a star', '*'],
])('gives %s no CORS header at all, and says that the answer varies', async (_what, origin) => {
  for (const answer of [
    await preflight(origin),
    await system.mint({ headers: { Origin: origin } }),
    await system.mint({ headers: { ...(await system.bearer()), Origin: origin } }),
  ]) {
    expect(corsOf(answer)).toEqual([]);
    expect(listOf(answer, 'vary')).toContain('Origin');
  }
});

test('says that the answer varies also to a request without an origin, which gets no CORS header', async () => {
  const answer = await system.mint();
  expect(answer.status).toBe(200);
  expect(corsOf(answer)).toEqual([]);
  expect(answer.headers.get('vary')).toBe('Origin');
});

test('does not take an origin for authentication', async () => {
  expect(await system.mint({ headers: { Origin: FIRST } })).toMatchObject({ status: 401 });
});

test('answers a preflight with 204 and no body, and lets the browser keep it no longer than Chromium does', async () => {
  const { status, text, headers } = await preflight(FIRST);
  expect(status).toBe(204);
  expect(text).toBe('');
  expect(headers.get('content-type')).toBeNull();
  expect(Number(headers.get('access-control-max-age'))).toBeLessThanOrEqual(7_200);
  expect(Number(headers.get('access-control-max-age'))).toBeGreaterThan(0);
});

test('asks nobody upstream for a preflight', async () => {
  const { requests } = system.azure;
  await system.mint();
  const before = requests.list().length;
  await preflight(FIRST);
  await preflight(STRANGER);
  expect(requests.list()).toHaveLength(before);
});

test.each(SDK_HEADERS)('allows the request header %s, which the SDKs send', async (name) => {
  expect(listOf(await preflight(FIRST, [name]), 'access-control-allow-headers')).toContain(name);
});

test.each([
  ['Application Insights', ['request-context', 'request-id', 'traceparent']],
  ['Sentry', ['baggage', 'sentry-trace']],
  ['a framework nobody has heard of', ['x-its-own', 'X-Mixed-Case']],
])('lets a page call whose requests %s adds headers to', async (_who, added) => {
  for (const path of [MINT, '/api/realtime/calls', '/api/readyz', '/api/openapi.json', '/api/problems/token_missing']) {
    const answer = await preflight(FIRST, ['authorization', ...added], path);
    expect([path, answer.status]).toEqual([path, 204]);
    expect(listOf(answer, 'access-control-allow-headers')).toEqual(['authorization', ...added]);
    expect(listOf(answer, 'vary')).toEqual(expect.arrayContaining(['Origin', 'Access-Control-Request-Headers']));
  }
});

test('allows no header by a star, and nothing of a list that no browser sends', async () => {
  expect(listOf(await preflight(FIRST, ['*', 'x-a']), 'access-control-allow-headers')).toEqual(['x-a']);
  const many = Array.from({ length: 101 }, (_, index) => `x-${index}`);
  expect(listOf(await preflight(FIRST, many), 'access-control-allow-headers')).not.toContain('x-0');
});

test('lets a page with a token read readyz, whose preflight is answered', async () => {
  const headers = { ...(await system.bearer()), Origin: FIRST };
  expect((await preflight(FIRST, ['authorization'], '/api/readyz')).status).toBe(204);
  const answer = await system.request('/api/readyz', { headers });
  expect(answer.headers.get('access-control-allow-origin')).toBe(FIRST);
});

test('allows POST, GET and DELETE, and no credentials', async () => {
  const answer = await preflight(FIRST);
  expect(listOf(answer, 'access-control-allow-methods')).toEqual(['POST', 'GET', 'DELETE', 'OPTIONS']);
  expect(answer.headers.get('access-control-allow-credentials')).toBeNull();
});

test('lets a page read what it needs to retry and to complain', async () => {
  const answer = await system.mint({ headers: { ...(await system.bearer()), Origin: FIRST } });
  expect(listOf(answer, 'access-control-expose-headers')).toEqual(
    expect.arrayContaining([
      'Location',
      'RateLimit',
      'RateLimit-Policy',
      'Retry-After',
      'x-should-retry',
      'X-Request-Id',
      'Server-Timing',
    ]),
  );
});

test.each([
  [401, {}, undefined],
  [400, { 'Content-Type': 'application/json' }, '{'],
  [415, { 'Content-Type': 'text/plain' }, 'hello'],
  [422, { 'Content-Type': 'application/json' }, '{"model":"x"}'],
  [413, { 'Content-Type': 'application/json' }, ' '.repeat(4_097)],
])('lets a page read the refusal %d', async (status, headers, body) => {
  const credentials = status === 401 ? {} : await system.bearer();
  const answer = await system.mint({
    headers: { ...credentials, ...headers, Origin: FIRST },
    ...(body === undefined ? {} : { body }),
  });
  expect(answer.status).toBe(status);
  expect(answer.headers.get('access-control-allow-origin')).toBe(FIRST);
  expect(answer.headers.get('access-control-expose-headers')).toContain('X-Request-Id');
});

test('lets a page read a failure of Azure', async () => {
  system.azure.switches.set('mint.error', { value: 'deployment-not-found', times: 1 });
  const answer = await system.mint({ headers: { ...(await system.bearer()), Origin: FIRST } });
  expect(answer.status).toBe(502);
  expect(answer.headers.get('access-control-allow-origin')).toBe(FIRST);
});

test('lets a page of a configured origin read the probes and the documents', async () => {
  for (const path of ['/api/healthz', '/api/readyz', '/api/openapi.json', '/api/problems/token_missing']) {
    const { headers } = await system.request(path, { headers: { Origin: FIRST } });
    expect(headers.get('access-control-allow-origin')).toBe(FIRST);
  }
});

describe('while the settings are missing', () => {
  let unconfigured: System;
  beforeAll(async () => {
    unconfigured = await startSystem({
      settings: { 'realtime:cors:origins': JSON.stringify([FIRST]), 'realtime:deployment': '' },
    });
  });
  afterAll(() => unconfigured.stop());

  test.each(['OPTIONS', 'POST'])('answers %s with 503 and no CORS header, since no origin is known', async (method) => {
    const answer = await unconfigured.request(MINT, { method, headers: { Origin: FIRST } });
    expect(answer.status).toBe(503);
    expect(corsOf(answer)).toEqual([]);
    expect(listOf(answer, 'vary')).toContain('Origin');
  });
});
