import { STAGE_IDS } from '../../../../../../local/page/app/call/stage.ts';
import { explainedId } from '../../../../../../local/page/app/explain.ts';
import { nextTurn } from '../../../../client/fake-clock.ts';
import { ANSWER } from '../../../../client/fake-peer.ts';
import { answered, CALLS, connect, ENDPOINT, minted, SECRET, startBench, TOKEN } from '../call-bench.ts';

const problem = (status: number, code: string, more: object = {}) =>
  Response.json({ status, code, detail: 'What to do.', ...more }, { status, headers: { 'retry-after': '7' } });

describe('a direct call', () => {
  test('goes through its stages in order, with the secret to Azure’s own address', async () => {
    const bench = startBench();
    await connect(bench);
    const { stages, phase } = bench.state();
    expect(phase).toBe('live');
    expect(STAGE_IDS.slice(0, 7).map((id) => stages[id].state)).toEqual(Array(7).fill('ok'));
    expect(stages.speaking.state).toBe('running');
    expect(bench.sent.map(({ url }) => url)).toEqual([`${ENDPOINT}/realtime/client_secrets`, CALLS]);
    expect(bench.sent[0]?.init.headers).toMatchObject({ authorization: `Bearer ${TOKEN}` });
    expect(bench.sent[1]?.init.headers).toMatchObject({
      authorization: `Bearer ${SECRET}`,
      'content-type': 'application/sdp',
    });
    expect(bench.peer.remote).toBe(ANSWER);
    expect(stages.calls.note).toBe('rtc_abc');
  });

  test('keeps every secret out of its state', async () => {
    const bench = startBench();
    await connect(bench);
    bench.peer.channel?.hear({ type: 'session.created', session: { instructions: 'Be kind.', client_secret: SECRET } });
    const text = JSON.stringify(bench.state());
    for (const secret of [SECRET, TOKEN, 'passw0rd', 'AA:BB', 'Be kind.']) expect(text).not.toContain(secret);
    expect(text).toContain('session.created');
  });

  test.each(['opaque', 'eyJ.a/b.c'])('does not show a token of any other form: %s', async (token) => {
    const bench = startBench({ options: { token: { kind: 'given', token: `${token} and the rest` } } });
    await connect(bench);
    const shown = JSON.stringify(bench.state());
    expect(shown).not.toContain('and the rest');
    expect(shown).toContain('["authorization","Bearer [redacted]"]');
  });

  test('asks for the profile that is chosen', async () => {
    const bench = startBench({ options: { profile: 'assistant' } });
    await connect(bench);
    expect(bench.sent[0]?.init.body).toBe('{"profile":"assistant"}');
  });

  test('mints once more where the service refuses the secret, within the same stage', async () => {
    const refuse = () => Response.json({ error: { code: '401', message: 'Ephemeral.' } }, { status: 401 });
    const answer = jest.fn(answered).mockImplementationOnce(refuse);
    const bench = startBench({ answer });
    await connect(bench);
    const { stages } = bench.state();
    expect([stages.mint.state, stages.calls.state]).toEqual(['ok', 'ok']);
    expect(stages.mint.details.filter(({ kind }) => kind === 'exchange')).toHaveLength(2);
  });
});

describe('a call through the relay', () => {
  test('never has a secret: the offer goes to the endpoint with the caller’s own token', async () => {
    const bench = startBench({ options: { way: 'relay', profile: 'assistant' } });
    await connect(bench);
    expect(bench.sent.map(({ url }) => url)).toEqual([`${ENDPOINT}/realtime/calls?profile=assistant`]);
    expect(bench.sent[0]?.init.headers).toMatchObject({ authorization: `Bearer ${TOKEN}` });
    expect(bench.state().stages.mint.state).toBe('skipped');
  });

  test('reads the endpoint’s problem, not Azure’s', async () => {
    const answer = () => problem(502, 'upstream_auth', { diagnosis: 'secret-refused' });
    const bench = startBench({ options: { way: 'relay' }, answer });
    const { stages } = await bench.reaches(({ phase }) => phase === 'failed');
    expect(stages.calls.failure).toMatchObject({ kind: 'problem', code: 'upstream_auth', diagnosis: 'secret-refused' });
  });
});

