import { UPSTREAM_TIMEOUT_MS } from '../../../src/realtime/client-secrets.ts';
import { NOON_MS } from '../../support/clock.ts';
import { json, type Respond, text } from '../../support/loopback-server.ts';
import { aMintSuite, type MintBench } from '../../support/mint-suite.ts';
import { anAnswer, anOffer } from '../../support/sdp.ts';

const suite = aMintSuite();

const SECRET = json(200, { value: 'ek_1', expires_at: NOON_MS / 1000 + 10, session: { id: 'sess_1' } });
const ANSWER = text(201, anAnswer(), { Location: '/v1/realtime/calls/rtc_1', 'apim-request-id': 'apim-2' });
const PROFILES = {
  'profiles:kiosk': '{"deployment":"voice-assistant","secretSeconds":45,"filter":true,"direct":false}',
  'profiles:plain': '{}',
};

/** Azure answers to a mint and then to an offer. */
function aBench(settings: Readonly<Record<string, string>> = {}, call: Respond = ANSWER): MintBench {
  const bench = suite.aBench(settings);
  suite.server.answers(SECRET, call);
  return bench;
}

/** What reached Azure during `act`. */
async function sentDuring(act: () => Promise<unknown>) {
  const before = suite.server.requests.length;
  await act();
  return suite.server.requests.slice(before);
}

function lineOf(bench: MintBench, index = 0): Record<string, unknown> {
  return JSON.parse(bench.lines[index] ?? '{}') as Record<string, unknown>;
}

async function lastFailure(bench: MintBench): Promise<unknown> {
  return ((await bench.readiness()).body as { details?: { lastFailure: unknown } }).details?.lastFailure;
}

describe('a call through the relay', () => {
  test('answers Azure’s SDP, and an address of ours for the call', async () => {
    const { status, body, headers } = await aBench().call(anOffer());
    expect([status, body]).toEqual([201, anAnswer()]);
    expect(headers.get('content-type')).toBe('application/sdp');
    expect(headers.get('location')).toBe('/api/realtime/calls/rtc_1');
    expect(headers.get('apim-request-id')).toBe('apim-2');
    expect(headers.get('cache-control')).toBe('no-store');
  });

  test('is a mint of 10 s, whatever lifetime is configured, and the offer with its secret', async () => {
    const bench = aBench({ secretSeconds: '600' });
    const [mint, call, ...more] = await sentDuring(() => bench.call(anOffer()));
    expect(more).toEqual([]);
    expect(mint).toMatchObject({ path: '/openai/v1/realtime/client_secrets' });
    expect(JSON.parse(mint?.body ?? '')).toMatchObject({ expires_after: { anchor: 'created_at', seconds: 10 } });
    expect(call).toMatchObject({ path: '/openai/v1/realtime/calls', body: anOffer() });
    expect(call?.headers).toMatchObject({ authorization: 'Bearer ek_1' });
  });

  test('sends its secret to the offer’s route and to no other', async () => {
    const sent = await sentDuring(() => aBench().call(anOffer()));
    expect(sent.filter((request) => JSON.stringify(request).includes('ek_1')).map(({ path }) => path)).toEqual([
      '/openai/v1/realtime/calls',
    ]);
  });

  test('never gives its secret away', async () => {
    const bench = aBench();
    const { body, headers } = await bench.call(anOffer());
    expect(JSON.stringify([body, ...headers, ...bench.lines])).not.toMatch(/ek_/);
  });

  test('is for the profile of the query, with its deployment and its filter', async () => {
    const bench = aBench(PROFILES);
    const [mint, call] = await sentDuring(() => bench.call(anOffer(), '?profile=kiosk'));
    expect(JSON.parse(mint?.body ?? '')).toMatchObject({ session: { model: 'voice-assistant' } });
    expect(call?.path).toBe('/openai/v1/realtime/calls?webrtcfilter=on');
    expect(lineOf(bench)).toMatchObject({ profile: 'kiosk', deployment: 'voice-assistant' });
  });

  test('is without the filter where the profile is', async () => {
    const [, call] = await sentDuring(() => aBench(PROFILES).call(anOffer(), '?profile=plain'));
    expect(call?.path).toBe('/openai/v1/realtime/calls');
  });

  test('is one log line with Azure’s id of the call, and without secret, password or fingerprint', async () => {
    const bench = aBench();
    await bench.call(anOffer());
    expect(bench.lines).toHaveLength(1);
    expect(lineOf(bench)).toMatchObject({
      event: 'relay',
      id: expect.stringMatching(/^mint_[0-9a-f]{32}$/) as string,
      outcome: 'started',
      call: expect.stringMatching(/^[0-9a-f]{32}$/) as string,
      caller: expect.stringMatching(/^[0-9a-f]{32}$/) as string,
      upstreamRequestId: 'apim-2',
      phasesMs: { upstream: expect.any(Number) as number, call: expect.any(Number) as number },
    });
    // Nor anything that had to be taken out of it.
    expect(bench.lines[0]).not.toMatch(/ek_|eyJ|ice-pwd|2\/1muC|fingerprint|identity-token|\[redacted\]/);
  });

  test('has one deadline for all that is asked of Azure', async () => {
    const deadline = new AbortController();
    const { timeout } = AbortSignal;
    const asked = jest
      .spyOn(AbortSignal, 'timeout')
      .mockImplementation((ms) => (ms === UPSTREAM_TIMEOUT_MS ? deadline.signal : timeout(ms)));
    const bench = aBench({}, () => deadline.abort(new DOMException('late', 'TimeoutError')));
    expect(await bench.call(anOffer())).toMatchObject({ status: 504, body: { diagnosis: 'azure-slow' } });
    expect(asked.mock.calls.filter(([ms]) => ms === UPSTREAM_TIMEOUT_MS)).toHaveLength(1);
    asked.mockRestore();
  });

  test('whose secret outlives what was asked for is an error in the log', async () => {
    const bench = suite.aBench();
    suite.server.answers(json(200, { value: 'ek_1', expires_at: NOON_MS / 1000 + 7_200 }), ANSWER);
    expect((await bench.call(anOffer())).status).toBe(201);
    expect(lineOf(bench)).toMatchObject({ diagnosis: 'lifetime-not-honoured', askedSeconds: 10, gotSeconds: 7_200 });
  });
});

