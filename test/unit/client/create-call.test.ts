import {
  answered,
  type Bench,
  connect,
  createBench,
  ENDPOINT,
  minted,
  NOW_SECONDS,
  nextTurn,
  problem,
  SECRET,
  SERVICE,
  type Sent,
} from './client-bench.ts';
import { ANSWER } from './fake-peer.ts';

const urls = ({ sent }: Bench) => sent.map(({ url }) => url);
const failed = ({ phase }: { readonly phase: string }) => phase === 'failed';

describe('a call by the relay', () => {
  test('sends its offer with the caller’s token, and is live once its channel is open', async () => {
    const bench = createBench({ options: { profile: 'assistant' } });
    const state = await connect(bench);
    expect(state).toMatchObject({ phase: 'live', callId: 'rtc_abc', model: 'gpt-realtime-mini' });
    const [{ url, method, headers, body } = fail()] = bench.sent;
    expect([url, method]).toEqual([`${ENDPOINT}/realtime/calls?profile=assistant`, 'POST']);
    expect([headers.get('authorization'), headers.get('content-type')]).toEqual(['Bearer token-1', 'application/sdp']);
    expect(body).toMatch(/^v=0/);
    expect(bench.peer().remote).toBe(ANSWER);
  });

  test('tells each step once, in order', async () => {
    const bench = createBench();
    await connect(bench);
    const steps = bench.told.state.map(({ step }) => step).filter((step) => step !== undefined);
    expect([...new Set(steps)]).toEqual(['token', 'microphone', 'offer', 'answer', 'connection', 'channel']);
  });

  test('asks for no profile where none is named, and sends variables beside the offer in JSON', async () => {
    const bench = createBench({ options: { variables: { name: 'Ada' } } });
    await connect(bench);
    expect(urls(bench)).toEqual([`${ENDPOINT}/realtime/calls`]);
    expect(JSON.parse(bench.sent[0]?.body ?? '')).toEqual({
      sdp: expect.stringMatching(/^v=0/),
      variables: { name: 'Ada' },
    });
    expect(bench.sent[0]?.headers.get('content-type')).toBe('application/json');
  });

  test('asks for a fresh token once where the endpoint refuses the first', async () => {
    const getToken = jest.fn(({ fresh }) => (fresh ? 'token-2' : 'token-1'));
    const respond = ({ headers }: { headers: Headers }) =>
      headers.get('authorization') === 'Bearer token-2' ? answered() : problem(401, 'token_invalid');
    const bench = createBench({ options: { getToken }, respond });
    expect(await connect(bench)).toMatchObject({ phase: 'live' });
    expect(getToken.mock.calls).toEqual([[{ fresh: false }], [{ fresh: true }]]);
  });

  test('does not ask the endpoint again with the token that it refused', async () => {
    const bench = createBench({ respond: () => problem(401, 'token_invalid') });
    expect(await bench.call.start()).toMatchObject({ phase: 'failed', error: { code: 'token_invalid', status: 401 } });
    expect(bench.sent).toHaveLength(1);
  });
});

describe('a direct call', () => {
  const direct = (mint = minted, call = () => answered()) =>
    createBench({
      options: { way: 'direct', profile: 'assistant' },
      respond: ({ url }) => (url.endsWith('/client_secrets') ? mint() : call()),
    });

  test('mints after the microphone is open, so that a hesitating user uses up no secret, and posts to the service', async () => {
    const bench = direct();
    expect(await connect(bench)).toMatchObject({ phase: 'live', model: 'gpt-realtime-mini' });
    expect(urls(bench)).toEqual([`${ENDPOINT}/realtime/client_secrets`, SERVICE]);
    expect(bench.sent[0]?.body).toBe('{"profile":"assistant"}');
    expect(bench.sent[1]?.headers.get('authorization')).toBe(`Bearer ${SECRET}`);
    const steps = bench.told.state.map(({ step }) => step);
    expect(steps.indexOf('microphone')).toBeLessThan(steps.indexOf('mint'));
  });

  test('mints once more where the service refuses the secret, and not a third time', async () => {
    const refuse = () => Response.json({ error: { code: '401', message: `Not ${SECRET}.` } }, { status: 401 });
    const bench = direct(minted, refuse);
    const { error } = await bench.call.start();
    expect(error).toMatchObject({ source: 'service', code: 'service_refused', status: 401 });
    expect(error?.service).toEqual({ code: '401', message: 'Not [redacted].', isForeign: false });
    expect(bench.sent).toHaveLength(4);
  });

  test('tells an answer of something on the way from one of the service', async () => {
    const bench = direct(minted, () => new Response('<html>', { status: 403 }));
    expect((await bench.call.start()).error?.service).toEqual({ isForeign: true });
  });

  test('hangs up at no endpoint: it does not know the call', async () => {
    const bench = direct();
    await connect(bench);
    await bench.call.hangUp();
    expect(bench.sent).toHaveLength(2);
    expect(bench.peer().isClosed).toBe(true);
  });
});

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

describe('the data channel', () => {
  test('brings the service’s events in, and what is no event nowhere', async () => {
    const bench = createBench();
    await connect(bench);
    bench.peer().channel?.hear({ type: 'response.done', response: { status: 'completed' } });
    bench.peer().channel?.hear({ no: 'type' });
    expect(bench.told.event).toEqual([{ type: 'response.done', response: { status: 'completed' } }]);
  });

  test('takes events out while it is open, and says where it is not', async () => {
    const bench = createBench();
    expect(bench.call.send({ type: 'response.create' })).toBe(false);
    await connect(bench);
    expect(bench.call.send({ type: 'response.create' })).toBe(true);
    expect(bench.peer().channel?.sent).toEqual(['{"type":"response.create"}']);
  });
});

describe('the first sound', () => {
  test('is told once it has come', async () => {
    const bench = createBench();
    await connect(bench);
    bench.peer().receiveSound(0.1);
    await bench.pass(200);
    expect(bench.call.state.isHeard).toBe(true);
  });

  test('is missed five seconds after the service said that it speaks, with what was measured', async () => {
    const bench = createBench();
    await connect(bench);
    bench.peer().channel?.hear({ type: 'output_audio_buffer.started' });
    await bench.pass(5_300);
    expect(bench.told.trouble).toMatchObject([
      { code: 'no_sound', measured: { packetsReceived: 0, isPlaying: false } },
    ]);
    expect(bench.call.state.phase).toBe('live');
  });
});

test('a listener that throws ends no call, and one that is taken away hears nothing', async () => {
  const reported = jest.fn();
  Object.assign(globalThis, { reportError: reported });
  const bench = createBench();
  bench.call.on('state', () => {
    throw new Error('of the page');
  });
  const listener = jest.fn();
  bench.call.on('state', listener)();
  expect(await connect(bench)).toMatchObject({ phase: 'live' });
  expect(listener).not.toHaveBeenCalled();
  expect(reported).toHaveBeenCalledWith(new Error('of the page'));
});

function fail(): never {
  throw new Error('Nothing was sent.');
}
