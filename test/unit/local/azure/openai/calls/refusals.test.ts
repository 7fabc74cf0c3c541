/** `POST /calls` as a request: who is let in, what is refused and how, and what becomes of the answer. */
import { CALL_ERRORS } from '../../../../../../local/azure/openai/calls/call-errors.ts';
import { anOffer, CALLS_PATH, mintSecret, narrow, postOffer } from '../../../../../calls/caller.ts';
import { REAL_TIMERS } from '../../../../../support/real-timers.ts';
import { identityToken } from '../../clients.ts';
import { useVoice } from './voice.ts';

const voice = useVoice();
let offer: string;
beforeAll(async () => {
  offer = await anOffer();
});

interface Posted {
  readonly secret?: string;
  readonly body?: string;
  readonly query?: string;
  readonly headers?: Record<string, string>;
}

async function post({ secret, body = offer, ...rest }: Posted = {}) {
  const response = await postOffer(voice.resource, secret ?? (await mintSecret(voice.resource)), body, rest);
  return { status: response.status, headers: response.headers, text: await response.text() };
}

const EMPTY_ERROR = { status: 400, text: '{"message":"","type":"","code":"","param":""}' };

/** Ends the calls that a test has left waiting for its media. */
afterEach(() => Promise.all(voice.azure.calls.list().map(({ id }) => voice.azure.calls.hangUp(id))));

describe('a good offer', () => {
  test('is answered 201 with the recorded headers and a Location without /openai', async () => {
    const { status, headers } = await post();
    expect(status).toBe(201);
    expect(headers.get('location')).toMatch(/^\/v1\/realtime\/calls\/rtc_[0-9a-f]{32}$/);
    expect(Object.fromEntries(headers)).toMatchObject({
      'content-type': 'text/plain; charset=utf-8',
      'access-control-allow-origin': '*',
      'access-control-expose-headers': 'Location,X-Request-Id',
      'timing-allow-origin': '*',
      'apim-request-id': expect.stringMatching(/^[0-9a-f-]{36}$/),
      'azureml-served-by-cluster': expect.any(String),
      'openai-processing-ms': expect.stringMatching(/^\d+$/),
      'openai-version': '2020-10-01',
      'strict-transport-security': 'max-age=31536000; includeSubDomains; preload',
    });
  });

  test('may have a model in its query, which nobody looks at', async () => {
    expect((await post({ query: '?model=gpt-4o' })).status).toBe(201);
  });

  test('is open from then on, and listed with its id', async () => {
    const { headers } = await post();
    expect(voice.azure.calls.list()).toEqual([
      {
        id: headers.get('location')?.split('/').at(-1),
        since: expect.stringMatching(/^\d{4}-.*Z$/),
        state: 'connecting',
      },
    ]);
  });
});

