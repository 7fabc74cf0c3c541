/** What Azure says about waiting, and how often a caller may find out that it refuses, through the bundle that ships. */
import OpenAI, { type APIError } from 'openai';
import { json, type LoopbackServer, startLoopbackServer } from '../support/loopback-server.ts';
import { anOffer } from '../support/sdp.ts';
import { type Answer, type System, startSystem } from './system.ts';

const DEPLOYMENT = 'gpt-realtime-mini';

let system: System;
beforeAll(async () => {
  system = await startSystem({ storage: true });
});
afterAll(() => system.stop());
beforeEach(async () => {
  system.azure.switches.reset();
  system.azure.settings.set('realtime:deployment', DEPLOYMENT);
  // A minute forgets waits and refused attempts; six have the settings fetched before a request is answered.
  await system.advance(6 * 60_000);
  await system.mint({ headers: await aCaller() });
  system.azure.requests.clear();
});

/** Everyone is new here, so that a test needs no other's units. */
let callers = 0;
async function aCaller(): Promise<{ Authorization: string }> {
  callers += 1;
  return system.bearer({ sub: `waiting-${callers}` });
}

async function mintAsSomebody(): Promise<Answer> {
  return system.mint({ headers: await aCaller() });
}

const asked = (): number => system.azure.requests.count('openai');
const waitOf = ({ headers }: Answer): number => Number(headers.get('retry-after'));

describe('a wait that Azure asks for', () => {
  test('is told to everybody from memory, with the same problem and what is left of it', async () => {
    system.azure.switches.set('mint.error', 'high-demand');
    const first = await mintAsSomebody();
    expect([first.status, waitOf(first)]).toEqual([503, 20]);
    system.azure.switches.reset();
    await system.advance(8_000);
    const headers = await aCaller();
    const other = await system.mint({ headers });
    const { code, diagnosis, type, title, detail } = first.json;
    expect(other).toMatchObject({ status: 503, json: { code, diagnosis, type, title, detail } });
    expect(waitOf(other)).toBeGreaterThan(0);
    expect(waitOf(other)).toBeLessThanOrEqual(12);
    expect(other.headers.has('apim-request-id')).toBe(false);
    expect(asked()).toBe(1);
    const line = await system.mintLine(other);
    expect(line).toMatchObject({ outcome: 'failed', diagnosis: 'azure-at-capacity', asked: false });
    // Neither a unit nor a token was spent on it.
    expect(line).not.toHaveProperty('remaining');
    expect(Object.keys(line['phasesMs'] as object)).not.toEqual(expect.arrayContaining(['quota']));
    await system.advance(13_000);
    expect((await system.mintLine(await system.mint({ headers })))['remaining']).toEqual({ minute: 5, day: 99 });
  });

  test('is a minute at most, then one request tries and renews it while the others still wait', async () => {
    system.azure.switches.set('mint.error', 'token-quota');
    const first = await mintAsSomebody();
    expect([waitOf(first), first.headers.get('x-should-retry')]).toEqual([60, 'false']);
    await system.advance(59_000);
    expect((await mintAsSomebody()).status).toBe(429);
    expect(asked()).toBe(1);
    await system.advance(2_000);
    system.azure.switches.set('mint.delayMs', 1_500);
    const headers = await Promise.all(Array.from({ length: 12 }, aCaller));
    const answers = await Promise.all(headers.map((each) => system.mint({ headers: each })));
    expect(asked()).toBe(2);
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 429));
    // Who comes while it tries is told a second, and who comes after it what is left of the new minute.
    expect(answers.map(waitOf)).toContain(1);
    expect(Math.max(...answers.map(waitOf))).toBe(60);
    system.azure.switches.reset();
    await system.advance(60_000);
    expect(await mintAsSomebody()).toMatchObject({ status: 200 });
    expect(await mintAsSomebody()).toMatchObject({ status: 200 });
  });

  test('is tried by the next one where the one that tries gets no answer', async () => {
    system.azure.switches.set('mint.error', { value: 'high-demand', times: 1 });
    await mintAsSomebody();
    await system.advance(20_000);
    system.azure.switches.set('mint.answer', { value: 'reset', times: 1 });
    expect(await mintAsSomebody()).toMatchObject({ status: 502, json: { diagnosis: 'azure-interrupted' } });
    expect(await mintAsSomebody()).toMatchObject({ status: 200 });
  });

  test('is not spent by a caller whose own quota is used up when the time has come', async () => {
    const headers = await aCaller();
    for (let unit = 0; unit < 6; unit += 1) await system.mint({ headers });
    system.azure.switches.set('mint.error', { value: 'high-demand', times: 1 });
    await mintAsSomebody();
    await system.advance(20_000);
    expect(await system.mint({ headers })).toMatchObject({ status: 429, json: { code: 'quota_exceeded' } });
    expect(await mintAsSomebody()).toMatchObject({ status: 200 });
  });

  test('of the offer’s route spares the relay its mint, and mints go on', async () => {
    system.azure.switches.set('calls.error', { value: 'high-demand', times: 1 });
    expect(await system.call(anOffer())).toMatchObject({ status: 503 });
    expect(asked()).toBe(2);
    const again = await system.call(anOffer());
    expect(again).toMatchObject({ status: 503, json: { diagnosis: 'azure-at-capacity' } });
    expect(waitOf(again)).toBeLessThanOrEqual(20);
    expect(asked()).toBe(2);
    expect(await mintAsSomebody()).toMatchObject({ status: 200 });
  });
});