describe('a stage that fails', () => {
  test('ends the call, and what comes after it is skipped', async () => {
    const mint = () => problem(502, 'deployment_not_realtime', { diagnosis: 'deployment-not-realtime' });
    const bench = startBench({ mint });
    const { stages } = await bench.reaches(({ phase }) => phase === 'failed');
    expect(stages.mint.failure).toEqual({
      kind: 'problem',
      status: 502,
      code: 'deployment_not_realtime',
      diagnosis: 'deployment-not-realtime',
      detail: 'What to do.',
      retryAfterSeconds: 7,
    });
    expect(stages.calls.state).toBe('skipped');
    expect(bench.stoppedTracks()).toBe(1);
  });

  test('shows no secret that an endpoint puts into its problem', async () => {
    const mint = () => problem(401, `code_${SECRET}`, { detail: `Not ${TOKEN}.` });
    const { stages } = await startBench({ mint }).reaches(({ phase }) => phase === 'failed');
    expect(stages.mint.failure).toMatchObject({ code: 'code_[redacted]', detail: 'Not [redacted].' });
  });

  test.each([
    ['an answer of somebody else', () => new Response('<html>', { status: 200 }), 'answer_unreadable'],
    ['an error of somebody else', () => new Response('<html>', { status: 403 }), 'answer_unreadable'],
  ])('tells %s from a problem of the endpoint', async (_name, mint, symptom) => {
    const { stages } = await startBench({ mint }).reaches(({ phase }) => phase === 'failed');
    expect(stages.mint.failure).toMatchObject({ kind: 'browser', symptom });
  });

  test('tells a browser that keeps the answer from an endpoint that is not there', async () => {
    const failing =
      (isThere: boolean) =>
      async (_url: string, { mode }: RequestInit) => {
        if (mode === 'no-cors' && isThere) return Response.error();
        throw new TypeError('Failed to fetch');
      };
    for (const [isThere, symptom] of [
      [true, 'endpoint_origin_refused'],
      [false, 'endpoint_unreachable'],
    ] as const) {
      const { stages } = await startBench({ ports: { fetch: failing(isThere) } }).reaches(
        ({ phase }) => phase === 'failed',
      );
      expect(stages.mint.failure).toMatchObject({ symptom });
    }
  });

  test.each([
    ['NotAllowedError', 'microphone_refused'],
    ['NotFoundError', 'microphone_missing'],
    ['NotReadableError', 'microphone_busy'],
    ['SomethingElse', 'page_fault'],
  ])('knows a microphone’s %s', async (name, symptom) => {
    const openMicrophone = () => Promise.reject(new DOMException('no', name));
    const { stages } = await startBench({ ports: { openMicrophone } }).reaches(({ phase }) => phase === 'failed');
    expect(stages.microphone.failure).toMatchObject({ symptom });
  });

  test('does not ask for a microphone where a browser gives none', async () => {
    const environment = () => ({ isSecure: false, hasMicrophone: false, hasWebRtc: true });
    const { stages } = await startBench({ ports: { environment } }).reaches(({ phase }) => phase === 'failed');
    expect(stages.microphone.failure).toMatchObject({ symptom: 'insecure_context' });
  });

  test('lets the microphone go when a later stage fails', async () => {
    const answer = () => Response.json({ error: { code: 'Unauthorized', message: 'Ephemeral.' } }, { status: 401 });
    const bench = startBench({ answer });
    const { stages } = await bench.reaches(({ phase }) => phase === 'failed');
    expect(stages.calls.failure).toEqual({
      kind: 'azure',
      seen: 'answered',
      status: 401,
      code: 'Unauthorized',
      message: 'Ephemeral.',
    });
    await bench.call.ended;
    expect([bench.stoppedTracks(), bench.peer.isClosed]).toEqual([1, true]);
  });

  test('says of a page of HTML that somebody else than Azure sent it', async () => {
    const answer = () => new Response('<html>Forbidden</html>', { status: 403 });
    const { stages } = await startBench({ answer }).reaches(({ phase }) => phase === 'failed');
    const { failure } = stages.calls;
    expect(failure && explainedId(failure)).toBe('answered-by-another');
  });

  test.each([
    ['checks the status', false, { kind: 'azure', status: 401 }],
    ['does not check the status', true, { kind: 'browser', symptom: 'answer_not_sdp' }],
  ])('shows what a page meets that %s of the answer', async (_name, ignoresStatus, failure) => {
    const answer = () => Response.json({ error: { message: 'no' } }, { status: 401 });
    const bench = startBench({ answer, options: { mistakes: { ignoresStatus } } });
    const { stages } = await bench.reaches(({ phase }) => phase === 'failed');
    expect(stages.calls.failure).toMatchObject(failure);
  });

  test('does not take a success without SDP for an answer', async () => {
    const answer = () => new Response('Welcome', { status: 201 });
    const { stages } = await startBench({ answer }).reaches(({ phase }) => phase === 'failed');
    expect(stages.calls.failure).toEqual({ kind: 'azure', seen: 'invalid', status: 201 });
  });

  test.each(['failed', 'checking'] as const)('gives a connection up that is %s', async (how) => {
    const bench = startBench();
    await bench.reaches(({ stages }) => stages.ice.state === 'running');
    if (how === 'failed') bench.peer.become('failed');
    else await bench.pass(15_000);
    const { stages } = await bench.reaches(({ phase }) => phase === 'failed');
    expect(stages.ice.failure).toMatchObject({ symptom: 'ice_failed' });
  });

  test('asks for as many secrets as it is told to, until one is refused', async () => {
    const refuse = () => problem(429, 'quota_exceeded');
    const mint = jest.fn(() => minted());
    mint.mockImplementation(refuse);
    for (let good = 0; good < 6; good += 1) mint.mockImplementationOnce(() => minted());
    const { stages } = await startBench({ mint, options: { mistakes: { mints: 7 } } }).reaches(
      ({ phase }) => phase === 'failed',
    );
    expect(mint).toHaveBeenCalledTimes(7);
    expect(stages.mint.failure).toMatchObject({ code: 'quota_exceeded' });
    expect(stages.mint.details.filter(({ kind }) => kind === 'exchange')).toHaveLength(7);
  });
});

