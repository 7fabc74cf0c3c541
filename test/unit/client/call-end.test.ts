/** How long a call lasts, and whatever ends it. */
import {
  answered,
  type Bench,
  connect,
  createBench,
  ENDPOINT,
  NOW_SECONDS,
  problem,
  type Sent,
} from './client-bench.ts';
import { nextTurn } from './fake-clock.ts';

const urls = ({ sent }: Bench) => sent.map(({ url }) => url);
const failed = ({ phase }: { readonly phase: string }) => phase === 'failed';

describe('the time that a call has', () => {
  test('is counted down from the endpoint’s own promise, each second once', async () => {
    const bench = createBench({ respond: () => answered({ 'realtime-call-ends': `${NOW_SECONDS + 60}` }) });
    expect(await connect(bench)).toMatchObject({ endsAt: (NOW_SECONDS + 60) * 1_000 });
    await bench.pass(3_000);
    expect(bench.told.countdown).toEqual([60, 59, 58, 57]);
  });

  test('is the earlier of the endpoint’s and the service’s end', async () => {
    const bench = createBench();
    await connect(bench);
    bench.peer().channel?.hear({ type: 'session.created', session: { expires_at: NOW_SECONDS + 30 } });
    expect(bench.call.state.endsAt).toBe((NOW_SECONDS + 30) * 1_000);
  });

  test.each([
    ['endpoint', { 'realtime-call-ends': `${NOW_SECONDS + 1}` }, undefined],
    ['service', {}, NOW_SECONDS + 1],
  ])('ends the call as foreseen where it was the %s’s', async (endedBy, headers, expiresAt) => {
    const bench = createBench({ respond: () => answered(headers as Record<string, string>) });
    await connect(bench);
    bench.peer().channel?.hear({ type: 'session.created', session: { expires_at: expiresAt } });
    bench.peer().channel?.close();
    expect(await bench.reaches(({ phase }) => phase === 'ended')).toMatchObject({ endedBy });
  });
});

describe('the end of a call', () => {
  const watched = { 'realtime-call-ends': `${NOW_SECONDS + 3_600}` };
  const leashed = (hangUp: () => Response | Promise<Response> = () => Response.json({ state: 'ended' })) =>
    createBench({ respond: ({ url }) => (url.endsWith('/hangup') ? hangUp() : answered(watched)) });

  test('is told to the endpoint before the line is closed, and the microphone is off at once', async () => {
    let release = (_: Response): void => undefined;
    const bench = leashed(() => new Promise((resolve) => (release = resolve)));
    await connect(bench);
    const closed = bench.call.hangUp();
    expect([bench.call.state.phase, bench.call.state.endedBy, bench.open()]).toEqual(['ended', 'you', 0]);
    await nextTurn();
    expect(bench.peer().isClosed).toBe(false);
    release(Response.json({ state: 'ended' }));
    await closed;
    expect(bench.peer().isClosed).toBe(true);
    expect(bench.sent.at(-1)).toMatchObject({ url: `${ENDPOINT}/realtime/calls/rtc_abc/hangup`, method: 'POST' });
  });

  test('is told with a fresh token where that of the call has expired meanwhile', async () => {
    const respond = ({ url, headers }: Sent) => {
      if (!url.endsWith('/hangup')) return answered(watched);
      const isFresh = headers.get('authorization') === 'Bearer token-2';
      return isFresh ? Response.json({ state: 'ended' }) : problem(401, 'token_invalid');
    };
    const bench = createBench({ options: { getToken: ({ fresh }) => (fresh ? 'token-2' : 'token-1') }, respond });
    await connect(bench);
    await bench.call.hangUp();
    expect(urls(bench).filter((url) => url.endsWith('/hangup'))).toHaveLength(2);
    expect(bench.told.trouble).toEqual([]);
  });

  test('does not wait for an endpoint that does not answer', async () => {
    const bench = leashed(() => new Promise(() => undefined));
    await connect(bench);
    void bench.call.hangUp();
    await bench.pass(2_000);
    expect(bench.peer().isClosed).toBe(true);
  });

  test('outlives a page that goes, and closes the line without a wait', async () => {
    const bench = leashed();
    await connect(bench);
    bench.leave();
    expect(bench.sent.at(-1)).toMatchObject({ url: expect.stringMatching(/hangup$/), keepalive: true });
    expect(bench.peer().isClosed).toBe(true);
  });

  test('is told to no endpoint that has not said that it watches over the call', async () => {
    const bench = createBench();
    await connect(bench);
    await bench.call.hangUp();
    expect(bench.sent).toHaveLength(1);
  });

  test('reports what the service has not confirmed', async () => {
    const bench = leashed(() => Response.json({ state: 'ending' }, { status: 202 }));
    await connect(bench);
    await bench.call.hangUp();
    expect(bench.told.trouble).toMatchObject([{ code: 'hang_up_unconfirmed' }]);
  });

  test('hangs up a call that has been answered after the person had enough', async () => {
    let answer = (_: Response): void => undefined;
    const pending = new Promise<Response>((resolve) => (answer = resolve));
    const bench = createBench({ respond: ({ url }) => (url.endsWith('/hangup') ? Response.json({}) : pending) });
    void bench.call.start();
    await bench.reaches(({ step }) => step === 'answer');
    await nextTurn();
    await bench.call.hangUp();
    answer(answered(watched));
    for (let turn = 0; turn < 20; turn += 1) await nextTurn();
    expect(urls(bench).at(-1)).toMatch(/hangup$/);
  });

  test.each(['failed', 'disconnected'] as const)(
    'is a failure where the connection is lost, which frees the place at the endpoint: %s',
    async (state) => {
      const bench = leashed();
      await connect(bench);
      bench.peer().become(state);
      await bench.pass(9_000);
      expect(await bench.reaches(failed)).toMatchObject({ error: { code: 'connection_lost', canRetry: true } });
      expect(urls(bench).at(-1)).toMatch(/hangup$/);
    },
  );

  test('is none where the connection comes back', async () => {
    const bench = leashed();
    await connect(bench);
    bench.peer().become('disconnected');
    await bench.pass(3_000);
    bench.peer().become('connected');
    await bench.pass(9_000);
    expect(bench.call.state.phase).toBe('live');
  });

  test('is a failure where the other end closes the channel before its time', async () => {
    const bench = leashed();
    await connect(bench);
    bench.peer().channel?.close();
    expect(await bench.reaches(failed)).toMatchObject({ error: { code: 'channel_closed' } });
    expect(bench.sent).toHaveLength(1);
  });
});
