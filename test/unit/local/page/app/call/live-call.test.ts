/** A call of GPT-Live, as the page shows it: where it goes, what is traced of it, and what its end is called. */
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
