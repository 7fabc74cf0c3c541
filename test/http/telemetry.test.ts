import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { anOffer } from '../support/sdp.ts';
import { aTraceParent, TRACE } from '../support/telemetry-records.ts';
import { type System, startSystem } from './system.ts';
import { arrived, drawing, recordsOf } from './telemetry-envelopes.ts';

const CANARY = 'sing like a canary';
const SDP_PASSWORD = 'a=ice-pwd:asd88fgpdd777uzjYhagZg';
/** Between the steady clock of this process and the calendar’s of the other. */
const CLOCKS_MS = 1_000;
const BEYOND_LOOPBACK = 'FOREIGN HOST';

let system: System;
let temporary: string;
beforeAll(async () => {
  temporary = await mkdtemp(join(tmpdir(), 'telemetry-'));
  system = await startSystem({
    telemetry: true,
    settings: { 'realtime:profiles:default:instructions': CANARY },
    environment: { ...drawing(0), TMPDIR: temporary },
  });
});
afterAll(async () => {
  await system.stop();
  expect(system.host.output()).not.toContain(BEYOND_LOOPBACK);
  expect(await readdir(temporary)).toEqual([]);
  await rm(temporary, { recursive: true });
});
afterEach(() => system.azure.switches.reset());

/** `Date` stands still in this process. */
const realTime = (): number => Math.floor(performance.timeOrigin + performance.now());

async function mintWithin(trace: string, headers: Readonly<Record<string, string>> = {}) {
  return system.mint({ headers: { ...(await system.bearer()), traceparent: aTraceParent(trace), ...headers } });
}

test('tells of a mint and of its call to Azure, once each, as children of the host’s request', async () => {
  const before = realTime();
  const answer = await mintWithin(TRACE.low, { 'X-Request-Id': 'one-operation' });
  const after = realTime();
  expect(answer.status).toBe(200);
  const records = await recordsOf(system, 'one-operation');
  expect(records.map(({ name }) => name).sort()).toEqual(['POST client_secrets', 'mint']);
  for (const { operation, parent, sampleRate, time } of records) {
    expect({ operation, parent, sampleRate }).toEqual({ operation: TRACE.low, parent: TRACE.span, sampleRate: 25 });
    expect(Date.parse(time)).toBeGreaterThanOrEqual(before - CLOCKS_MS);
    expect(Date.parse(time)).toBeLessThanOrEqual(after + CLOCKS_MS);
  }
  const requestId = answer.headers.get('apim-request-id');
  expect(records.find(({ name }) => name === 'mint')?.properties).toEqual({
    outcome: 'issued',
    caller: expect.stringMatching(/^[0-9a-f]{32}$/),
    callerKind: 'person',
    profile: 'default',
    target: 'default',
    deployment: 'gpt-realtime-mini',
    id: answer.json['id'],
    requestId: 'one-operation',
    upstreamRequestId: requestId,
  });
  expect(records.find(({ name }) => name !== 'mint')).toMatchObject({
    properties: { upstreamRequestId: requestId },
    data: { type: 'Http', target: new URL(system.azure.urls.openai).host, resultCode: '200', success: true },
  });
});

test('tells in which region Azure OpenAI answered, where it says so', async () => {
  system.azure.switches.set('mint.serviceHeaders', 'on');
  const answer = await mintWithin(TRACE.low, { 'X-Request-Id': 'with-region' });
  expect(await system.mintLine(answer)).toMatchObject({ region: 'eastus2' });
  const records = await recordsOf(system, 'with-region');
  expect(records.find(({ name }) => name === 'mint')?.properties).toMatchObject({ region: 'eastus2' });
});

test('gives Azure OpenAI nothing of the caller’s trace', async () => {
  await mintWithin(TRACE.low, { tracestate: 'vendor=1', baggage: 'user=someone' });
  const headers = system.azure.requests.list('openai').at(-1)?.headers ?? {};
  expect(Object.keys(headers)).not.toEqual(expect.arrayContaining(['baggage']));
  expect(JSON.stringify(headers)).not.toMatch(/traceparent|tracestate|vendor=1|user=someone|0af7651916cd43dd/);
});

