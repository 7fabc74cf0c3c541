import { readFileSync } from 'node:fs';
import { type Answer, type System, startSystem } from './system.ts';

let system: System;
beforeAll(async () => {
  system = await startSystem();
});
afterAll(() => system.stop());

test('gives a caller a client secret, where to connect, and nothing else', async () => {
  const { status, json, headers } = await system.mint();
  expect(status).toBe(200);
  expect(json).toEqual({
    value: expect.stringMatching(/^ek_/),
    expires_at: expect.any(Number),
    session: {
      type: 'realtime',
      object: 'realtime.session',
      id: expect.stringMatching(/^sess_/),
      model: 'gpt-realtime-mini',
    },
    url: `${system.azure.urls.openai}/openai/v1/realtime/calls`,
    model: 'gpt-realtime-mini',
    id: expect.stringMatching(/^mint_[0-9a-f]{32}$/),
  });
  expect(headers.get('content-type')).toBe('application/json');
});

test('asks for a lifetime of 60 s, and says truthfully when the secret ends', async () => {
  const before = Date.now() / 1_000;
  const { json } = await system.mint();
  expect(Number(json['expires_at']) - before).toBeGreaterThan(55);
  expect(Number(json['expires_at']) - before).toBeLessThan(65);
});

test('logs one line per mint, by the id of the answer', async () => {
  const { json, headers } = await system.mint();
  const lines = (await system.logged('mint', 1)).filter(({ id }) => id === json['id']);
  expect(lines).toEqual([
    {
      event: 'mint',
      id: json['id'],
      requestId: headers.get('x-request-id'),
      caller: expect.stringMatching(/^[0-9a-f]{32}$/),
      callerKind: 'person',
      profile: 'default',
      outcome: 'issued',
      target: 'default',
      deployment: 'gpt-realtime-mini',
      upstreamRequestId: headers.get('apim-request-id'),
      phasesMs: {
        settings: expect.any(Number),
        auth: expect.any(Number),
        quota: expect.any(Number),
        token: expect.any(Number),
        upstream: expect.any(Number),
        total: expect.any(Number),
      },
    },
  ]);
});

test('never repeats the session that Azure echoes: no instructions, tools or prompt, at any depth', async () => {
  const { text } = await system.mint();
  expect(text).not.toMatch(/instructions|tools|prompt|audio|turn_detection/);
});

test('names Azure’s calls by the endpoint of the settings, whatever Host or forwarded host a client claims', async () => {
  const headers = {
    ...(await system.bearer()),
    Host: 'evil.example',
    'X-Forwarded-Host': 'evil.example',
    'X-Original-URL': 'https://evil.example/',
    Forwarded: 'host=evil.example',
  };
  const { status, json } = await system.mint({ headers });
  expect([status, json['url']]).toEqual([200, `${system.azure.urls.openai}/openai/v1/realtime/calls`]);
});

test('gives every mint its own id and secret', async () => {
  const answers = await Promise.all(Array.from({ length: 10 }, () => system.mint()));
  expect(new Set(answers.map(({ json }) => json['id'])).size).toBe(10);
  expect(new Set(answers.map(({ json }) => json['value'])).size).toBe(10);
});

test('asks Azure once for each mint', async () => {
  const before = system.azure.requests.count('openai');
  await system.mint();
  expect(system.azure.requests.count('openai')).toBe(before + 1);
});

