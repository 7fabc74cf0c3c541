import { createHttpClient } from '../../../src/azure/http-client.ts';
import { createLiveSessions, type LiveOrder } from '../../../src/realtime/live-sessions.ts';
import { aClock } from '../../support/clock.ts';
import { json, type LoopbackServer, reset, startLoopbackServer, text } from '../../support/loopback-server.ts';
import { errorOf, unwrap } from '../../support/result.ts';
import { anAnswer, anOffer } from '../../support/sdp.ts';
import { aTarget } from '../../support/target.ts';

const APIM = { 'apim-request-id': 'apim-1', 'x-ms-region': 'Sweden Central' };
const PERMIT = { ended: () => undefined, mayRepeat: () => false, leave: () => undefined };

let server: LoopbackServer;
beforeEach(async () => {
  server = await startLoopbackServer();
});
afterEach(() => server.close());

function create(overrides: Partial<LiveOrder> = {}) {
  return createLiveSessions({ send: createHttpClient(), now: aClock().now }).create({
    target: aTarget(server.origin),
    token: 'identity-token',
    session: { instructions: 'Be brief.' },
    offer: anOffer(),
    safetyIdentifier: undefined,
    signal: AbortSignal.timeout(10_000),
    permit: PERMIT,
    ...overrides,
  });
}

function answer(session: unknown = { id: 'live_1' }, sdp: unknown = anAnswer()) {
  return { session, transport: { type: 'webrtc', sdp } };
}

test('one POST has the session with the deployment for a model, the offer, and nothing else', async () => {
  server.answers(json(201, answer(), APIM));
  expect(unwrap(await create())).toEqual({
    answer: anAnswer(),
    id: 'live_1',
    requestId: 'apim-1',
    region: 'swedencentral',
  });
  expect(server.requests).toHaveLength(1);
  const [request] = server.requests;
  expect(request).toMatchObject({
    method: 'POST',
    path: '/openai/v1/live/sessions',
    headers: { authorization: 'Bearer identity-token', 'content-type': 'application/json' },
  });
  expect(JSON.parse(request?.body ?? '')).toEqual({
    session: { instructions: 'Be brief.', model: aTarget(server.origin).deployment },
    transport: { type: 'webrtc', sdp: anOffer() },
  });
});

test('the end user’s pseudonym is sent where it is asked for', async () => {
  server.answers(json(200, answer()));
  await create({ safetyIdentifier: 'hash' });
  expect(JSON.parse(server.requests[0]?.body ?? '')).toMatchObject({ session: { safety_identifier: 'hash' } });
});

test.each([
  ['an id of OpenAI’s', 'live_u0_abc', 'live_u0_abc'],
  ['an id of Azure’s pages', 'sess_123', 'sess_123'],
  ['an id that would leave its place in an address', '../../x', undefined],
  ['an id that is no text', 7, undefined],
  ['no id', undefined, undefined],
])('a session with %s is live, and has the id where it is one', async (_what, id, expected) => {
  server.answers(json(201, answer({ id, instructions: 'Be brief.' })));
  expect(unwrap(await create()).id).toBe(expected);
});

test.each([
  ['no JSON', text(201, '<p>Created</p>')],
  ['no transport', json(201, { session: { id: 'live_1' } })],
  ['SDP that is none', json(201, answer(undefined, 'v=0'))],
])('a success with %s is no answer', async (_what, respond) => {
  server.answers(respond);
  expect(errorOf(await create())).toMatchObject({
    operation: 'live_sessions',
    entry: { code: 'upstream_invalid_response' },
  });
});

test.each([
  ['a reset', reset, 'azure-interrupted'],
  ['a 500', json(500, {}, APIM), 'azure-failed'],
  ['a 429 that says to wait a second', json(429, {}, { ...APIM, 'retry-after': '1' }), 'live-sessions-exhausted'],
  ['a redirect', text(307, '', { ...APIM, Location: '/elsewhere' }), 'answered-by-another'],
])('%s is never asked a second time: a session may have begun', async (_what, respond, id) => {
  server.answers(respond, json(201, answer()));
  expect(errorOf(await create()).entry.id).toBe(id);
  expect(server.requests).toHaveLength(1);
});