describe('Azure’s status and headers', () => {
  let resource: LoopbackServer;
  beforeAll(async () => {
    resource = await startLoopbackServer();
  });
  afterAll(() => resource.close());
  beforeEach(async () => {
    system.azure.settings.set('realtime:endpoint', resource.origin);
    await system.advance(6 * 60_000);
  });
  afterEach(() => {
    system.azure.settings.set('realtime:endpoint', system.azure.urls.openai);
  });

  test.each([
    ['a 503 in milliseconds', 503, { 'retry-after-ms': '15000' }, 'Backend unavailable', '15', null],
    ['a 503 in seconds', 503, { 'Retry-After': '30' }, 'Backend unavailable', '30', null],
    ['a 500 in seconds', 500, { 'Retry-After': '20' }, 'The model is temporarily unable to respond.', '20', null],
    ['a 500 in its text alone', 500, {}, 'Please retry after 20 seconds.', '20', null],
    ['a 502 of half an hour', 502, { 'Retry-After': '1800' }, 'Bad gateway', '60', 'false'],
    ['a 403', 403, { 'Retry-After': '40' }, 'Out of call volume quota.', '40', null],
    ['a 500 without any', 500, {}, 'The server had an error.', null, null],
    ['a 501 without any', 501, {}, 'Not implemented.', null, 'false'],
    ['a 400 without any, though its text quotes one', 400, {}, 'retry after 20 seconds', null, 'false'],
  ])('decide whether and when to try again: %s', async (_what, status, headers, message, retryAfter, shouldRetry) => {
    resource.answers(json(status, { error: { code: String(status), message } }, headers));
    const answer = await mintAsSomebody();
    expect([answer.headers.get('retry-after'), answer.headers.get('x-should-retry')]).toEqual([
      retryAfter,
      shouldRetry,
    ]);
  });

  test('make of one caller’s bad request nobody else’s wait', async () => {
    resource.answers(json(400, { error: { code: 'invalid_value', message: 'No.' } }, { 'Retry-After': '30' }));
    const before = resource.requests.length;
    await mintAsSomebody();
    await mintAsSomebody();
    expect(resource.requests.length - before).toBe(2);
  });

  test('say of money that waiting and capacity are no help', async () => {
    const message = 'You exceeded your current quota, please check your plan and billing details.';
    resource.answers(
      json(429, { error: { message, type: 'insufficient_quota', param: null, code: 'insufficient_quota' } }),
    );
    const answer = await mintAsSomebody();
    expect(answer).toMatchObject({ status: 502, json: { diagnosis: 'insufficient-quota' } });
    expect([answer.headers.get('retry-after'), answer.headers.get('x-should-retry')]).toEqual([null, 'false']);
    expect(JSON.stringify((await system.mintLine(answer))['causes'])).not.toMatch(/capacity=|sku/);
  });

  test('keep openai-node from asking three times within a long wait', async () => {
    resource.answers(json(503, {}, { 'Retry-After': '600' }));
    const before = resource.requests.length;
    const apiKey = (await aCaller()).Authorization.replace('Bearer ', '');
    let requests = 0;
    const { realtime } = new OpenAI({
      apiKey,
      baseURL: `${system.host.url}/api`,
      fetch: (...args) => {
        requests += 1;
        return fetch(...args);
      },
    });
    const error = await realtime.clientSecrets.create({}).catch((raised: APIError) => raised);
    expect(error).toBeInstanceOf(OpenAI.InternalServerError);
    expect([requests, resource.requests.length - before]).toEqual([1, 1]);
  });
});

describe('a chat model behind the name', () => {
  beforeEach(async () => {
    system.azure.settings.set('realtime:deployment', 'gpt-realtime-chat');
    await system.advance(6 * 60_000);
  });

  test('tells nobody of sixty who come at once that a quota is used up for a day', async () => {
    const headers = await aCaller();
    const answers = await Promise.all(Array.from({ length: 60 }, () => system.mint({ headers })));
    const codes = new Set(answers.map(({ json }) => json['code']));
    expect(codes).toContain('deployment_not_realtime');
    const refused = answers.filter(({ json }) => json['code'] === 'quota_exceeded');
    expect(refused.length).toBeGreaterThan(0);
    for (const answer of refused) {
      expect([waitOf(answer), answer.headers.get('x-should-retry')]).toEqual([1, null]);
      expect(answer.text).not.toContain('used up');
      expect(answer.headers.get('ratelimit')).toContain('"minute";r=0;');
    }
    expect(asked()).toBeLessThanOrEqual(36);
  });

  test('is asked thirty times a minute for one caller, then no more until that minute is over', async () => {
    const headers = await aCaller();
    const answers: Answer[] = [];
    for (let attempt = 0; attempt < 40; attempt += 1) answers.push(await system.mint({ headers }));
    expect(asked()).toBe(30);
    expect(answers.slice(0, 30).map(({ status }) => status)).toEqual(Array(30).fill(502));
    for (const answer of answers.slice(30)) {
      expect(answer).toMatchObject({ status: 429, json: { code: 'upstream_rate_limited' } });
      expect(waitOf(answer)).toBeGreaterThan(30);
      expect(waitOf(answer)).toBeLessThanOrEqual(60);
    }
    expect(await mintAsSomebody()).toMatchObject({ status: 502, json: { code: 'deployment_not_realtime' } });
    await system.advance(60_000);
    expect(await system.mint({ headers })).toMatchObject({ status: 502, json: { code: 'deployment_not_realtime' } });
  });
});
