/** Requests to the Live relay that nobody should send: none of them reaches Azure, and each is told what is wrong. */
import { resourceOf } from '../calls/caller.ts';
import { anOffer } from '../support/sdp.ts';
import { LIVE_PATH, type LiveBench, startLiveBench } from './live-bench.ts';

const JSON_TYPE = { 'Content-Type': 'application/json' };
const OFFER = anOffer();
const MEBIBYTE = 1_048_576;

let bench: LiveBench;
beforeAll(async () => {
  bench = await startLiveBench();
});
beforeEach(() => bench.azure.switches.set('live.media', 'off'));
afterEach(() => bench.reset());
afterAll(() => bench.system.stop());

const toBody = (more: object = {}, sdp = OFFER) =>
  JSON.stringify({ profile: 'coach', transport: { type: 'webrtc', sdp }, ...more });
const asked = () => bench.azure.requests.list().filter(({ path }) => path.startsWith('/openai/')).length;
const post = (body: string, type: Readonly<Record<string, string>>, query = '') =>
  bench.send(bench.aPerson(), 'POST', LIVE_PATH + query, body, type);

test.each([
  ['text/plain', toBody(), 'text/plain', 415, 'unsupported_media_type'],
  ['a form', toBody(), 'multipart/form-data; boundary=x', 415, 'unsupported_media_type'],
  ['a type that ends like JSON', toBody(), 'application/sdp+json', 415, 'unsupported_media_type'],
  ['SDP as JSON', OFFER, 'application/json', 400, 'invalid_json'],
  ['JSON as SDP', toBody(), 'application/sdp', 400, 'invalid_offer'],
  ['1 MiB and a byte', 'x'.repeat(MEBIBYTE + 1), 'application/json', 413, 'body_too_large'],
  ['1 MiB and a byte of SDP', `${OFFER}${'a'.repeat(MEBIBYTE)}`, 'application/sdp', 413, 'body_too_large'],
  ['half a character', toBody({}, OFFER.replace('s=-', 's=\ud83c')), 'application/json', 400, 'invalid_offer'],
  ['NUL', toBody({}, OFFER.replace('s=-', 's=\0')), 'application/json', 400, 'invalid_offer'],
  [
    'a transport that is none',
    toBody({ transport: { type: 'websocket', sdp: OFFER } }),
    'application/json',
    422,
    'invalid_request',
  ],
  ['an array', '[]', 'application/json', 422, 'profile_required'],
  ['a prototype', toBody().replace('{', '{"__proto__":{"session":{}},'), 'application/json', 422, 'not_permitted'],
  ['an id', toBody({ id: 'live_1' }), 'application/json', 422, 'not_permitted'],
])('%s is refused before Azure', async (_what, body, type, status, code) => {
  const before = asked();
  const query = type === 'application/sdp' ? '?profile=coach' : '';
  const answer = await post(body, { 'Content-Type': type }, query);
  expect(answer).toMatchObject({ status, json: { code: expect.stringContaining(code) } });
  expect(asked()).toBe(before);
});

test.each([
  ['a charset', { 'Content-Type': 'Application/JSON; charset=utf-8' }, toBody()],
  ['letters beyond ASCII', JSON_TYPE, toBody({}, OFFER.replace('s=-', 's=é🎙'))],
])('%s is no reason to refuse', async (_what, type, body) => {
  expect(await post(body, type)).toMatchObject({ status: 201 });
});

test('a session that somebody else made at the resource is nobody’s here, and goes on', async () => {
  bench.azure.switches.set('live.attachConnecting', '101');
  const { url, token } = await resourceOf(bench.azure);
  const created = await fetch(`${url}/openai/v1/live/sessions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ session: { model: 'gpt-live' }, transport: { type: 'webrtc', sdp: OFFER } }),
  });
  const { session } = (await created.json()) as { session: { id: string } };
  const none = { status: 404, json: { code: 'call_not_found' } };
  expect(await bench.close(bench.aPerson(), session.id)).toMatchObject(none);
  expect(bench.isLive(session.id)).toBe(true);
  for (const id of ['..%2F..%2Frealtime', '%00', 'x'.repeat(201), '%F0%9F%8E%99']) {
    expect((await bench.close(bench.aPerson(), id)).status).toBe(404);
  }
});
