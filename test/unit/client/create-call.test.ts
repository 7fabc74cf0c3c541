import {
  answered,
  type Bench,
  connect,
  createBench,
  ENDPOINT,
  minted,
  problem,
  SECRET,
  SERVICE,
} from './client-bench.ts';
import { ANSWER } from './fake-peer.ts';

const urls = ({ sent }: Bench) => sent.map(({ url }) => url);

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

  test('is missed where it arrives and nothing plays it', async () => {
    const bench = createBench({ ports: { play: () => () => false } });
    await connect(bench);
    bench.peer().receiveSound(0.1);
    bench.peer().channel?.hear({ type: 'output_audio_buffer.started' });
    await bench.pass(5_300);
    expect(bench.told.trouble).toMatchObject([
      { code: 'no_sound', measured: { packetsReceived: 50, isPlaying: false } },
    ]);
  });

  test('is missed five seconds after the service said that it speaks, with what was measured', async () => {
    const bench = createBench();
    await connect(bench);
    bench.peer().channel?.hear({ type: 'output_audio_buffer.started' });
    await bench.pass(5_300);
    expect(bench.told.trouble).toMatchObject([{ code: 'no_sound', measured: { packetsReceived: 0, isPlaying: true } }]);
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
