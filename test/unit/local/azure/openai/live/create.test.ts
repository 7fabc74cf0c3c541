/** `POST /openai/v1/live/sessions`: who may, what is in it, and what comes back. */
import { IDENTITY_OBJECT_ID } from '../../../../../../local/azure/foundation/directory.ts';
import { aLiveSession, SESSIONS_PATH } from '../../../../../calls/live-caller.ts';
import { errorOf, useLive } from './live.ts';

const live = useLive();

const body = (rest: Record<string, unknown> = {}, transport: Record<string, unknown> = {}) => ({
  session: aLiveSession(),
  transport: { type: 'webrtc', sdp: live.offer, ...transport },
  ...rest,
});

test('answers 201 with the session’s id and SDP in JSON, and no Location', async () => {
  const { status, headers, text } = await live.create();
  expect(status).toBe(201);
  expect(JSON.parse(text)).toEqual({
    session: { id: expect.stringMatching(/^live_[0-9a-f]{32}$/) },
    transport: { type: 'webrtc', sdp: expect.stringMatching(/^v=0\r\n[\s\S]*^m=audio /m) },
  });
  expect([headers.get('content-type'), headers.get('location'), headers.get('apim-request-id')]).toEqual([
    'application/json',
    null,
    expect.any(String),
  ]);
});

test('answers by switch 200, and an id in the other form', async () => {
  live.azure.switches.set('live.createStatus', '200');
  live.azure.switches.set('live.id', 'sess');
  expect(await live.create()).toMatchObject({ status: 200, id: expect.stringMatching(/^sess_[A-Za-z0-9]{21}$/) });
});

describe('credentials', () => {
  test('none, one of another audience and one without a role are 401', async () => {
    expect((await live.create({}, { authorization: '' })).status).toBe(401);
    live.azure.switches.set('mint.audiences', 'ai');
    expect((await live.create()).status).toBe(401);
    live.azure.switches.reset();
    live.azure.subscription.roles.remove(({ principalId }) => principalId === IDENTITY_OBJECT_ID);
    const refused = await live.create();
    expect([refused.status, errorOf(refused).code]).toEqual([401, 'PermissionDenied']);
  });

  test.each([
    ['api-key', (key: string) => ({ authorization: '', 'api-key': key })],
    ['a Bearer', (key: string) => ({ authorization: `Bearer ${key}` })],
  ])('the account’s key as %s is 403, or good where the account takes keys', async (_how, toHeaders) => {
    const headers: Record<string, string> = toHeaders(live.azure.apiKey);
    const refused = await live.create({}, headers);
    expect([refused.status, errorOf(refused).code]).toEqual([403, 'AuthenticationTypeDisabled']);
    live.azure.switches.set('mint.localAuth', 'on');
    expect((await live.create({}, headers)).status).toBe(201);
  });
});

test('a preflight is refused, and nothing is said of origins', async () => {
  const response = await fetch(`${live.resource.url}${SESSIONS_PATH}`, {
    method: 'OPTIONS',
    headers: { origin: 'https://page.example', 'access-control-request-method': 'POST' },
  });
  expect([response.status, response.headers.get('access-control-allow-origin')]).toEqual([404, null]);
  expect((await live.create({}, { origin: 'https://page.example' })).headers.get('access-control-allow-origin')).toBe(
    null,
  );
});

describe('the form', () => {
  test.each(['application/sdp', 'multipart/form-data; boundary=x'])('%s is 400', async (type) => {
    expect((await live.post(live.offer, { 'content-type': type })).status).toBe(400);
  });

  test('JSON with a charset is good, and what is no JSON is 400', async () => {
    const charset = { 'content-type': 'application/json; charset=utf-8' };
    expect((await live.post(body(), charset)).status).toBe(201);
    const refused = await live.post('{', charset);
    expect([refused.status, errorOf(refused).code]).toEqual([400, 'invalid_value']);
  });
});

describe('members that nobody knows', () => {
  test.each([
    ['tracing', () => body({ tracing: 'auto' })],
    ['transport.candidates', () => body({}, { candidates: [] })],
    ['session.type', () => body({ session: aLiveSession({ type: 'live' }) })],
    ['session.tools', () => body({ session: aLiveSession({ tools: [] }) })],
    ['session.audio.format', () => body({ session: aLiveSession({ audio: { format: {} } }) })],
    ['session.audio.output.speed', () => body({ session: aLiveSession({ audio: { output: { speed: 1 } } }) })],
    ['session.delegation.model', () => body({ session: aLiveSession({ delegation: { type: 'client', model: 'm' } }) })],
  ])('%s is refused by its dotted path', async (param, toBody) => {
    const refused = await live.post(toBody());
    expect([refused.status, errorOf(refused)]).toEqual([
      400,
      { type: 'invalid_request_error', code: 'unknown_parameter', param, message: `Unknown parameter: '${param}'.` },
    ]);
  });
});

const messages = (length: number) =>
  Array.from({ length }, () => ({ role: 'user', content: [{ type: 'input_text', text: 'Hello.' }] }));
