import { aClosedPort, json, type Respond, startLoopbackServer, text } from '../support/loopback-server.ts';
import { type Answer, type System, startSystem } from './system.ts';

let system: System;
let upstream: string;
/** Whose resource never answers: the app gives up in real time, while the others are tested. */
let silent: { readonly system: System; readonly answer: Promise<Answer> };
beforeAll(async () => {
  const own = await startSystem({ prepare: ({ switches }) => switches.set('mint.answer', 'hang'), realClock: true });
  silent = { system: own, answer: own.mint() };
  await own.until(() => own.azure.requests.count('openai') === 1);
  system = await startSystem();
  upstream = system.azure.urls.openai;
});
afterAll(() => Promise.all([system.stop(), silent.system.stop()]));
beforeEach(() => system.azure.requests.clear());
afterEach(async () => {
  system.azure.switches.reset();
  // Waits are remembered for a minute at most, and so are a caller's refused attempts.
  await system.advance(60_000);
  await system.mintUntil(200);
});

/** A mint that meets the trouble once: whoever asks Azure a second time gets a secret. */
function mintMeeting(trouble: string): Promise<Answer> {
  system.azure.switches.set('mint.answer', { value: trouble, times: 1 });
  return system.mint();
}

/** The resource is another server for as long as `use` runs; settings are polled when they are 30 s old. */
async function withResource(origin: string, use: () => Promise<void>): Promise<void> {
  const goTo = async (endpoint: string) => {
    const loaded = (await system.logged('settings_loaded')).length;
    system.azure.settings.set('realtime:endpoint', endpoint);
    await system.advance(37_000);
    await system.mint();
    await system.logged('settings_loaded', loaded + 1);
  };
  await goTo(origin);
  try {
    await use();
  } finally {
    await goTo(upstream);
  }
}

async function withAnswers(respond: readonly Respond[], use: (requests: () => number) => Promise<void>): Promise<void> {
  const server = await startLoopbackServer();
  try {
    await withResource(server.origin, async () => {
      server.answers(...respond);
      const before = server.requests.length;
      await use(() => server.requests.length - before);
    });
  } finally {
    await server.close();
  }
}

test.each([
  ['a connection that is reset', 'reset', 'upstream_error', 'azure-interrupted'],
  ['half a body', 'half-body', 'upstream_error', 'azure-interrupted'],
  ['a page of HTML with the status 500', 'html-500', 'upstream_error', 'gateway-failed'],
  ['a page of HTML with the status 200', 'html-200', 'upstream_invalid_response', 'answer-invalid'],
  ['an empty body', 'empty-body', 'upstream_invalid_response', 'answer-invalid'],
  ['a body that is not JSON', 'not-json', 'upstream_invalid_response', 'answer-invalid'],
  ['an answer without a value', 'no-value', 'upstream_invalid_response', 'answer-invalid'],
  ['an answer without an expiry', 'no-expires-at', 'upstream_invalid_response', 'answer-invalid'],
  ['an expiry in milliseconds', 'expires-at-ms', 'upstream_invalid_response', 'answer-invalid'],
  ['an expiry that has passed', 'expires-at-past', 'upstream_invalid_response', 'answer-invalid'],
])('answers 502 for %s, and does not ask Azure for a second secret', async (_what, trouble, code, diagnosis) => {
  const answer = await mintMeeting(trouble);
  expect({ status: answer.status, ...answer.json }).toMatchObject({ status: 502, code, diagnosis });
  expect(answer.headers.get('x-should-retry')).toBe(code === 'upstream_invalid_response' ? 'false' : null);
  expect(await system.mintLine(answer)).toMatchObject({ outcome: 'failed', code, diagnosis });
  expect(system.azure.requests.count('openai')).toBe(1);
});

test('does not follow a redirect, even to a place that would work', async () => {
  const answer = await mintMeeting('redirect');
  expect(answer).toMatchObject({ status: 502, json: { code: 'upstream_rejected' } });
  expect(system.azure.requests.list('openai').map(({ path }) => path)).toEqual(['/openai/v1/realtime/client_secrets']);
});

