/** A relayed call whose end the endpoint has told: the countdown, the hang-up there, and what its end is called. */

import { formatCountdown } from '../../../../../../local/page/app/duration.ts';
import { explainedId } from '../../../../../../local/page/app/explain.ts';
import { nextTurn } from '../../../../client/fake-clock.ts';
import { ANSWER } from '../../../../client/fake-peer.ts';
import { type BenchOptions, connect, ENDPOINT, startBench, TOKEN } from '../call-bench.ts';

/** Of the bench's clock at its start, in seconds. */
const NOW = 1_800_000_000;
const HANG_UP = `${ENDPOINT}/realtime/calls/rtc_abc/hangup`;

const ended = (state = 'ended', status = 200) => Response.json({ id: 'rtc_abc', state }, { status });

function startRelayed(
  hangUp: () => Response | Promise<Response> = () => ended(),
  headers: Record<string, string> = { 'realtime-call-ends': `${NOW + 60}` },
  more: BenchOptions = {},
) {
  const location = '/api/realtime/calls/rtc_abc';
  return startBench({
    options: { way: 'relay', profile: 'minute' },
    answer: ({ url }) =>
      url.endsWith('/hangup') ? hangUp() : new Response(ANSWER, { status: 201, headers: { location, ...headers } }),
    ...more,
  });
}

const urls = ({ sent }: ReturnType<typeof startBench>) => sent.map(({ url }) => url);

describe('by when the call ends', () => {
  test('is what the endpoint says', async () => {
    const bench = startRelayed();
    await connect(bench);
    expect(bench.state().endsAtMs).toBe(60_000);
    expect(JSON.stringify(bench.state().stages.calls.details)).toContain(new Date((NOW + 60) * 1_000).toISOString());
  });

  test('is the earlier one where the service says another', async () => {
    const bench = startRelayed();
    await connect(bench);
    bench.peer.channel?.hear({ type: 'session.created', session: { expires_at: NOW + 3_600 } });
    expect(bench.state().endsAtMs).toBe(60_000);
  });

  test('is what the service says of a direct call', async () => {
    const bench = startBench();
    await connect(bench);
    expect(bench.state().endsAtMs).toBeUndefined();
    bench.peer.channel?.hear({ type: 'session.created', session: { expires_at: NOW + 3_600 } });
    expect(bench.state().endsAtMs).toBe(3_600_000);
  });

  test.each(['', 'soon', '1e9', '-5'])('is not known where the endpoint says no instant: %j', async (value) => {
    const bench = startRelayed(undefined, { 'realtime-call-ends': value });
    await connect(bench);
    expect(bench.state().endsAtMs).toBeUndefined();
  });

  test.each([
    [3_600_000, '60:00'],
    [59_001, '1:00'],
    [42_000, '0:42'],
    [1, '0:01'],
    [-3_000, '0:00'],
  ])('is counted down in whole seconds: %d ms', (ms, text) => {
    expect(formatCountdown(ms)).toBe(text);
  });
});