const responses = (config: Record<string, unknown>) => ({
  delegation: { type: 'responses', responses: { model: 'gpt-4o', ...config } },
});
const channel = (allowed: Record<string, unknown>) => ({ client: { data_channel: allowed } });
const types = (length: number) => Array.from({ length }, (_, index) => `session.event_${index}`);

describe('limits', () => {
  test.each<[string, Record<string, unknown>, Record<string, unknown>, string]>([
    ['128 messages', { input: messages(128) }, { input: messages(129) }, 'session.input'],
    [
      '128 characters of a voice’s id',
      { audio: { output: { voice: { id: 'v'.repeat(128) } } } },
      { audio: { output: { voice: { id: 'v'.repeat(129) } } } },
      'session.audio.output.voice.id',
    ],
    [
      'at least 16 tokens of output',
      responses({ max_output_tokens: 16 }),
      responses({ max_output_tokens: 15 }),
      'session.delegation.responses.max_output_tokens',
    ],
    [
      '256 events of a client',
      channel({ allowed_client_events: types(256) }),
      channel({ allowed_client_events: types(257) }),
      'session.client.data_channel.allowed_client_events',
    ],
    [
      'events that have a type’s form',
      channel({ allowed_client_events: ['session.close', 'error'] }),
      channel({ allowed_client_events: ['close'] }),
      'session.client.data_channel.allowed_client_events[0]',
    ],
    [
      'a nested event, where the type nests one',
      channel({ allowed_server_events: [{ type: 'response.event', response_event: 'response.completed' }] }),
      channel({ allowed_server_events: [{ type: 'response.event' }] }),
      'session.client.data_channel.allowed_server_events[0].response_event',
    ],
    [
      'no nested event anywhere else',
      channel({ allowed_server_events: [{ type: 'error' }] }),
      channel({ allowed_server_events: [{ type: 'error', response_event: 'response.completed' }] }),
      'session.client.data_channel.allowed_server_events[0].response_event',
    ],
    [
      'a model for responses',
      responses({}),
      { delegation: { type: 'responses', responses: {} } },
      'session.delegation.responses.model',
    ],
  ])('%s: within is good, beyond is 400 with the path', async (_what, good, bad, param) => {
    live.azure.switches.set('live.media', 'off');
    expect((await live.create(good)).status).toBe(201);
    const refused = await live.create(bad);
    expect([refused.status, errorOf(refused).param]).toEqual([400, param]);
  });

  test.each([
    ['instructions', { instructions: 'x'.repeat(4 * 16_384) }, { instructions: 'x'.repeat(4 * 16_384 + 1) }],
    [
      'input',
      { input: [{ role: 'user', content: [{ text: 'x'.repeat(4 * 8_192) }] }] },
      { input: [{ role: 'user', content: [{ text: 'x'.repeat(4 * 8_192 + 1) }] }] },
    ],
  ])('tokens of %s count by switch alone', async (name, good, bad) => {
    live.azure.switches.set('live.media', 'off');
    expect((await live.create(bad)).status).toBe(201);
    live.azure.switches.set('live.tokenBounds', 'on');
    expect((await live.create(good)).status).toBe(201);
    const refused = await live.create(bad);
    expect([refused.status, errorOf(refused).param]).toEqual([400, `session.${name}`]);
  });
});

test.each([
  ['session.client', channel({})],
  ['session.store', { store: false }],
  ['session.safety_identifier', { safety_identifier: 'someone' }],
  ['session.triggers', { triggers: [] }],
  ['session.delegation.acknowledgement_delay_ms', { delegation: { type: 'client', acknowledgement_delay_ms: 1 } }],
  [
    'session.delegation.decisions',
    { delegation: { type: 'decisions', decisions: { model: 'gpt-4o', questions: [] } } },
  ],
])('%s, which OpenAI alone documents, is refused by switch', async (param, session) => {
  live.azure.switches.set('live.media', 'off');
  expect((await live.create(session)).status).toBe(201);
  live.azure.switches.set('live.openaiMembers', 'refused');
  expect(errorOf(await live.create(session))).toMatchObject({ code: 'unknown_parameter', param });
  expect((await live.create({ input: messages(1) })).status).toBe(201);
});

describe('the offer', () => {
  const without = (pattern: RegExp) => body({}, { sdp: live.offer.replace(pattern, '') });

  test.each([
    ['audio', () => body({}, { sdp: live.offer.replace('m=audio', 'm=video') })],
    ['a data channel', () => without(/^m=application [\s\S]*/m)],
    ['ICE credentials', () => without(/^a=ice-pwd:.*\r\n/gm)],
    ['being SDP', () => body({}, { sdp: 'There is nothing in this.' })],
  ])('without %s is 400', async (_what, toBody) => {
    const refused = await live.post(toBody());
    expect([refused.status, errorOf(refused)]).toEqual([
      400,
      expect.objectContaining({ code: 'invalid_offer', param: 'transport.sdp' }),
    ]);
    expect(live.openIds()).toEqual([]);
  });

  test('needs candidates by switch alone', async () => {
    const bare = without(/^a=candidate:.*\r\n/gm);
    expect((await live.post(bare)).status).toBe(201);
    live.azure.switches.set('live.offerCandidates', 'needed');
    expect((await live.post(bare)).status).toBe(400);
    expect((await live.post(body())).status).toBe(201);
  });
});
