/** Quotas and revocation through the bundle that ships, against Azurite. */
import type { ServerResponse } from 'node:http';
import OpenAI, { RateLimitError } from 'openai';
import { json as jsonAnswer } from '../support/loopback-server.ts';
import { type Answer, type System, startSystem } from './system.ts';
import { recordsOf } from './telemetry-envelopes.ts';

/** Older settings are fetched before a request is answered. */
const OLD_MS = 6 * 60_000;
const MINT_PATH = '/openai/v1/realtime/client_secrets';

let system: System;

/** Everyone is new here, so that a test needs no other's units. */
let callers = 0;
async function aCaller(): Promise<{ Authorization: string }> {
  callers += 1;
  return system.bearer({ sub: `caller-${callers}` });
}

function mintsUpstream(): number {
  return system.azure.requests.count('openai', ({ path }) => path === MINT_PATH);
}

/** Storage requests while `act` ran. */
async function storageWork<T>(act: () => Promise<T>): Promise<readonly string[]> {
  const before = system.proxy.requests.length;
  await act();
  return system.proxy.requests.slice(before).map(({ method }) => method);
}

/** What stands before Tables answers XML where Tables itself speaks JSON. */
function xmlAnswer(status: number, text: string): (response: ServerResponse) => void {
  return (response) => void response.writeHead(status, { 'Content-Type': 'application/xml' }).end(text);
}

async function setAndWait(key: string, value: string): Promise<void> {
  system.azure.settings.set(`realtime:${key}`, value);
  await system.advance(OLD_MS);
}

function fieldsOf({ headers }: Answer): Readonly<Record<string, string | null>> {
  const names = ['ratelimit-policy', 'ratelimit', 'retry-after', 'x-should-retry'];
  return Object.fromEntries(names.map((name) => [name, headers.get(name)]));
}

beforeAll(async () => {
  system = await startSystem({ storage: 'proxied', telemetry: true });
});
afterAll(() => system.stop());
beforeEach(() => {
  system.azure.switches.reset();
  system.proxy.answers(undefined);
});

describe('the quota that is on by default', () => {
  test('admits six a minute and says what is left, then refuses and says when to come back', async () => {
    const headers = await aCaller();
    const first = await system.mint({ headers });
    expect(first.status).toBe(200);
    expect(fieldsOf(first)).toMatchObject({
      'ratelimit-policy': '"minute";q=6;w=60, "day";q=100;w=86400',
      ratelimit: '"minute";r=5;t=62, "day";r=99;t=86402',
      'retry-after': null,
      'x-should-retry': null,
    });
    for (let unit = 1; unit < 6; unit += 1) expect((await system.mint({ headers })).status).toBe(200);
    const refused = await system.mint({ headers });
    expect(refused.status).toBe(429);
    expect(refused.json).toMatchObject({
      type: 'https://iana.org/assignments/http-problem-types#quota-exceeded',
      code: 'quota_exceeded',
      'violated-policies': ['minute'],
      detail: expect.stringContaining('The quota "minute", 6 in 60 s, is used up.'),
    });
    const { ratelimit, 'retry-after': retryAfter, ...rest } = fieldsOf(refused);
    expect(ratelimit).toMatch(/^"minute";r=0;t=6[0-2], "day";r=94;t=8640[0-2]$/);
    expect(Number(retryAfter)).toBeGreaterThan(55);
    expect(rest['x-should-retry']).toBe('false');
    await system.advance(63_000);
    expect((await system.mint({ headers })).status).toBe(200);
    const records = await recordsOf(system, refused.headers.get('x-request-id'));
    expect(records.map(({ properties }) => properties['violated'])).toEqual(['minute']);
  });

  test('writes its decision to the log, and whom it is about only as a pseudonym', async () => {
    const headers = await system.bearer({ sub: 'somebody-in-particular' });
    const line = await system.mintLine(await system.mint({ headers }));
    expect(line).toMatchObject({ outcome: 'issued', remaining: { minute: 5, day: 99 }, caller: expect.any(String) });
    expect(system.host.output()).not.toContain('somebody-in-particular');
  });

  test('is one round trip to storage when this instance wrote the row last', async () => {
    const headers = await aCaller();
    expect(await storageWork(() => system.mint({ headers }))).toEqual(['GET', 'POST']);
    expect(await storageWork(() => system.mint({ headers }))).toEqual(['PUT']);
  });

  test('goes by the caller, and by no header that a client can write', async () => {
    const headers = await aCaller();
    for (let unit = 0; unit < 6; unit += 1) {
      await system.mint({ headers: { ...headers, 'X-Forwarded-For': `10.0.0.${unit}` } });
    }
    const forwarded = { ...headers, 'X-Forwarded-For': '10.9.9.9', 'x-ms-client-principal-id': 'other' };
    expect(await system.mint({ headers: forwarded })).toMatchObject({ status: 429 });
    expect(await system.mint({ headers: await aCaller() })).toMatchObject({ status: 200 });
  });

  test('is not touched by a refusal, a preflight or a probe', async () => {
    const headers = await aCaller();
    const work = await storageWork(async () => {
      await system.mint({ headers: {} });
      await system.mint({ headers: { ...headers, 'Content-Type': 'application/json' }, body: '{"instructions":"x"}' });
      await system.request('/api/realtime/client_secrets', {
        method: 'OPTIONS',
        headers: { Origin: 'http://localhost:3000' },
      });
      await system.request('/api/readyz');
      await system.request('/api/healthz');
    });
    expect(work).toEqual([]);
    expect(fieldsOf(await system.mint({ headers }))['ratelimit']).toContain('"minute";r=5;');
  });
});

