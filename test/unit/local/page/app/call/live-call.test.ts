/** A call of GPT-Live, as the page shows it: where it goes, what is traced of it, and what its end is called. */

import { toTrace } from '../../../../../../local/page/app/call/trace.ts';
import { explainedId } from '../../../../../../local/page/app/explain.ts';
import { ANSWER } from '../../../../client/fake-peer.ts';
import { type BenchOptions, connect, ENDPOINT, startBench, TOKEN } from '../call-bench.ts';

/** Of the bench's clock at its start, in seconds. */
const NOW = 1_800_000_000;
const SESSIONS = `${ENDPOINT}/live/sessions`;

const created = (headers: Record<string, string> = {}, status = 201) =>
  Response.json(
    { session: { id: 'live_1' }, transport: { type: 'webrtc', sdp: ANSWER } },
    { status, headers: { location: '/api/live/sessions/live_1', ...headers } },
  );

function startLive({ options, ...more }: BenchOptions = {}, headers?: Record<string, string>) {
  return startBench({
    options: { api: 'live', way: 'relay', profile: 'coach', ...options },
    answer: ({ url }) => (url.endsWith('/hangup') ? Response.json({ id: 'live_1', state: 'ended' }) : created(headers)),
    ...more,
  });
}

const urls = ({ sent }: ReturnType<typeof startBench>) => sent.map(({ url }) => url);

test('goes to the endpoint, and its round trip is shown at the stage of the call, without its passwords', async () => {
  const bench = startLive();
  await connect(bench);
  expect(urls(bench)).toEqual([`${SESSIONS}?profile=coach`]);
  const { calls, mint } = bench.state().stages;
  expect(mint).toMatchObject({ state: 'skipped', note: 'GPT-Live has none' });
  expect(calls).toMatchObject({
    state: 'ok',
    note: 'live_1',
    details: [{ kind: 'exchange', exchange: { method: 'POST', url: `${SESSIONS}?profile=coach` } }, { kind: 'facts' }],
  });
  const shown = JSON.stringify(calls);
  expect(shown).toContain('m=audio');
  for (const secret of [TOKEN, 'answer0passw0rd', 'AA:BB']) expect(shown).not.toContain(secret);
});

test('is offered as often as a page that makes mistakes offers it, and is hung up once', async () => {
  const bench = startLive({ options: { mistakes: { offers: 3 } } }, { 'realtime-call-ends': `${NOW + 60}` });
  await connect(bench);
  bench.call.hangUp();
  await bench.reaches(({ stages }) => stages['hang-up'].note === 'By you, at Azure too');
  const offer = `${SESSIONS}?profile=coach`;
  expect(urls(bench)).toEqual([offer, offer, offer, `${SESSIONS}/live_1/hangup`]);
});

test('of a page that ignores its refusal is no answer in SDP', async () => {
  const refused = () => Response.json({ code: 'deployment_not_live' }, { status: 502 });
  const bench = startLive({ options: { mistakes: { ignoresStatus: true } }, answer: refused });
  const { stages } = await bench.reaches(({ phase }) => phase === 'failed');
  expect(stages.calls.failure && explainedId(stages.calls.failure)).toBe('error-taken-for-sdp');
});

describe('what it takes', () => {
  const updated = (usage: object, context_window?: object) => ({
    type: 'session.usage.updated',
    usage,
    ...(context_window && { context_window }),
  });

  test('is what the service last said, and its context as long as nothing newer is known', async () => {
    const bench = startLive();
    await connect(bench);
    const { channel } = bench.peer;
    expect(bench.state().usage).toBeUndefined();
    channel?.hear(updated({ seconds: 60.5 }, { usage_ratio: 0.25 }));
    expect(bench.state().usage).toEqual({ seconds: 60.5, contextPercent: 25, isFinal: false });
    channel?.hear(updated({ seconds: 120.5 }));
    expect(bench.state().usage).toEqual({ seconds: 120.5, contextPercent: 25, isFinal: false });
  });

  test.each([{}, { seconds: '60' }, { seconds: null }])('is not known from what is no number: %j', async (usage) => {
    const bench = startLive();
    await connect(bench);
    bench.peer.channel?.hear(updated(usage, { usage_ratio: 0.25 }));
    expect(bench.state().usage).toBeUndefined();
  });

  test('is told after the hang-up, while the endpoint has not answered yet', async () => {
    const { promise, resolve } = Promise.withResolvers<Response>();
    const bench = startLive(
      { answer: ({ url }) => (url.endsWith('/hangup') ? promise : created({ 'realtime-call-ends': `${NOW + 60}` })) },
      {},
    );
    await connect(bench);
    bench.call.hangUp();
    bench.peer.channel?.hear({ type: 'session.output_transcript.delta', delta: 'too late' });
    bench.peer.channel?.hear({ type: 'session.closed', reason: 'close_requested', usage: { seconds: 7.25 } });
    resolve(Response.json({ id: 'live_1', state: 'ended' }));
    await bench.call.ended;
    const { usage, phase, events, stages } = bench.state();
    expect([phase, usage]).toEqual(['ended', { seconds: 7.25, isFinal: true }]);
    expect(events.map(({ type }) => type)).toEqual(['session.closed']);
    expect(stages.speaking).toMatchObject({
      state: 'ok',
      details: [
        {
          kind: 'facts',
          facts: [
            { name: 'Closed because', value: 'close_requested' },
            { name: 'Seconds used', value: '7.3' },
          ],
        },
      ],
    });
  });

  test('and how long it may last are in its trace', async () => {
    const bench = startLive({}, { 'realtime-call-ends': `${NOW + 60}` });
    await connect(bench);
    bench.peer.channel?.hear({ type: 'session.started', session: { expires_at: NOW + 3_600 } });
    bench.peer.channel?.hear(updated({ seconds: 60.5 }));
    expect(bench.state().endsAtMs).toBe(60_000);
    const trace = JSON.parse(toTrace(bench.state(), { origin: 'http://localhost:3000', userAgent: 'A browser' }));
    expect(trace).toMatchObject({ api: 'live', usage: { seconds: 60.5 } });
  });
});

describe('that the service closes', () => {
  const closeFor = async (reason: unknown, headers?: Record<string, string>, afterMs = 0) => {
    const bench = startLive({}, headers);
    await connect(bench);
    await bench.pass(afterMs);
    bench.peer.channel?.hear({ type: 'session.closed', reason, usage: { seconds: 7.25 } });
    bench.peer.channel?.close();
    const { stages } = await bench.reaches(({ phase }) => phase === 'failed');
    const { failure } = stages.speaking;
    return failure && explainedId(failure);
  };

  test.each([
    ['content', 'live-session-moderated'],
    ['expired', 'live-session-expired'],
    ['connection_lost', 'live-connection-lost'],
  ])('says why: %s', async (reason, id) => {
    expect(await closeFor(reason)).toBe(id);
  });

  test.each(['close_requested', 'remote_hangup', 'never heard of', 7])(
    'is a call that somebody else has ended where the reason is none of a fault: %s',
    async (reason) => {
      expect(await closeFor(reason)).toBe('call-ended-by-azure');
    },
  );

  test('on behalf of the endpoint has lasted as long as it may', async () => {
    expect(await closeFor('close_requested', { 'realtime-call-ends': `${NOW + 60}` }, 60_000)).toBe('leash_reached');
  });
});