describe('the headers of every answer', () => {
  const JSON_TYPE = { 'Content-Type': 'application/json' };
  const withBody = async (body: string, type = 'application/json') =>
    system.mint({ headers: { ...(await system.bearer()), 'Content-Type': type }, body });
  const withAzure = async (error: string) => {
    system.azure.switches.set('mint.error', { value: error, times: 1 });
    const answer = await system.mint();
    // Waits are remembered for a minute at most.
    await system.advance(60_000);
    return answer;
  };

  const EVERY_ANSWER: readonly (readonly [status: number, what: string, ask: () => Promise<Answer>])[] = [
    [200, 'a mint', () => system.mint()],
    [204, 'a preflight', () => system.mint({ method: 'OPTIONS' })],
    [400, 'malformed JSON', () => withBody('{')],
    [401, 'no token', () => system.mint({ headers: JSON_TYPE })],
    [401, 'a bad token', () => system.mint({ headers: { Authorization: 'Bearer bad' } })],
    [403, 'no scope', async () => system.mint({ headers: await system.bearer({ scp: 'other' }) })],
    [413, 'a large body', () => withBody(' '.repeat(4_097))],
    [415, 'a wrong media type', () => withBody('{}', 'text/plain')],
    [422, 'an unknown member', () => withBody('{"model":"x"}')],
    [429, 'Azure’s limit', () => withAzure('token-quota')],
    [502, 'Azure’s refusal', () => withAzure('permission-denied')],
    [503, 'Azure at capacity', () => withAzure('high-demand')],
    [200, 'healthz', () => system.request('/api/healthz')],
    [200, 'readyz', () => system.request('/api/readyz')],
    [200, 'openapi.json', () => system.request('/api/openapi.json')],
    [200, 'a problem’s page', () => system.request('/api/problems/token_missing')],
    [404, 'no problem’s page', () => system.request('/api/problems/unknown')],
  ];

  test.each(EVERY_ANSWER)(
    '%d for %s: not stored, not sniffed, no referrer, with its id and its time',
    async (status, _what, ask) => {
      const { status: got, headers } = await ask();
      expect(got).toBe(status);
      expect(Object.fromEntries(headers)).toMatchObject({
        'cache-control': 'no-store',
        pragma: 'no-cache',
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        vary: expect.stringMatching(/^Origin\b/),
        date: expect.any(String),
        'x-request-id': expect.stringMatching(/^[\w.:-]{1,128}$/),
        'server-timing': expect.stringMatching(/^(?:[a-z]+;dur=\d+(?:\.\d+)?, )*total;dur=\d+(?:\.\d+)?$/),
      });
      expect(headers.get('set-cookie')).toBeNull();
    },
  );

  test('of Azure are not passed on, but for the id that its support asks for', async () => {
    const { headers } = await system.mint();
    const { headers: refused } = await withAzure('permission-denied');
    for (const names of [[...headers.keys()], [...refused.keys()]]) {
      expect(names).toContain('apim-request-id');
      expect(names.filter((name) => /^(?:openai|azureml|x-ms|x-ratelimit|strict-transport)/.test(name))).toEqual([]);
    }
  });

  test('that the host makes itself are those of host.json', async () => {
    const { extensions } = JSON.parse(readFileSync('host.json', 'utf8')) as HostJson;
    for (const path of ['/api/realtime/client_secrets', '/api/unknown', '/']) {
      const { status, text, headers } = await system.request(path);
      expect([status, text]).toEqual([404, '']);
      for (const [name, value] of Object.entries(extensions.http.customHeaders)) expect(headers.get(name)).toBe(value);
    }
  });

  test('tell how long each phase of a mint took', async () => {
    const { headers } = await system.mint();
    const phases = (headers.get('server-timing') ?? '').split(', ').map((phase) => phase.split(';')[0]);
    expect(phases).toEqual(['settings', 'auth', 'quota', 'token', 'upstream', 'total']);
  });
});

describe('X-Request-Id', () => {
  const idFor = async (sent: string): Promise<string | null> =>
    (await system.mint({ headers: { ...(await system.bearer()), 'X-Request-Id': sent } })).headers.get('x-request-id');

  test.each(['a', '01J-trace.id:7_x', '3f2504e0-4f89-41d3-9a0c-0305e82c3301', 'x'.repeat(128)])(
    'is echoed when it is well formed: %s',
    async (sent) => {
      expect(await idFor(sent)).toBe(sent);
    },
  );

  test.each(['', 'x'.repeat(129), 'two words', 'a,b', '<script>', 'a"b', 'a/b', '$(id)', 'ü', "a'b"])(
    'is replaced when it is not: %j',
    async (sent) => {
      // fetch writes a character as one byte, and the function host reads bytes as UTF-8.
      const id = await idFor(Buffer.from(sent).toString('latin1'));
      expect(id).toMatch(/^[\w-]{8,64}$/);
      expect(id).not.toBe(sent);
    },
  );

  test('is the instance of a problem and the id in the log', async () => {
    const answer = await system.mint({ headers: { 'X-Request-Id': 'of-this-test' } });
    expect(answer.json).toMatchObject({ instance: 'urn:request:of-this-test' });
    expect(await system.mintLine(answer)).toMatchObject({ outcome: 'refused', code: 'token_missing' });
  });

  test('is a new one for each request that has none', async () => {
    const ids = [await system.mint(), await system.mint()].map(({ headers }) => headers.get('x-request-id'));
    expect(new Set(ids).size).toBe(2);
  });
});

test('ignores what the SDKs and proxies add, and answers in one form whatever is accepted', async () => {
  const headers = {
    ...(await system.bearer()),
    'X-OpenAI-Agents-SDK': 'openai-agents-sdk.0.20.0',
    'x-stainless-retry-count': '1',
    'Idempotency-Key': 'same',
    Accept: 'text/html, application/sdp',
    baggage: 'user=1',
  };
  const [first, second] = [await system.mint({ headers }), await system.mint({ headers })];
  expect([first.status, first.headers.get('content-type')]).toEqual([200, 'application/json']);
  expect(second.json['id']).not.toBe(first.json['id']);
  const forwarded = system.azure.requests.list('openai').at(-1)?.headers ?? {};
  expect(Object.keys(forwarded)).not.toEqual(expect.arrayContaining(['baggage']));
});

interface HostJson {
  readonly extensions: { readonly http: { readonly customHeaders: Readonly<Record<string, string>> } };
}
