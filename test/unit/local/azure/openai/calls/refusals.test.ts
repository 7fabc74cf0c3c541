/** `POST /calls` as a request: who is let in, and what is refused and how. */
import { CALL_ERRORS } from '../../../../../../local/azure/openai/calls/call-errors.ts';
import { anOffer, mintSecret, narrow } from '../../../../../calls/caller.ts';
import { REAL_TIMERS } from '../../../../../support/real-timers.ts';
import { identityToken } from '../../clients.ts';
import { useOffers } from './offers.ts';
import { useVoice } from './voice.ts';

const voice = useVoice();
const offers = useOffers(voice);
const { post } = offers;

const EMPTY_ERROR = { status: 400, text: '{"message":"","type":"","code":"","param":""}' };

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

  test('has the session of the mint though its first offer was refused', async () => {
    const response = await fetch(`${voice.resource.url}/openai/v1/realtime/client_secrets`, {
      method: 'POST',
      headers: { authorization: `Bearer ${voice.resource.token}` },
      body: JSON.stringify({ session: { type: 'realtime', model: 'gpt-realtime' } }),
    });
    const { value, session } = (await response.json()) as { value: string; session: { id: string } };
    expect((await post({ secret: value, body: 'garbage' })).status).toBe(400);
    const caller = await voice.call({ secret: value });
    expect(await caller.event('session.created')).toMatchObject({ session: { id: session.id } });
  });

  test('of a transcription session starts nothing that is known', async () => {
    const response = await fetch(`${voice.resource.url}/openai/v1/realtime/client_secrets`, {
      method: 'POST',
      headers: { authorization: `Bearer ${voice.resource.token}` },
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
    expect(await post({ body: offers.good.replace('m=audio', 'm=video') })).toMatchObject(EMPTY_ERROR);
  });

  test('a last line without its end, in OpenAI’s words, and lines that end as on Unix are taken', async () => {
    const { status, text } = await post({ body: offers.good.trimEnd() });
    expect([status, JSON.parse(text).error.message]).toEqual([
      400,
      'Failed to parse offer: failed to unmarshal SDP: EOF',
    ]);
    expect(voice.azure.calls.list()).toEqual([]);
    expect((await post({ body: offers.good.replaceAll('\r\n', '\n') })).status).toBe(201);
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

test('neither the secret nor the description of a session is in the log of requests', async () => {
  const secret = await mintSecret(voice.resource, { instructions: 'Nobody must read this.' });
  const { answer } = await voice.call({ secret });
  const log = JSON.stringify(voice.azure.requests.list('openai'));
  const passwords = [offers.good, answer].flatMap((sdp) => /^a=ice-pwd:(.*)$/m.exec(sdp)?.[1] ?? []);
  for (const hidden of [secret, ...passwords, 'Nobody must read this.']) expect(log).not.toContain(hidden);
});