describe('the client secret', () => {
  test.each([
    ['ephemeral-required', 'Realtime session ephemeral token is required.'],
    ['ephemeral-tokens', 'This operation requires ephemeral tokens for authentication'],
    ['ephemeral-authentication', 'This operation requires ephemeral authentication.'],
  ])(
    'is what it takes: a key, a token of the identity and nothing are 401, worded by switch (%s)',
    async (value, message) => {
      voice.azure.switches.set('calls.credentialRefusal', value);
      const token = await identityToken(voice.azure, 'https://cognitiveservices.azure.com');
      const refused = [
        await post({ headers: { authorization: '', 'api-key': voice.azure.apiKey } }),
        await post({ headers: { authorization: `Bearer ${voice.azure.apiKey}` } }),
        await post({ headers: { authorization: `Bearer ${token}` } }),
        await post({ headers: { authorization: '' } }),
      ];
      for (const { status, text } of refused) {
        expect({ status, body: JSON.parse(text) }).toEqual({
          status: 401,
          body: { error: { code: 'Unauthorized', message } },
        });
      }
      expect((await post()).status).toBe(201);
    },
  );

  test('of another resource is 401, worded by switch', async () => {
    const { status, text } = await post({ secret: 'ek_of_somebody_else' });
    expect({ status, text }).toEqual({ status: 401, text: CALL_ERRORS['secret-refused'].body });
    voice.azure.switches.set('calls.secretRefusal', 'ephemeral-required');
    expect((await post({ secret: 'ek_of_somebody_else' })).text).toBe(CALL_ERRORS['ephemeral-required'].body);
  });

  test('that has expired is 401', async () => {
    const secret = await mintSecret(voice.resource);
    jest.useFakeTimers({ doNotFake: [...REAL_TIMERS], now: Date.now() + 7_201_000 });
    const { status } = await post({ secret });
    jest.useRealTimers();
    expect(status).toBe(401);
    expect((await post({ secret })).status).toBe(401);
  });

  test('starts a second call, with a session of its own, or by switch none', async () => {
    const secret = await mintSecret(voice.resource);
    const [one, other] = [await voice.call({ secret }), await voice.call({ secret })];
    const idOf = async (caller: typeof one) => Object((await caller.event('session.created'))['session']).id;
    expect(await idOf(one)).not.toBe(await idOf(other));
    voice.azure.switches.set('calls.secretReuse', 'refused');
    expect((await post({ secret })).status).toBe(401);
    expect((await post()).status).toBe(201);
  });

  test('of the mint begins the session that the mint has told', async () => {
    const session = { instructions: 'Minted.', audio: { output: { voice: 'marin' } } };
    const caller = await voice.call({ session });
    expect(await caller.event('session.created')).toMatchObject({
      event_id: expect.stringMatching(/^event_[A-Za-z0-9]{21}$/),
      session: { ...session, model: 'gpt-realtime-mini', id: expect.stringMatching(/^sess_/) },
    });
  });

  test('of a transcription session starts nothing that is known', async () => {
    const response = await fetch(`${voice.resource.url}/openai/v1/realtime/client_secrets`, {
      method: 'POST',
      headers: { 'api-key': voice.resource.apiKey },
      body: JSON.stringify({ session: { type: 'transcription' } }),
    });
    const { value } = (await response.json()) as { value: string };
    expect(await post({ secret: value })).toMatchObject(EMPTY_ERROR);
  });
});

describe('an offer that cannot be answered is 400 in the reported form', () => {
  test.each([
    ['nothing', ''],
    ['v=0 alone', 'v=0\r\n'],
    ['garbage', 'garbage'],
    ['JSON', '{"type":"offer"}'],
  ])('%s', async (_what, body) => {
    expect(await post({ body })).toMatchObject(EMPTY_ERROR);
    expect(voice.azure.calls.list()).toEqual([]);
  });

  test('no audio', async () => {
    expect(await post({ body: offer.replace('m=audio', 'm=video') })).toMatchObject(EMPTY_ERROR);
  });

  test('no codec in common, and one', async () => {
    expect(await post({ body: await anOffer([narrow('G722', 9)]) })).toMatchObject(EMPTY_ERROR);
    expect((await post({ body: await anOffer([narrow('G722', 9), narrow('PCMA', 8)]) })).status).toBe(201);
  });
});

test('multipart is refused, as the switch says', async () => {
  const headers = { 'content-type': 'multipart/form-data; boundary=x' };
  const refused = await post({ headers });
  expect([refused.status, JSON.parse(refused.text).error.code]).toEqual([400, 'invalid_content_type']);
  voice.azure.switches.set('calls.multipart', 'multipart-unsupported');
  expect((await post({ headers })).status).toBe(415);
  voice.azure.switches.set('calls.multipart', 'empty-error');
  expect(await post({ headers })).toMatchObject(EMPTY_ERROR);
  expect((await post({ headers: { 'content-type': 'application/sdp; charset=utf-8' } })).status).toBe(201);
});

describe('a page of another origin', () => {
  const preflight = (asked: string) =>
    fetch(`${voice.resource.url}${CALLS_PATH}`, {
      method: 'OPTIONS',
      headers: {
        origin: 'https://app.example',
        'access-control-request-method': 'POST',
        'access-control-request-headers': asked,
      },
    });

  test('is allowed two headers by its preflight, or by switch all it asks for, or none', async () => {
    const asked = 'authorization,content-type,x-openai-agents-sdk';
    const fixed = await preflight(asked);
    expect([fixed.status, fixed.headers.get('access-control-allow-origin')]).toEqual([200, '*']);
    expect(fixed.headers.get('access-control-allow-headers')).toBe('authorization,content-type');
    voice.azure.switches.set('calls.preflight', 'echo');
    expect((await preflight(asked)).headers.get('access-control-allow-headers')).toBe(asked);
    voice.azure.switches.set('calls.preflight', 'refused');
    const refused = await preflight(asked);
    expect([refused.status, refused.headers.get('access-control-allow-headers')]).toEqual([404, null]);
  });

  test('reads an error, and by switch does not', async () => {
    expect((await post({ body: '' })).headers.get('access-control-allow-origin')).toBe('*');
    voice.azure.switches.set('calls.errorCors', 'off');
    expect((await post({ body: '' })).headers.get('access-control-allow-origin')).toBeNull();
    expect((await post()).headers.get('access-control-allow-origin')).toBe('*');
  });
});