describe('what is no call', () => {
  test.each<[string, string, string, number, string]>([
    ['an empty body', '', '', 400, 'invalid_offer'],
    ['JSON', '{"sdp":"v=0"}', '', 400, 'invalid_offer'],
    ['a filter of the page’s own', anOffer(), '?webrtcfilter=off', 422, 'not_permitted'],
    ['a filter beside the profile', anOffer(), '?profile=kiosk&webrtcfilter=off', 422, 'not_permitted'],
    ['a model', anOffer(), '?model=gpt-realtime', 422, 'not_permitted'],
    ['two profiles', anOffer(), '?profile=plain&profile=kiosk', 422, 'not_permitted'],
    ['an unknown profile', anOffer(), '?profile=nobody', 422, 'not_permitted'],
    ['64 KiB and a byte', anOffer() + 'a=x\r\n'.repeat(13_100), '', 413, 'body_too_large'],
  ])('%s asks nothing of Azure, and costs nothing', async (_what, offer, query, status, code) => {
    const bench = aBench({ ...PROFILES, quota: '{"hour":{"limit":1,"windowSeconds":3600}}' });
    let answer: Awaited<ReturnType<MintBench['call']>> | undefined;
    const sent = await sentDuring(async () => {
      answer = await bench.call(offer, query);
    });
    expect([answer?.status, answer?.body]).toEqual([status, expect.objectContaining({ code })]);
    expect(sent).toEqual([]);
    expect((await bench.call(anOffer())).status).toBe(201);
  });

  test('an offer that is just small enough is one', async () => {
    const padding = 64 * 1024 - anOffer().length;
    const offer = `${anOffer()}a=${'x'.repeat(padding - 4)}\r\n`;
    expect(offer).toHaveLength(64 * 1024);
    expect((await aBench().call(offer)).status).toBe(201);
  });

  test('a form is refused with the media type that is expected', async () => {
    const bench = suite.aBench();
    const headers = { authorization: await bench.bearer(), 'content-type': 'multipart/form-data; boundary=x' };
    const { status, body } = await bench.ask('calls', { headers, body: '--x--' });
    expect([status, body]).toEqual([
      415,
      expect.objectContaining({ code: 'unsupported_media_type', detail: 'Send Content-Type: application/sdp.' }),
    ]);
  });

  test('a caller without a token is refused before anything of the offer is looked at', async () => {
    const { status, body } = await suite.aBench().ask('calls', { path: '/api/realtime/calls?x=y' });
    expect([status, body]).toEqual([401, expect.objectContaining({ code: 'token_missing' })]);
  });

  test('a refusal of Azure’s is diagnosed, and logged for the operator', async () => {
    const refused = json(401, {}, { 'apim-request-id': 'apim-3' });
    const bench = aBench({}, refused);
    const { status, body, headers } = await bench.call(anOffer());
    expect([status, body]).toEqual([
      502,
      expect.objectContaining({ code: 'upstream_auth', diagnosis: 'secret-refused' }),
    ]);
    expect(headers.get('apim-request-id')).toBe('apim-3');
    expect(lineOf(bench)).toMatchObject({ event: 'relay', outcome: 'failed', upstreamRequestId: 'apim-3' });
    expect(await lastFailure(bench)).toMatchObject({ diagnosis: 'secret-refused', upstreamRequestId: 'apim-3' });
  });

  test('an offer that Azure refuses is the page’s to mend, and no failure of the service', async () => {
    const bench = aBench({}, json(400, { message: '', type: '', code: '', param: '' }));
    const { status, body } = await bench.call(anOffer());
    expect([status, body]).toEqual([
      422,
      expect.objectContaining({ code: 'offer_refused', diagnosis: 'offer-refused' }),
    ]);
    expect(lineOf(bench)).toMatchObject({ outcome: 'refused', diagnosis: 'offer-refused' });
    expect(await lastFailure(bench)).toBeNull();
  });

  test('Azure’s own limit is a failure, although the caller is answered 429', async () => {
    const bench = aBench({}, json(429, {}));
    expect((await bench.call(anOffer())).status).toBe(429);
    expect(lineOf(bench)).toMatchObject({ outcome: 'failed', code: 'upstream_rate_limited' });
    expect(await lastFailure(bench)).toMatchObject({ code: 'upstream_rate_limited' });
  });

  test('a request that was not sent to Azure is not the last that failed there', async () => {
    const bench = suite.aBench();
    suite.server.answers(json(429, {}, { 'retry-after': '30', 'apim-request-id': 'apim-4' }));
    await bench.call(anOffer());
    expect((await bench.call(anOffer())).status).toBe(429);
    expect(lineOf(bench, 1)).toMatchObject({ outcome: 'failed', asked: false });
    expect(await lastFailure(bench)).toMatchObject({ upstreamRequestId: 'apim-4' });
  });

  test('a mint that Azure refuses ends there, as at the mint’s own route', async () => {
    const bench = suite.aBench();
    suite.server.answers(json(400, { error: { code: 'OpperationNotSupported' } }));
    const sent = await sentDuring(async () => {
      const { body } = await bench.call(anOffer());
      expect(body).toMatchObject({ code: 'deployment_not_realtime', diagnosis: 'deployment-not-realtime' });
    });
    expect(sent).toHaveLength(1);
  });
});

