/** POST /api/live/sessions: what a caller gets, what Azure was asked, and what each refusal says. */
import OpenAI from 'openai';
import { LIVE_ERRORS } from '../../local/azure/openai/live/live-errors.ts';
import { LIVE_ANSWERS } from '../../local/azure/openai/live/live-trouble.ts';
import { anOffer } from '../support/sdp.ts';
import { COACH, LIVE_PATH, type LiveBench, startLiveBench } from './live-bench.ts';

const CREATE = '/openai/v1/live/sessions';

let bench: LiveBench;
beforeAll(async () => {
  bench = await startLiveBench({
    settings: {
      'realtime:profiles:wrong': JSON.stringify({ ...COACH, deployment: 'gpt-realtime-mini' }),
      'realtime:profiles:desk': JSON.stringify({ ...COACH, requires: { role: 'Desk' } }),
    },
  });
});
beforeEach(() => bench.azure.switches.set('live.media', 'off'));
afterEach(() => bench.reset());
afterAll(() => bench.system.stop());

const creates = () => bench.azure.requests.list().filter(({ path }) => path === CREATE).length;

describe('an offer', () => {
  test('is answered with Azure’s SDP and the session’s id, and nothing else of the session', async () => {
    const person = bench.aPerson();
    const { status, headers, json, text } = await bench.offer(person);
    expect([status, headers.get('content-type')]).toEqual([201, 'application/json']);
    const { session } = json as { session: { id: string } };
    expect(json).toEqual({
      session: { id: session.id },
      transport: { type: 'webrtc', sdp: expect.stringMatching(/^v=0/) },
    });
    expect(text).not.toContain('canary');
    expect(headers.get('location')).toBe(`/api/live/sessions/${session.id}`);
    expect(headers.get('realtime-model')).toBe('gpt-live');
    const [listed] = await bench.list(person);
    expect(listed).toMatchObject({ id: session.id, ends_at: Number(headers.get('realtime-call-ends')) });
    expect(Number(listed?.['ends_at']) - Number(listed?.['started_at'])).toBe(600);
    expect(bench.system.host.output()).not.toContain('canary');
    expect(await bench.system.logged('live')).toContainEqual(
      expect.objectContaining({ outcome: 'started', profile: 'coach', deployment: 'gpt-live' }),
    );
  });

  test('may come alone as SDP, with the profile in the query', async () => {
    const { status, json } = await bench.send(bench.aPerson(), 'POST', `${LIVE_PATH}?profile=coach`, anOffer());
    expect([status, json]).toMatchObject([201, { transport: { type: 'webrtc' } }]);
  });

  test('may come from openai-node, whose body is the same', async () => {
    const { Authorization } = await bench.system.bearer(bench.aPerson());
    const client = new OpenAI({
      baseURL: `${bench.system.host.url}/api`,
      apiKey: Authorization.slice('Bearer '.length),
      maxRetries: 0,
    });
    const body = {
      session: { model: 'gpt-live', audio: { output: { voice: 'cedar' } } },
      transport: { type: 'webrtc' as const, sdp: anOffer() },
      profile: 'coach',
    };
    const created = await client.live.create(body);
    expect(created).toMatchObject({ session: { id: expect.stringMatching(/^live_/) }, transport: { type: 'webrtc' } });
  });

  test('with a profile that asks for it tells Azure the caller’s pseudonym', async () => {
    await bench.set('profiles:known', JSON.stringify({ ...COACH, safetyIdentifier: true }));
    bench.azure.switches.set('live.openaiMembers', 'refused');
    expect(await bench.offer(bench.aPerson())).toMatchObject({ status: 201 });
    const refused = await bench.offer(bench.aPerson(), { profile: 'known' });
    expect(refused).toMatchObject({ status: 502, json: { code: 'upstream_rejected' } });
  });
});

describe('a refusal', () => {
  test('of a caller whose quota is used up says when a unit comes, because none is on its way back', async () => {
    await bench.set('quota', '{"hour":{"limit":1,"windowSeconds":3600}}');
    const person = bench.aPerson();
    expect(await bench.offer(person)).toMatchObject({ status: 201 });
    const refused = await bench.offer(person);
    expect(refused).toMatchObject({ status: 429, json: { code: 'quota_exceeded' } });
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(3_000);
    await bench.set('quota', '{}');
  });

  test('without a profile names those that the caller may use', async () => {
    const anybody = await bench.offer(bench.aPerson(), { profile: undefined });
    expect(anybody).toMatchObject({ status: 422, json: { code: 'profile_required', pointers: ['/profile'] } });
    expect(anybody.json['detail']).toMatch(/: coach, (?:known, )?wrong\.$/);
    const desk = await bench.offer(bench.aPerson({ roles: ['Desk'] }), { profile: undefined });
    expect(desk.json['detail']).toContain('desk');
  });

  test('of one session too many is told as such, and Azure is asked once', async () => {
    bench.azure.switches.set('live.concurrency', 0);
    const before = creates();
    expect(await bench.offer(bench.aPerson())).toMatchObject({
      status: 429,
      json: { code: 'upstream_rate_limited', diagnosis: 'live-sessions-exhausted' },
    });
    expect(creates()).toBe(before + 1);
    // What Azure said about waiting is over then.
    await bench.system.advance(60_000);
  });

  test.each([
    ['instructions', { session: { instructions: 'x' } }, '/session/instructions'],
    ['another model', { session: { model: 'gpt-live-1' } }, '/session/model'],
    [
      'a voice that is not left to them',
      { session: { audio: { output: { voice: 'echo' } } } },
      '/session/audio/output/voice',
    ],
    ['variables of a page', { variables: { name: 'Ada' } }, undefined],
  ])('of %s reaches no Azure', async (_what, body, pointer) => {
    const before = creates();
    const refused = await bench.offer(bench.aPerson(), body);
    if (pointer === undefined) expect(refused).toMatchObject({ status: 403, json: { code: 'insufficient_scope' } });
    else expect(refused).toMatchObject({ status: 422, json: { code: 'not_permitted', pointers: [pointer] } });
    expect(creates()).toBe(before);
  });

  const ERRORS = Object.keys(LIVE_ERRORS).map((error) => ['live.error', error] as const);
  // Those that never answer take the whole 20 s: upstream-faults.test.ts has them for the mint.
  const ANSWERS = LIVE_ANSWERS.filter((name) => !name.endsWith('hang')).map((name) => ['live.answer', name] as const);

  test.each([...ERRORS, ...ANSWERS])(
    'of Azure’s by %s=%s brings a code of ours, and one create',
    async (name, value) => {
      bench.azure.switches.set(name, { value, times: 1 });
      const before = creates();
      const { status, json } = await bench.offer(bench.aPerson());
      expect(creates() - before).toBe(1);
      // A session without an id cannot be ended, and so is none for the caller.
      expect([status, json['code']]).toEqual([expect.any(Number), expect.stringMatching(/^(?:[a-z]+_)+[a-z]+$/)]);
      // What Azure said about waiting is over then.
      await bench.system.advance(60_000);
    },
  );
});
