/** A call of GPT-Live: the same button, another route, another answer and another end. */
import { exchangeBy } from '../../../client/src/exchange-by.ts';
import { type Bench, connect, createBench, ENDPOINT, NOW_SECONDS, type Respond } from './client-bench.ts';
import { ANSWER } from './fake-peer.ts';

const ENDS = { 'realtime-call-ends': `${NOW_SECONDS + 600}` };

/** Of the Live relay. */
function begun(headers: Readonly<Record<string, string>> = ENDS, sdp: unknown = ANSWER): Response {
  const body = { session: { id: 'live_1' }, transport: { type: 'webrtc', sdp } };
  return Response.json(body, { status: 201, headers: { location: '/api/live/sessions/live_1', ...headers } });
}

const governed: Respond = ({ url }) => (url.endsWith('/hangup') ? Response.json({ state: 'ended' }) : begun());

function aLiveBench(respond: Respond = governed, more = {}): Bench {
  return createBench({ options: { api: 'live', profile: 'coach', ...more }, respond });
}

const paths = ({ sent }: Bench) => sent.map(({ url }) => url.slice(ENDPOINT.length));

test('its offer goes to the Live relay, whose answer is JSON', async () => {
  const bench = aLiveBench();
  expect(await connect(bench)).toMatchObject({ phase: 'live', callId: 'live_1', endsAt: (NOW_SECONDS + 600) * 1_000 });
  expect(paths(bench)).toEqual(['/live/sessions?profile=coach']);
  expect(bench.sent[0]?.headers.get('content-type')).toBe('application/sdp');
  expect(bench.peer().remote).toBe(ANSWER);
});

test('it goes through the endpoint on either way: there is no secret to call with', async () => {
  const bench = aLiveBench(governed, { way: 'direct' });
  await connect(bench);
  expect(paths(bench)).toEqual(['/live/sessions?profile=coach']);
});

test('variables go beside the transport', async () => {
  const bench = aLiveBench(governed, { variables: { name: 'Ada' } });
  await connect(bench);
  expect(JSON.parse(bench.sent[0]?.body ?? '')).toEqual({
    transport: { type: 'webrtc', sdp: expect.stringMatching(/^v=0/) },
    variables: { name: 'Ada' },
  });
});

test.each([undefined, 7, 'v=0'])('an answer with %j for SDP is none', async (sdp) => {
  const bench = aLiveBench(() => begun(ENDS, sdp ?? null));
  expect(await bench.call.start()).toMatchObject({ phase: 'failed', error: { code: 'answer_not_sdp' } });
});

test('its end is asked of the endpoint, which tells the service and is told the seconds', async () => {
  const bench = aLiveBench();
  await connect(bench);
  await bench.call.hangUp();
  expect(paths(bench)[1]).toBe('/live/sessions/live_1/hangup');
  expect(bench.peer().channel?.sent).toEqual([]);
});

test('its end is told to the service where the endpoint watches over no call', async () => {
  const bench = aLiveBench(() => begun({}));
  await connect(bench);
  await bench.call.hangUp();
  expect(paths(bench)).toHaveLength(1);
  expect(bench.peer().channel?.sent).toEqual(['{"type":"session.close"}']);
});

test('a page that goes tells both', async () => {
  const bench = aLiveBench();
  await connect(bench);
  bench.leave();
  expect(paths(bench)[1]).toBe('/live/sessions/live_1/hangup');
  expect(bench.peer().channel?.sent).toEqual(['{"type":"session.close"}']);
});

test('the service’s own end is the one that session.started names', async () => {
  const bench = aLiveBench(() => begun({}));
  await connect(bench);
  const started = { type: 'session.started', session: { expires_at: NOW_SECONDS + 300 } };
  bench.peer().channel?.hear(started);
  await bench.reaches(({ endsAt }) => endsAt === (NOW_SECONDS + 300) * 1_000);
  expect(bench.told.event).toContainEqual(started);
});

test('exchangeSdp serves OpenAI’s Live helper as it serves that of Realtime', async () => {
  const bench = createBench({ respond: governed });
  const calls: { hangUp(): Promise<unknown> }[] = [];
  const exchange = exchangeBy(bench.ports, {
    endpoint: ENDPOINT,
    getToken: () => 'token-1',
    ...{ api: 'live', profile: 'coach' },
    onCall: (call) => calls.push(call),
  });
  expect(await exchange('v=0\r\nm=audio 9 X 111\r\n', { signal: new AbortController().signal })).toBe(ANSWER);
  await calls[0]?.hangUp();
  expect(paths(bench)).toEqual(['/live/sessions?profile=coach', '/live/sessions/live_1/hangup']);
});