test('follows one complaint: the problem, the log line and the event have the same id', async () => {
  system.azure.switches.set('mint.error', 'firewall');
  const answer = await mintWithin(TRACE.high, { 'X-Request-Id': 'one-complaint' });
  expect(answer.json).toMatchObject({ instance: 'urn:request:one-complaint' });
  const line = await system.mintLine(answer);
  const records = await recordsOf(system, 'one-complaint');
  const event = records.find(({ name }) => name === 'mint');
  expect(event).toMatchObject({
    operation: TRACE.high,
    sampleRate: 100,
    properties: { outcome: 'failed', code: answer.json['code'], diagnosis: answer.json['diagnosis'], id: line['id'] },
  });
  expect(event?.properties['caller']).toBe(line['caller']);
  expect(records.find(({ name }) => name !== 'mint')).toMatchObject({ sampleRate: 100, data: { success: false } });
});

test('follows a complaint about the relay in the same way', async () => {
  system.azure.switches.set('calls.error', 'firewall');
  const answer = await system.call(anOffer());
  const requestId = answer.headers.get('x-request-id');
  expect(answer.json).toMatchObject({ instance: `urn:request:${requestId}` });
  const line = (await system.logged('relay')).find((candidate) => candidate['requestId'] === requestId);
  const records = await recordsOf(system, requestId, 'relay');
  expect(records.map(({ name }) => name).sort()).toEqual(['POST calls', 'POST client_secrets', 'relay']);
  expect(records.find(({ name }) => name === 'relay')?.properties).toMatchObject({
    outcome: 'failed',
    code: answer.json['code'],
    diagnosis: 'page-network-refused',
    id: line?.['id'],
    caller: line?.['caller'],
    upstreamRequestId: answer.headers.get('apim-request-id'),
  });
});

test('tells each of two calls where the first was repeated', async () => {
  system.azure.switches.set('mint.error', { value: 'call-quota', times: 1 });
  const answer = await mintWithin(TRACE.low, { 'X-Request-Id': 'repeated' });
  const records = await recordsOf(system, 'repeated');
  const calls = records.filter(({ name }) => name !== 'mint').map(({ data }) => data['resultCode']);
  expect(calls).toEqual(answer.status === 200 ? ['429', '200'] : ['429']);
});

test('tells that the settings were polled, and that readiness changed', async () => {
  await system.request('/api/readyz');
  await system.request('/api/readyz');
  await system.until(() => arrived(system, 'readiness_change').length > 0);
  expect(arrived(system, 'readiness_change').map(({ properties }) => properties)).toEqual([{ status: 'ready' }]);
  expect(arrived(system, 'settings_refresh')[0]).toMatchObject({ properties: { outcome: 'current' }, sampleRate: 100 });
});

test('tells no secret, token, prompt or SDP password, wherever it was put', async () => {
  const token = await system.bearer({ oid: CANARY, sub: CANARY });
  const unsigned = await system.bearer({ sub: CANARY }, { alg: 'none' });
  const headers = { ...token, 'Content-Type': 'application/json' };
  const ids = ['ek_0123456789', SDP_PASSWORD, token.Authorization.slice(7, 120)];
  for (const id of ids) await system.mint({ headers: { ...token, 'X-Request-Id': id, traceparent: id } });
  for (const text of [CANARY, SDP_PASSWORD, '"ek_0123456789"']) {
    const body = JSON.stringify({ session: { type: 'realtime', instructions: text } });
    expect((await system.mint({ headers, body })).status).toBe(422);
  }
  await system.mint({ headers: unsigned });
  system.azure.switches.set('mint.answer', 'not-json');
  await mintWithin(TRACE.low, { 'X-Request-Id': 'last-canary' });
  await recordsOf(system, 'last-canary');
  const told = JSON.stringify(system.azure.envelopes.list());
  expect(told).not.toMatch(/canary"(?<!last-canary")|sing like|ek_|eyJ[\w-]+\.eyJ|ice-pwd|asd88|Bearer|\[redacted\]/);
  for (const part of token.Authorization.split('.')) expect(told).not.toContain(part);
});

test('asks the identity for the one scope of ingestion, and for it once', () => {
  const asked = system.azure.requests.list('identity').filter(({ query }) => query.includes('monitor.azure.com'));
  expect(asked).toHaveLength(1);
});

test('shows what arrived at the control service', async () => {
  const shown: unknown = await (await fetch(`${system.azure.urls.control}/telemetry`)).json();
  expect(shown).toEqual(system.azure.envelopes.list());
});