test.each([301, 302, 303, 307, 308])('takes the token nowhere else on a %d', async (status) => {
  const elsewhere = await startLoopbackServer();
  await withAnswers([text(status, '', { Location: `${elsewhere.origin}/taken` })], async (requests) => {
    expect(await system.mint()).toMatchObject({ status: 502, json: { code: 'upstream_rejected' } });
    expect(requests()).toBe(1);
  });
  expect(elsewhere.requests).toEqual([]);
  await elsewhere.close();
});

describe('a secret that lives for 7,200 s when 60 were asked for', () => {
  test('is handed out with its true end, reported as an error and shown in readiness', async () => {
    const answer = await mintMeeting('lifetime-7200');
    expect(answer.status).toBe(200);
    expect(Number(answer.json['expires_at']) - Date.now() / 1_000).toBeGreaterThan(7_000);

    const line = await system.mintLine(answer);
    expect(line).toMatchObject({ outcome: 'issued', diagnosis: 'lifetime-not-honoured', askedSeconds: 60 });
    expect(line['causes']).toHaveLength(1);
    expect(system.host.logs.find(({ message }) => message.includes(String(answer.json['id'])))?.level).toBe('error');
    expect(await system.request('/api/readyz')).toMatchObject({
      status: 200,
      json: { failing: [], warnings: ['lifetime_not_honoured'] },
    });
  });

  test('is forgotten with the next honest one', async () => {
    await mintMeeting('lifetime-7200');
    await system.mintUntil(200);
    expect((await system.request('/api/readyz')).json['warnings']).toEqual([]);
  });
});

describe('a refusal that surely made no secret', () => {
  test.each(['service-unavailable', 'call-quota'])('is repeated once when the wait is short: %s', async (error) => {
    system.azure.switches.set('mint.error', { value: error, times: 1 });
    expect((await system.mint()).status).toBe(200);
    expect(system.azure.requests.count('openai')).toBe(2);
  });

  test('is not repeated a second time', async () => {
    system.azure.switches.set('mint.error', { value: 'call-quota', times: 2 });
    expect(await system.mint()).toMatchObject({ status: 429, json: { code: 'upstream_rate_limited' } });
    expect(system.azure.requests.count('openai')).toBe(2);
  });

  test.each([
    [429, 429, '30'],
    [503, 502, '30'],
    [500, 502, '30'],
    [504, 504, '30'],
    [403, 502, '30'],
  ])('is the caller’s to repeat when Azure asks for 30 s with a %d', async (upstreamStatus, status, retryAfter) => {
    await withAnswers([json(upstreamStatus, {}, { 'Retry-After': '30' })], async (requests) => {
      const answer = await system.mint();
      expect(answer.status).toBe(status);
      expect(answer.headers.get('retry-after')).toBe(retryAfter);
      expect(requests()).toBe(1);
    });
  });
});

describe('a resource that nobody listens for', () => {
  test('is tried once more after a moment, then answered with 502', async () => {
    await withResource(`http://127.0.0.1:${await aClosedPort()}`, async () => {
      const answer = await system.mint();
      expect(answer).toMatchObject({ status: 502, json: { code: 'upstream_error', diagnosis: 'azure-unreachable' } });
      // The pause between two attempts to connect is the only trace that a refused attempt leaves.
      const { phasesMs } = (await system.mintLine(answer)) as { phasesMs: Record<string, number> };
      expect(phasesMs['upstream']).toBeGreaterThanOrEqual(99);
    });
  });

  test('is found again as soon as it is back', async () => {
    system.azure.switches.set('openai.down', 'refuse');
    expect(await system.mint()).toMatchObject({ status: 502, json: { diagnosis: 'azure-unreachable' } });
    system.azure.switches.set('openai.down', 'off');
    await system.mintUntil(200);
  });

  test('counts as one that answered when it breaks the connection: not repeated', async () => {
    system.azure.switches.set('openai.down', { value: 'reset', times: 1 });
    expect(await system.mint()).toMatchObject({ status: 502, json: { diagnosis: 'azure-interrupted' } });
    expect(system.azure.requests.count('openai')).toBe(1);
  });
});

test('answers 504 when Azure does not, long before the host would give up', async () => {
  expect(await silent.answer).toMatchObject({
    status: 504,
    json: { code: 'upstream_timeout', diagnosis: 'azure-slow' },
  });
  expect(silent.system.azure.requests.count('openai')).toBe(1);
});