describe('a unit', () => {
  async function remainingAfter(mint: (headers: { Authorization: string }) => Promise<unknown>): Promise<unknown> {
    const headers = await aCaller();
    await mint(headers);
    system.azure.switches.reset();
    await system.advance(2_000);
    return (await system.mintLine(await system.mint({ headers })))['remaining'];
  }

  test.each([
    ['refused by Azure', 'mint.error', 'permission-denied'],
    ['Azure failed and said so', 'mint.error', 'internal-error'],
    ['never connected', 'openai.down', 'refuse'],
  ])('comes back when the mint surely did not happen: %s', async (_what, name, value) => {
    system.azure.switches.set(name, value);
    expect(await remainingAfter((headers) => system.mint({ headers }))).toEqual({ minute: 5, day: 99 });
  });

  test.each([
    ['the connection was reset', 'openai.down', 'reset'],
    ['the answer is none', 'mint.answer', 'not-json'],
  ])('stays taken when the mint may have happened: %s', async (_what, name, value) => {
    system.azure.switches.set(name, value);
    expect(await remainingAfter((headers) => system.mint({ headers }))).toEqual({ minute: 4, day: 98 });
  });
});

describe('storage in trouble', () => {
  test.each([
    [
      'forbids',
      jsonAnswer(403, { 'odata.error': { code: 'AuthorizationPermissionMismatch', message: { value: 'x' } } }),
    ],
    ['never answers', () => undefined],
    ['refuses in a page of HTML that it calls XML', xmlAnswer(503, '<html><body>Service Unavailable<br>')],
  ])('that %s admits nobody: 503 soon, nothing minted, and readiness warns', async (_what, answer) => {
    const headers = await aCaller();
    const before = mintsUpstream();
    system.proxy.answers(answer);
    const refused = await system.mint({ headers });
    expect(refused).toMatchObject({ status: 503, json: { code: 'quota_unavailable' } });
    expect(refused.headers.get('retry-after')).toBe('5');
    expect(mintsUpstream()).toBe(before);
    expect((await system.request('/api/readyz')).json['warnings']).toContain('quota_unavailable');
    system.proxy.answers(undefined);
    expect(await system.mint({ headers })).toMatchObject({ status: 200 });
    expect((await system.request('/api/readyz')).json['warnings']).toEqual([]);
  });
});

test('tells status and code of a refusal by storage that is XML', async () => {
  const headers = await aCaller();
  system.proxy.answers(
    xmlAnswer(400, '<?xml version="1.0"?><error xmlns="m"><code>OutOfRangeInput</code><message>x</message></error>'),
  );
  const refused = await system.mint({ headers });
  expect(refused).toMatchObject({ status: 503, json: { code: 'quota_unavailable' } });
  expect(await system.mintLine(refused)).toMatchObject({ storageStatus: 400, cause: 'RestError OutOfRangeInput' });
});

describe('openai-node with an exhausted quota', () => {
  test('asks exactly once, and raises a RateLimitError that names the policy', async () => {
    const { Authorization } = await aCaller();
    for (let unit = 0; unit < 6; unit += 1) await system.mint({ headers: { Authorization } });
    let requests = 0;
    const client = new OpenAI({
      apiKey: Authorization.replace('Bearer ', ''),
      baseURL: `${system.host.url}/api`,
      fetch: (...args) => {
        requests += 1;
        return fetch(...args);
      },
    });
    const failure = await client.realtime.clientSecrets.create({}).then(
      () => undefined,
      (error: unknown) => error,
    );
    expect(failure).toBeInstanceOf(RateLimitError);
    expect(failure).toMatchObject({ code: 'quota_exceeded', message: expect.stringContaining('"minute"') });
    expect(requests).toBe(1);
  });
});

describe('a change of settings', () => {
  test('switches quotas off: no storage call, no fields', async () => {
    await setAndWait('quota', '{}');
    await system.mintUntil(200);
    const headers = await aCaller();
    expect(await storageWork(() => system.mint({ headers }))).toEqual([]);
    expect(fieldsOf(await system.mint({ headers }))['ratelimit']).toBeNull();
  });

  test('revokes a caller: 403 and no challenge, and others go on', async () => {
    const headers = await aCaller();
    const { caller } = await system.mintLine(await system.mint({ headers }));
    await setAndWait('revoked', JSON.stringify({ subjects: [caller] }));
    const refused = await system.mint({ headers });
    expect(refused).toMatchObject({ status: 403, json: { code: 'caller_revoked' } });
    expect(refused.headers.has('www-authenticate')).toBe(false);
    expect(await system.mint({ headers: await aCaller() })).toMatchObject({ status: 200 });
  });

  test('revokes every token of before an instant: 401, and a newer one is good', async () => {
    const old = await aCaller();
    await system.advance(5_000);
    const instant = new Date(Math.floor(Date.now() / 1_000) * 1_000).toISOString();
    await setAndWait('revoked', JSON.stringify({ issuedBefore: instant }));
    const refused = await system.mint({ headers: old });
    expect(refused).toMatchObject({ status: 401, json: { code: 'token_invalid' } });
    expect(await system.mintLine(refused)).toMatchObject({ flaw: 'revoked' });
    expect(await system.mint({ headers: await aCaller() })).toMatchObject({ status: 200 });
  });
});