describe('a call under a quota', () => {
  const ONE = { quota: '{"hour":{"limit":1,"windowSeconds":3600}}' };

  test('takes a unit as a mint does, of the same quota', async () => {
    const bench = aBench(ONE);
    const { headers } = await bench.call(anOffer());
    expect(headers.get('ratelimit')).toBe('"hour";r=0;t=3602');
    expect((await bench.mint()).status).toBe(429);
    expect((await bench.call(anOffer())).body).toMatchObject({ code: 'quota_exceeded' });
  });

  test('gives it back where there surely was no secret', async () => {
    const bench = suite.aBench(ONE);
    suite.server.answers(json(401, {}), SECRET, ANSWER);
    expect((await bench.call(anOffer())).status).toBe(502);
    expect((await bench.call(anOffer())).status).toBe(201);
  });

  test('has used it as soon as there is a secret, while the call is still being made', async () => {
    const bench = aBench(ONE, (response) => {
      void bench.mint().then(() => ANSWER(response));
    });
    expect((await bench.call(anOffer())).status).toBe(201);
    expect(lineOf(bench, 0)).toMatchObject({ event: 'mint', code: 'quota_exceeded', inFlight: false });
  });

  test('keeps it once a secret was made, although the call failed: it counts secrets', async () => {
    const bench = aBench(ONE, json(400, {}));
    await bench.call(anOffer());
    expect((await bench.call(anOffer())).status).toBe(429);
  });
});
