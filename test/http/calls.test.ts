/** A relayed call from its beginning to its end, through the bundle that ships, its timer, and Azurite. */
import OpenAI, { NotFoundError } from 'openai';
import { type CallBench, MINUTE_MS, startCallBench } from './call-bench.ts';

const NOT_FOUND = { status: 404, json: { code: 'call_not_found' } };

let bench: CallBench;
beforeAll(async () => {
  bench = await startCallBench({
    settings: {
      'realtime:profiles:short': '{"maxMinutes":10}',
      'realtime:calls': '{"perCaller":1,"atLimit":"refuse"}',
    },
  });
});
afterAll(() => bench.system.stop());
afterEach(() => bench.reset());

describe('a call of a profile that says ten minutes', () => {
  test('has an address, an end and a model in its answer', async () => {
    const { status, headers, id } = await bench.relay(bench.aPerson(), '?profile=short');
    expect(status).toBe(201);
    expect(id).toMatch(/^rtc_/);
    expect(headers.get('location')).toBe(`/api/realtime/calls/${id}`);
    expect(headers.get('realtime-model')).toBe('gpt-realtime-mini');
    const left = Number(headers.get('realtime-call-ends')) - Math.floor(Date.now() / 1_000);
    // Jest's Date stands still, the app's goes on.
    expect(left).toBeGreaterThanOrEqual(600);
    expect(left).toBeLessThan(720);
  });

  test('is listed until its end, when the timer hangs it up at Azure with the identity', async () => {
    const person = bench.aPerson();
    const { id, headers } = await bench.relay(person, '?profile=short');
    const ends = Number(headers.get('realtime-call-ends'));
    expect(await bench.list(person)).toEqual([
      {
        id,
        api: 'realtime',
        caller: expect.stringMatching(/^[0-9a-f]{32}$/),
        profile: 'short',
        started_at: ends - 600,
        ends_at: ends,
        state: 'live',
      },
    ]);
    await bench.system.advance(8 * MINUTE_MS);
    expect(bench.isLive(id)).toBe(true);
    await bench.system.advance(3 * MINUTE_MS);
    await bench.system.until(() => bench.endedBy(id) !== undefined);
    expect(bench.endedBy(id)).toBe('identity');
    await bench.system.until(async () => (await bench.list(person)).length === 0);
    const lines = await bench.system.logged('call_ended');
    expect(lines).toContainEqual(expect.objectContaining({ reason: 'due', seconds: 600 }));
  });
});

describe('hanging up', () => {
  test('ends one’s call at Azure, may be repeated, and frees the slot at once', async () => {
    const person = bench.aPerson();
    const { id } = await bench.relay(person);
    expect(await bench.relay(person)).toMatchObject({ status: 429, json: { code: 'calls_exceeded' } });
    expect(await bench.hangUp(person, id)).toMatchObject({ status: 200, json: { id, state: 'ended' } });
    expect(bench.endedBy(id)).toBe('identity');
    expect(await bench.hangUp(person, id)).toMatchObject({ status: 200, json: { id, state: 'ended' } });
    expect(await bench.relay(person)).toMatchObject({ status: 201 });
  });

  test('is one and the same 404 for a stranger, an unknown id and what is no id', async () => {
    const { id } = await bench.relay(bench.aPerson());
    const stranger = bench.aPerson();
    const answers = [
      await bench.hangUp(stranger, id),
      await bench.hangUp(stranger, `rtc_${'0'.repeat(32)}`),
      await bench.hangUp(stranger, 'no-call'),
    ];
    for (const answer of answers) expect(answer).toMatchObject(NOT_FOUND);
    const bodies = answers.map(
      ({ json: { requestId: _id, request_id: _other, instance: _instance, ...rest } }) => rest,
    );
    expect(bodies[1]).toEqual(bodies[0]);
    expect(bodies[2]).toEqual(bodies[0]);
    expect(bench.isLive(id)).toBe(true);
  });

  test('takes nobody who has no token', async () => {
    const { id } = await bench.relay(bench.aPerson());
    const answer = await bench.system.request(`/api/realtime/calls/${id}/hangup`, { method: 'POST' });
    expect(answer).toMatchObject({ status: 401, json: { code: 'token_missing' } });
    expect(bench.isLive(id)).toBe(true);
  });

  test('is what openai-node’s realtime.calls.hangup does', async () => {
    const person = bench.aPerson();
    const { id } = await bench.relay(person);
    const client = new OpenAI({
      apiKey: await bench.azure.callerToken(person),
      baseURL: `${bench.system.host.url}/api`,
      maxRetries: 0,
    });
    await client.realtime.calls.hangup(id);
    expect(bench.endedBy(id)).toBe('identity');
    await expect(client.realtime.calls.hangup('rtc_unknown')).rejects.toBeInstanceOf(NotFoundError);
  });

  test('that Azure forbids is known at once: no short call begins until it is mended, and one of an hour does', async () => {
    const { id } = await bench.relay(bench.aPerson({ sub: 'forbidden' }), '?profile=short');
    bench.azure.switches.set('calls.hangup', 'forbidden');
    expect(await bench.hangUp({ sub: 'forbidden' }, id)).toMatchObject({ status: 202, json: { state: 'ending' } });
    const short = () => bench.relay(bench.aPerson(), '?profile=short');
    expect(await short()).toMatchObject({ status: 503, json: { code: 'leash_unavailable' } });
    expect(await bench.relay(bench.aPerson())).toMatchObject({ status: 201 });
    expect(await bench.system.request('/api/readyz')).toMatchObject({ json: { warnings: ['hangup_forbidden'] } });
    bench.azure.switches.set('calls.hangup', 'normal');
    await bench.system.advance(MINUTE_MS);
    // The sweep has asked again, and says so before it ends the call.
    await bench.system.until(() => bench.endedBy(id) === 'identity');
    await bench.system.advance(MINUTE_MS);
    expect(await short()).toMatchObject({ status: 201 });
  });

  test('of all one’s own calls is no hang-up of anybody else’s', async () => {
    const [person, other] = [bench.aPerson(), bench.aPerson()];
    const [{ id }, { id: others }] = [await bench.relay(person), await bench.relay(other)];
    expect(await bench.endAll(person)).toMatchObject({ status: 200, json: { ended: 1, ending: 0 } });
    expect([bench.isLive(id), bench.isLive(others)]).toEqual([false, true]);
  });
});

test('lists no call of anybody else', async () => {
  await bench.relay(bench.aPerson());
  expect(await bench.list(bench.aPerson())).toEqual([]);
});

test('is asked about calls ten times a second by one caller, and no more', async () => {
  const person = bench.aPerson();
  const headers = await bench.system.bearer(person);
  const ask = () => bench.system.request('/api/realtime/calls', { headers });
  await ask();
  const answers = await Promise.all(Array.from({ length: 40 }, ask));
  const refused = answers.find(({ status }) => status !== 200);
  expect(refused).toMatchObject({ status: 429, json: { code: 'quota_exceeded' } });
  expect(refused?.headers.get('retry-after')).toBe('1');
  await bench.system.advance(2_000);
  expect(await ask()).toMatchObject({ status: 200 });
});