test.each(Object.entries(CALL_ERRORS))('calls.error %s', async (name, row) => {
  voice.azure.switches.set('calls.error', name);
  const { status, headers, text } = await post();
  expect([status, text]).toEqual([row.status, row.body]);
  expect(Object.fromEntries(headers)).toMatchObject('headers' in row ? row.headers : {});
  expect(headers.get('apim-request-id')).not.toBeNull();
});

describe('calls.answer', () => {
  test.each(['reset', 'half-body'])('%s is a connection that breaks', async (value) => {
    voice.azure.switches.set('calls.answer', value);
    await expect(post()).rejects.toThrow(/fetch failed|terminated/);
  });

  test.each([
    ['html-200', 200, /<html>/, 'text/html'],
    ['html-500', 500, /<html>/, 'text/html'],
    ['empty-body', 201, /^$/, null],
    ['not-sdp', 201, /no description/, 'text/plain; charset=utf-8'],
  ])('%s is %d and no answer', async (value, status, body, type) => {
    voice.azure.switches.set('calls.answer', value);
    const answer = await post();
    expect([answer.status, answer.headers.get('content-type')]).toEqual([status, type]);
    expect(answer.text).toMatch(body);
    expect(voice.azure.calls.list()).toEqual([]);
  });

  test('redirect leads elsewhere, where somebody who follows is seen', async () => {
    voice.azure.switches.set('calls.answer', 'redirect');
    const { status, headers } = await post();
    expect([status, headers.get('location')]).toEqual([
      302,
      expect.stringMatching(/^http:\/\/localhost:\d+\/redirected$/),
    ]);
  });

  test('hang answers nothing for as long as somebody waits', async () => {
    voice.azure.switches.set('calls.answer', 'hang');
    const secret = await mintSecret(voice.resource);
    const waiting = fetch(`${voice.resource.url}${CALLS_PATH}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${secret}` },
      body: offer,
      signal: AbortSignal.timeout(200),
    });
    await expect(waiting).rejects.toThrow(/timeout/);
  });

  test('no-location and application-sdp are calls all the same', async () => {
    voice.azure.switches.set('calls.answer', 'no-location');
    const nameless = await post();
    expect([nameless.status, nameless.headers.get('location')]).toEqual([201, null]);
    voice.azure.switches.set('calls.answer', 'application-sdp');
    expect((await post()).headers.get('content-type')).toBe('application/sdp');
    expect(voice.azure.calls.list()).toHaveLength(2);
  });

  test('a delay delays, and the call of who has gone in the meantime is not made', async () => {
    voice.azure.switches.set('calls.delayMs', 300);
    const secret = await mintSecret(voice.resource);
    const leaving = fetch(`${voice.resource.url}${CALLS_PATH}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${secret}` },
      body: offer,
      signal: AbortSignal.timeout(50),
    });
    await expect(leaving).rejects.toThrow(/timeout/);
    voice.azure.switches.set('calls.delayMs', 0);
    expect((await post({ secret })).status).toBe(201);
    expect(voice.azure.calls.list()).toHaveLength(1);
  });
});

test('there is no sideband: the WebSocket of a call is 404', async () => {
  const { headers } = await post();
  const id = headers.get('location')?.split('/').at(-1) ?? '';
  const response = await fetch(`${voice.resource.url}/openai/v1/realtime?call_id=${id}`, {
    headers: { 'api-key': voice.azure.apiKey },
  });
  expect(response.status).toBe(404);
  expect(await response.text()).toBe('{"error":{"code":"404","message":"Resource not found"}}');
});

test('neither the secret nor the description of a session is in the log of requests', async () => {
  const secret = await mintSecret(voice.resource, { instructions: 'Nobody must read this.' });
  const { answer } = await voice.call({ secret });
  const log = JSON.stringify(voice.azure.requests.list('openai'));
  const passwords = [offer, answer].flatMap((sdp) => /^a=ice-pwd:(.*)$/m.exec(sdp)?.[1] ?? []);
  for (const hidden of [secret, ...passwords, 'Nobody must read this.']) expect(log).not.toContain(hidden);
});
