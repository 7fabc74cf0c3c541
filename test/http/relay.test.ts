/** The relay through the bundle that ships: from a caller's token and offer to the service's answer. */
import { digestOfCall } from '../../src/calls/call-digest.ts';
import { anOffer } from '../support/sdp.ts';
import { type Answer, type System, startSystem } from './system.ts';

const ORIGIN = 'https://app.example.com';

let system: System;
beforeAll(async () => {
  system = await startSystem({
    environment: { WEBSITE_HOSTNAME: 'app.example.net' },
    settings: {
      'realtime:cors:origins': JSON.stringify([ORIGIN]),
      'realtime:profiles:private':
        '{"direct":false,"filter":true,"session":{"type":"realtime","instructions":"canary"}}',
    },
  });
});
afterAll(() => system.stop());
afterEach(async () => {
  system.azure.switches.reset();
  // Waits are remembered for a minute at most.
  await system.advance(60_000);
  await Promise.all(system.azure.calls.list().map(({ id }) => system.azure.calls.hangUp(id)));
});

/** What reached Azure OpenAI during `act`, as `path query`. */
async function sentDuring(act: () => Promise<unknown>): Promise<readonly string[]> {
  const before = system.azure.requests.list('openai').length;
  await act();
  return system.azure.requests
    .list('openai')
    .slice(before)
    .map(({ path, query }) => `${path.split('/').at(-1)}${query}`);
}

async function lineOf({ headers }: Answer): Promise<Readonly<Record<string, unknown>>> {
  const requestId = headers.get('x-request-id');
  await system.until(async () => (await system.logged('relay')).some((line) => line['requestId'] === requestId));
  const [line = {}] = (await system.logged('relay')).filter((candidate) => candidate['requestId'] === requestId);
  return line;
}

test('starts a call: SDP for SDP, and the call’s id in an address of ours', async () => {
  const { status, text, headers } = await system.call(anOffer());
  expect([status, headers.get('content-type')]).toEqual([201, 'application/sdp']);
  expect(text).toMatch(/^v=0\r\n[\s\S]*^m=audio /m);
  const id = headers.get('location')?.split('/').at(-1);
  expect(headers.get('location')).toBe(`/api/realtime/calls/${id}`);
  expect(system.azure.calls.list().map((call) => call.id)).toEqual([id]);
});

test('starts a call for an offer in JSON, which has nothing else but variables', async () => {
  const headers = { ...(await system.bearer()), 'Content-Type': 'application/json' };
  const call = (body: object) =>
    system.request('/api/realtime/calls', { method: 'POST', headers, body: JSON.stringify(body) });
  const { status, headers: answered } = await call({ sdp: anOffer() });
  expect([status, answered.get('content-type')]).toEqual([201, 'application/sdp']);
  const refused = await call({ sdp: anOffer(), session: { type: 'realtime' } });
  expect(refused).toMatchObject({ status: 422, json: { code: 'not_permitted', pointers: ['/session'] } });
});

test.each([
  ['lost its end, as a page does that trims it', anOffer().trimEnd()],
  ['lost half of its end', anOffer().slice(0, -1)],
  ['has its end', anOffer()],
])('starts a call for an offer whose last line %s', async (_what, offer) => {
  expect(await system.call(offer)).toMatchObject({ status: 201 });
});

test('mints and calls once each, and adds nothing to the address', async () => {
  expect(await sentDuring(() => system.call(anOffer()))).toEqual(['client_secrets', 'calls']);
});

test('asks for the filter where the profile does, which no page can change', async () => {
  expect(await sentDuring(() => system.call(anOffer(), '?profile=private'))).toEqual([
    'client_secrets',
    'calls?webrtcfilter=on',
  ]);
  const refused = await system.call(anOffer(), '?profile=private&webrtcfilter=off');
  expect(refused).toMatchObject({ status: 422, json: { code: 'not_permitted' } });
});

test('is the only way to a profile that gives no page a secret, and a mint for it says where it is', async () => {
  const body = '{"profile":"private"}';
  const headers = { ...(await system.bearer()), 'Content-Type': 'application/json', Host: 'evil.example' };
  expect(await system.mint({ headers, body })).toMatchObject({
    status: 403,
    json: { code: 'relay_required', url: 'https://app.example.net/api/realtime/calls?profile=private' },
  });
  expect((await system.call(anOffer(), '?profile=private')).status).toBe(201);
});