describe('a hang-up', () => {
  test('is told to the endpoint with the caller’s own token, though the page goes', async () => {
    const bench = startRelayed();
    await connect(bench);
    bench.call.hangUp();
    expect(bench.state().phase).toBe('ended');
    const { stages } = await bench.reaches(
      ({ stages: { 'hang-up': stage } }) => stage.note?.includes('Azure') ?? false,
    );
    expect(stages['hang-up']).toMatchObject({ state: 'ok', note: 'By you, at Azure too' });
    expect(bench.sent.at(-1)).toMatchObject({
      url: HANG_UP,
      init: { method: 'POST', keepalive: true, headers: { authorization: `Bearer ${TOKEN}` } },
    });
  });

  test('turns the microphone off at once, and leaves the line until the endpoint has answered', async () => {
    let answer = (): void => undefined;
    const answered = new Promise<Response>((resolve) => {
      answer = () => resolve(ended());
    });
    const bench = startRelayed(() => answered);
    await connect(bench);
    bench.call.hangUp();
    await nextTurn();
    expect([bench.state().phase, bench.stoppedTracks(), bench.peer.isClosed]).toEqual(['ended', 1, false]);
    answer();
    await bench.call.ended;
    expect([bench.peer.isClosed, bench.peer.channel?.readyState]).toEqual([true, 'closed']);
  });

  test('does not wait long for the endpoint', async () => {
    const bench = startRelayed(() => new Promise(() => undefined));
    await connect(bench);
    bench.call.hangUp();
    await bench.pass(2_000);
    expect(bench.peer.isClosed).toBe(true);
  });

  test('in the middle of connecting is told once, and so is no failure', async () => {
    const bench = startRelayed();
    await bench.reaches(({ stages }) => stages.ice.state === 'running');
    bench.call.hangUp();
    await bench.call.ended;
    expect(urls(bench).filter((url) => url === HANG_UP)).toHaveLength(1);
    expect(bench.state().phase).toBe('ended');
  });

  test('is told once', async () => {
    const bench = startRelayed();
    await connect(bench);
    bench.call.hangUp();
    bench.call.hangUp();
    await nextTurn();
    expect(urls(bench).filter((url) => url === HANG_UP)).toHaveLength(1);
  });

  test.each([
    ['an endpoint that watches over no calls', {}],
    ['a call without an id', { 'realtime-call-ends': `${NOW + 60}`, location: '/elsewhere' }],
  ])('is not told of %s', async (_what, headers) => {
    const bench = startRelayed(undefined, headers);
    await connect(bench);
    bench.call.hangUp();
    await nextTurn();
    expect(urls(bench)).not.toContain(HANG_UP);
    expect(bench.state().stages['hang-up']).toMatchObject({ state: 'ok', note: 'By you' });
  });

  test('is told of a call that never came through', async () => {
    const bench = startRelayed();
    await bench.reaches(({ stages }) => stages.ice.state === 'running');
    bench.peer.become('failed');
    const { phase } = await bench.reaches(({ stages: { 'hang-up': stage } }) => stage.note !== undefined);
    expect([phase, urls(bench).at(-1)]).toEqual(['failed', HANG_UP]);
  });

  test('of a call that has ended before is none of its troubles', async () => {
    const bench = startRelayed(() => Response.json({ status: 404, code: 'call_not_found' }, { status: 404 }));
    await connect(bench);
    bench.call.hangUp();
    const { stages } = await bench.reaches(({ stages: { 'hang-up': stage } }) => stage.details.length > 0);
    expect(stages['hang-up'].failure).toBeUndefined();
  });

  test.each([
    ['is not confirmed', () => ended('ending', 202), 'hang_up_unconfirmed'],
    ['is refused', () => Response.json({ status: 403, code: 'caller_revoked' }, { status: 403 }), 'caller_revoked'],
    ['gets no answer', () => Promise.reject(new TypeError('Failed to fetch')), 'endpoint-unreachable'],
  ])('that %s is explained, and the call is over all the same', async (_what, hangUp, id) => {
    const bench = startRelayed(hangUp);
    await connect(bench);
    bench.call.hangUp();
    const { phase, stages } = await bench.reaches(({ stages: { 'hang-up': stage } }) => stage.failure !== undefined);
    const { failure } = stages['hang-up'];
    expect([phase, failure && explainedId(failure)]).toEqual(['ended', id]);
  });
});

describe('a line that the other end closes', () => {
  async function closedAfter(ms: number) {
    const bench = startRelayed();
    await connect(bench);
    await bench.pass(ms);
    bench.peer.channel?.close();
    return bench.reaches(({ phase }) => phase === 'failed');
  }

  test('when the endpoint said that it would has reached its length', async () => {
    const { stages } = await closedAfter(60_300);
    expect(stages.speaking.failure).toMatchObject({ symptom: 'leash_reached' });
  });

  test('before that was closed by somebody, and the endpoint is not asked again', async () => {
    const { stages } = await closedAfter(20_000);
    expect(stages.speaking.failure).toMatchObject({ symptom: 'channel_closed' });
    expect(stages['hang-up'].details).toEqual([]);
  });
});