describe('hanging up', () => {
  test('closes everything at once, and nothing is told afterwards', async () => {
    const bench = startBench();
    await connect(bench);
    bench.call.hangUp();
    const { phase, stages } = bench.state();
    expect([phase, stages.speaking.state, stages['hang-up'].state]).toEqual(['ended', 'ok', 'ok']);
    expect([bench.stoppedTracks(), bench.peer.isClosed, bench.peer.channel?.readyState]).toEqual([1, true, 'closed']);
    const before = bench.state();
    bench.peer.channel?.hear({ type: 'error', error: { code: 'server_error' } });
    await bench.call.ended;
    expect(bench.state()).toBe(before);
  });

  test('while the browser still asks opens no microphone', async () => {
    let allow: (stream: MediaStream) => void = () => undefined;
    const openMicrophone = () => new Promise<MediaStream>((resolve) => (allow = resolve));
    const bench = startBench({ ports: { openMicrophone } });
    await bench.reaches(({ stages }) => stages.microphone.state === 'running');
    bench.call.hangUp();
    let stopped = 0;
    const track = { kind: 'audio', label: '', getSettings: () => ({}), stop: () => (stopped += 1) };
    allow({ getTracks: () => [track], getAudioTracks: () => [track] } as unknown as MediaStream);
    await bench.call.ended;
    await nextTurn();
    expect(stopped).toBe(1);
    expect(bench.sent).toEqual([]);
    expect(bench.state().phase).toBe('ended');
  });
});
