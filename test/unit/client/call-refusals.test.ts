/** Calls that do not come about, and what their reason says. */
import { connect, createBench, ENDPOINT, problem } from './client-bench.ts';
import { nextTurn } from './fake-clock.ts';

const failed = ({ phase }: { readonly phase: string }) => phase === 'failed';

describe('a refusal', () => {
  test('carries the problem: code, diagnosis, wait, request id, and where it is explained', async () => {
    const headers = { 'retry-after': '7', 'x-request-id': 'r-1' };
    const bench = createBench({
      respond: () => problem(503, 'upstream_error', { diagnosis: 'service-busy', headers }),
    });
    const { error } = await bench.call.start();
    expect(error).toMatchObject({
      source: 'endpoint',
      code: 'upstream_error',
      status: 503,
      message: 'What to do.',
      diagnosis: 'service-busy',
      helpUrl: `${ENDPOINT}/problems/service-busy`,
      retryAfterSeconds: 7,
      canRetry: true,
      requestId: 'r-1',
    });
  });

  test('is final where the endpoint says so, whatever its status', async () => {
    const headers = { 'x-should-retry': 'false', 'retry-after': '3600' };
    const bench = createBench({ respond: () => problem(429, 'quota_exceeded', { headers }) });
    expect((await bench.call.start()).error).toMatchObject({ canRetry: false, retryAfterSeconds: 3_600 });
  });

  test('switches the microphone off', async () => {
    const bench = createBench({ respond: () => problem(403, 'insufficient_scope') });
    await bench.call.start();
    expect(bench.open()).toBe(0);
    expect(bench.peer().isClosed).toBe(true);
  });

  test('is not taken for an answer where somebody else made it', async () => {
    for (const [status, code] of [
      [200, 'answer_not_sdp'],
      [502, 'answer_unreadable'],
    ] as const) {
      const bench = createBench({ respond: () => new Response('<html>', { status }) });
      expect((await bench.call.start()).error).toMatchObject({ code, source: 'browser' });
    }
  });

  test('is told from an endpoint that is not there, and from one that the browser keeps from the page', async () => {
    const failing =
      (isThere: boolean) =>
      async (_url: string, { mode }: RequestInit) => {
        if (mode === 'no-cors' && isThere) return Response.error();
        throw new TypeError('Failed to fetch');
      };
    for (const [isThere, code] of [
      [true, 'endpoint_origin_refused'],
      [false, 'endpoint_unreachable'],
    ] as const) {
      const bench = createBench({ ports: { fetch: failing(isThere) } });
      expect((await bench.call.start()).error).toMatchObject({ code });
    }
  });
});

describe('a second press', () => {
  test('begins no second call: it gives the first one’s promise', async () => {
    const bench = createBench();
    const first = bench.call.start();
    expect(bench.call.start()).toBe(first);
    await connect(bench);
    expect(bench.sent).toHaveLength(1);
    expect(bench.open()).toBe(1);
  });

  test('begins another call once the first is over', async () => {
    const bench = createBench();
    await connect(bench);
    await bench.call.hangUp();
    expect(await connect(bench)).toMatchObject({ phase: 'live' });
    expect(bench.told.state.filter(({ phase }) => phase === 'ended')).toHaveLength(1);
  });

  test('within the wait that the endpoint asked for asks nobody, and says how long is left', async () => {
    const bench = createBench({ respond: () => problem(429, 'quota_exceeded', { headers: { 'retry-after': '7' } }) });
    await bench.call.start();
    await bench.pass(2_500);
    expect((await bench.call.start()).error).toMatchObject({ code: 'quota_exceeded', retryAfterSeconds: 5 });
    expect(bench.sent).toHaveLength(1);
    await bench.pass(5_000);
    await bench.call.start();
    expect(bench.sent).toHaveLength(2);
  });
});

describe('what the browser does not give', () => {
  const refusing = (name: string) =>
    createBench({ ports: { openMicrophone: () => Promise.reject(new DOMException('', name)) } });

  test.each([
    ['NotAllowedError', 'microphone_refused'],
    ['NotFoundError', 'microphone_missing'],
    ['NotReadableError', 'microphone_busy'],
    ['TypeError', 'unexpected'],
  ])('is told by a code: %s', async (name, code) => {
    const bench = refusing(name);
    expect(await bench.call.start()).toMatchObject({ phase: 'failed', error: { code, source: 'browser' } });
    expect(bench.sent).toEqual([]);
  });

  test('a microphone that is allowed after the person has hung up is switched off at once', async () => {
    let allow = (): void => undefined;
    const track = { stop: jest.fn() };
    const openMicrophone = () =>
      new Promise<MediaStream>((resolve) => {
        allow = () => resolve({ getTracks: () => [track], getAudioTracks: () => [track] } as unknown as MediaStream);
      });
    const bench = createBench({ ports: { openMicrophone } });
    void bench.call.start();
    await bench.reaches(({ step }) => step === 'microphone');
    await bench.call.hangUp();
    allow();
    await nextTurn();
    expect(track.stop).toHaveBeenCalled();
  });

  test('a token that the page cannot get fails the call, with its reason', async () => {
    const bench = createBench({ options: { getToken: () => Promise.reject(new Error('Signed out')) } });
    const { error } = await bench.call.start();
    expect(error).toMatchObject({ code: 'token_unavailable', cause: new Error('Signed out') });
  });

  test('media that finds no way is told by ICE’s own state, or after 15 seconds', async () => {
    for (const isTold of [true, false]) {
      const bench = createBench();
      void bench.call.start();
      await bench.reaches(({ step }) => step === 'connection');
      await nextTurn();
      if (isTold) bench.peer().becomeIce('failed');
      else await bench.pass(15_000);
      expect(await bench.reaches(failed)).toMatchObject({ error: { code: 'media_blocked' } });
    }
  });
});