test('lets a page of an allowed origin read the answer and its Location', async () => {
  const headers = { ...(await system.bearer()), 'Content-Type': 'application/sdp', Origin: ORIGIN };
  const answer = await system.request('/api/realtime/calls', { method: 'POST', headers, body: anOffer() });
  expect(answer.status).toBe(201);
  expect(answer.headers.get('access-control-allow-origin')).toBe(ORIGIN);
  expect(answer.headers.get('access-control-expose-headers')?.split(', ')).toContain('Location');
});

test('answers the preflight of the Agents SDK, without a token', async () => {
  const { status, headers } = await system.request('/api/realtime/calls', {
    method: 'OPTIONS',
    headers: { Origin: ORIGIN, 'Access-Control-Request-Method': 'POST' },
  });
  expect(status).toBe(204);
  expect(headers.get('access-control-allow-headers')?.split(', ')).toEqual(
    expect.arrayContaining(['authorization', 'content-type', 'x-openai-agents-sdk']),
  );
});

test('is one log line by the call’s id, with its phases and without what is secret', async () => {
  const answer = await system.call(anOffer(), '?profile=private');
  const line = await lineOf(answer);
  expect(line).toMatchObject({
    outcome: 'started',
    profile: 'private',
    call: digestOfCall(answer.headers.get('location')?.split('/').at(-1) ?? ''),
    upstreamRequestId: answer.headers.get('apim-request-id'),
  });
  expect(Object.keys(line['phasesMs'] as object)).toEqual([
    'settings',
    'auth',
    'quota',
    'token',
    'upstream',
    'call',
    'commit',
    'total',
  ]);
  expect(system.host.output()).not.toMatch(/canary|ice-pwd|fingerprint|ek_/);
});

describe('a refusal of the offer', () => {
  test.each([
    ['ephemeral-required', 502, 'upstream_auth', 'secret-required'],
    ['ephemeral-tokens', 502, 'upstream_auth', 'secret-required'],
    ['ephemeral-authentication', 502, 'upstream_auth', 'secret-required'],
    ['secret-refused', 502, 'upstream_auth', 'secret-refused'],
    ['empty-error', 422, 'offer_refused', 'offer-refused'],
    ['invalid-offer', 422, 'offer_refused', 'offer-refused'],
    ['unparsable-offer', 422, 'offer_refused', 'offer-refused'],
    ['model-retired', 502, 'upstream_rejected', 'model-retired'],
    ['operation-timeout', 504, 'upstream_timeout', 'azure-timed-out'],
    ['firewall', 502, 'upstream_auth', 'page-network-refused'],
    ['virtual-network', 502, 'upstream_auth', 'resource-mismatch'],
    ['resource-not-found', 502, 'upstream_rejected', 'path-not-found'],
    ['deployment-not-found', 502, 'deployment_not_found', 'deployment-not-found'],
    ['call-quota', 429, 'upstream_rate_limited', 'deployment-rate-limit'],
    ['high-demand', 503, 'upstream_rate_limited', 'azure-at-capacity'],
    ['internal-error', 502, 'upstream_error', 'azure-failed'],
  ])('by Azure’s %s is %d %s, diagnosed as %s, and asked once', async (error, status, code, diagnosis) => {
    system.azure.switches.set('calls.error', error);
    let answer: Answer | undefined;
    const sent = await sentDuring(async () => {
      answer = await system.call(anOffer());
    });
    expect(answer).toMatchObject({ status, json: { code, diagnosis, type: `/api/problems/${diagnosis}` } });
    expect(sent).toEqual(['client_secrets', 'calls']);
  });

  test.each([
    ['reset', 502, 'azure-interrupted'],
    ['half-body', 502, 'azure-interrupted'],
    ['html-200', 502, 'answer-not-sdp'],
    ['empty-body', 502, 'answer-not-sdp'],
    ['redirect', 502, 'answered-by-another'],
    ['html-403', 502, 'answered-by-another'],
    ['html-500', 502, 'gateway-failed'],
  ])('by an answer that is %s is %d, diagnosed as %s', async (answer, status, diagnosis) => {
    system.azure.switches.set('calls.answer', answer);
    expect(await system.call(anOffer())).toMatchObject({ status, json: { diagnosis } });
  });

  test('is a call without an address where Azure names none', async () => {
    system.azure.switches.set('calls.answer', 'no-location');
    const { status, headers } = await system.call(anOffer());
    expect([status, headers.get('location')]).toEqual([201, null]);
  });

  test('leaves the next call as good as ever', async () => {
    system.azure.switches.set('calls.error', { value: 'internal-error', times: 1 });
    expect((await system.call(anOffer())).status).toBe(502);
    expect((await system.call(anOffer())).status).toBe(201);
  });
});
