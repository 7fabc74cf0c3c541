import { createHttpClient } from '../../../src/azure/http-client.ts';
import { type CallOrder, createCalls } from '../../../src/realtime/calls.ts';
import type { RequestReport } from '../../../src/realtime/upstream.ts';
import { aClock, NOON_MS } from '../../support/clock.ts';
import {
  aClosedPort,
  json,
  type LoopbackServer,
  reset,
  startLoopbackServer,
  text,
} from '../../support/loopback-server.ts';
import { errorOf, unwrap } from '../../support/result.ts';
import { anAnswer, anOffer } from '../../support/sdp.ts';
import { aTarget } from '../../support/target.ts';

let server: LoopbackServer;
beforeEach(async () => {
  server = await startLoopbackServer();
});
afterEach(() => server.close());

function create(overrides: Partial<CallOrder> & { readonly origin?: string } = {}) {
  const { origin = server.origin, ...rest } = overrides;
  const order: CallOrder = {
    secret: { value: 'ek_1', target: aTarget(origin) },
    offer: anOffer(),
    filter: false,
    signal: new AbortController().signal,
    ...rest,
  };
  return createCalls({ send: createHttpClient(), now: aClock().now }).create(order);
}

const answered = (location?: string, status = 201) =>
  text(status, anAnswer(), {
    // As recorded: SDP by another name.
    'Content-Type': 'text/plain; charset=utf-8',
    'apim-request-id': 'apim-1',
    ...(location === undefined ? {} : { Location: location }),
  });

describe('a call', () => {
  test('is exactly one documented request: the raw offer, with the client secret', async () => {
    server.answers(answered('/v1/realtime/calls/rtc_1'));
    await create();
    expect(server.requests).toHaveLength(1);
    expect(server.requests[0]).toMatchObject({
      method: 'POST',
      path: '/openai/v1/realtime/calls',
      body: anOffer(),
      headers: { authorization: 'Bearer ek_1', 'content-type': 'application/sdp' },
    });
  });

  test('asks for the filter where it is ordered, and only there', async () => {
    server.answers(answered());
    await create({ filter: true });
    expect(server.requests[0]?.path).toBe('/openai/v1/realtime/calls?webrtcfilter=on');
  });

  test('gives the answer as it is, the call’s id and the request’s', async () => {
    server.answers(answered('/v1/realtime/calls/rtc_990b6ba8f11341c9b697c970849587c1'));
    expect(unwrap(await create())).toEqual({
      answer: anAnswer(),
      id: 'rtc_990b6ba8f11341c9b697c970849587c1',
      requestId: 'apim-1',
    });
  });

  test.each([
    ['/v1/realtime/calls/rtc_u1_aB-9', 'rtc_u1_aB-9'],
    ['https://other.example/openai/v1/realtime/calls/rtc_2', 'rtc_2'],
    ['/v1/realtime/calls/rtc_3?x=y', 'rtc_3'],
    ['/v1/realtime?call_id=rtc_4', 'rtc_4'],
    ['rtc_5', 'rtc_5'],
  ])('reads its id out of the Location %s', async (location, id) => {
    server.answers(answered(location));
    expect(unwrap(await create()).id).toBe(id);
  });

  test.each([
    undefined,
    '',
    '/v1/realtime/calls/',
    '/v1/realtime/calls/sess_1',
    `/rtc_${'x'.repeat(125)}`,
    '/rtc_a%0Ab',
  ])('is served without an id where the Location is %j: it is live all the same', async (location) => {
    server.answers(answered(location));
    expect(unwrap(await create())).toMatchObject({ answer: anAnswer(), id: undefined });
  });

  test('may be answered with 200 as well', async () => {
    server.answers(answered('/rtc_1', 200));
    expect(unwrap(await create()).id).toBe('rtc_1');
  });

  test('tells how long it took, as a call of its own name', async () => {
    const told: RequestReport[] = [];
    server.answers(answered());
    await create({ report: (ended) => void told.push(ended) });
    expect(told).toEqual([
      {
        operation: 'calls',
        target: new URL(server.origin).host,
        startedAtEpochMs: NOON_MS,
        durationMs: expect.any(Number),
        status: 201,
        requestId: 'apim-1',
      },
    ]);
  });
});

describe('a call that Azure refuses', () => {
  const error = (code: string, message: string) => ({ error: { code, message } });

  test.each<[number, unknown, string]>([
    [401, error('Unauthorized', 'This operation requires ephemeral authentication.'), 'secret-required'],
    [401, error('', 'Realtime session ephemeral token is required.'), 'secret-required'],
    [401, { message: 'This operation requires ephemeral tokens for authentication' }, 'secret-required'],
    [401, error('401', 'expired'), 'secret-refused'],
    [401, error('PermissionDenied', 'The principal lacks the required data action'), 'role-missing'],
    [401, error('401', 'Access denied due to invalid subscription key or wrong API endpoint.'), 'resource-mismatch'],
    [400, { message: '', type: '', code: '', param: '' }, 'offer-refused'],
    [400, error('OpperationNotSupported', ''), 'deployment-not-realtime'],
    [400, error('new_code', ''), 'request-refused'],
    [403, error('403', 'Access denied due to Virtual Network/Firewall rules.'), 'page-network-refused'],
    [403, error('403', 'Public access is disabled. Please configure private endpoint.'), 'page-network-refused'],
    [403, error('403', 'something else'), 'access-refused'],
    [404, error('404', 'Resource not found'), 'path-not-found'],
    [429, error('429', 'Rate limit is exceeded.'), 'deployment-rate-limit'],
    [500, '', 'azure-failed'],
  ])('with %d %j is diagnosed as %s, and not tried again', async (status, body, id) => {
    server.answers(json(status, body, { 'apim-request-id': 'apim-1' }));
    expect(errorOf(await create())).toMatchObject({ entry: { id }, facts: { status, requestId: 'apim-1' } });
    expect(server.requests).toHaveLength(1);
  });

  test('by a redirect is not followed: its Location is no call', async () => {
    server.answers(text(307, '', { Location: `${server.origin}/calls/rtc_1` }), answered('/rtc_1'));
    expect(errorOf(await create()).entry.id).toBe('answered-by-another');
    expect(server.requests).toHaveLength(1);
  });

  test.each([
    ['', 201],
    ['{"sdp":"v=0"}', 201],
    ['<html>', 200],
  ])('by a success that is no SDP, %j, is told apart', async (body, status) => {
    server.answers(text(status, body));
    expect(errorOf(await create())).toMatchObject({ entry: { id: 'answer-not-sdp' }, facts: { status } });
  });

  test('by breaking off is not repeated: a call may have begun', async () => {
    server.answers(reset, answered());
    expect(errorOf(await create()).entry.id).toBe('azure-interrupted');
    expect(server.requests).toHaveLength(1);
  });

  test('by being out of reach is told apart', async () => {
    expect(errorOf(await create({ origin: `http://127.0.0.1:${await aClosedPort()}` })).entry.id).toBe(
      'azure-unreachable',
    );
  });

  test('by not answering ends at the deadline', async () => {
    const deadline = new AbortController();
    server.answers(() => deadline.abort(new DOMException('late', 'TimeoutError')));
    expect(errorOf(await create({ signal: deadline.signal })).entry.id).toBe('azure-slow');
  });
});
