/** How many calls at once, and how long they may be, through the bundle that ships and Azurite. */
import { API_ROLE } from '../../local/azure/foundation/directory.ts';
import { type CallBench, HANG_UP_ROLE, startCallBench } from './call-bench.ts';

let bench: CallBench;
beforeAll(async () => {
  bench = await startCallBench({ settings: { 'realtime:calls': '{"perCaller":2}' } });
});
afterAll(() => bench.system.stop());
afterEach(() => bench.reset());

describe('two calls at once of a person', () => {
  test('are two: a third takes the place of the oldest, which is hung up at Azure', async () => {
    const person = bench.aPerson();
    const [first, second, third] = [await bench.relay(person), await bench.relay(person), await bench.relay(person)];
    expect([first.status, second.status, third.status]).toEqual([201, 201, 201]);
    expect(bench.endedBy(first.id)).toBe('identity');
    expect([...(await bench.idsOf(person))].sort()).toEqual([second.id, third.id].sort());
    const lines = await bench.system.logged('call_ended');
    expect(lines).toContainEqual(expect.objectContaining({ reason: 'replaced' }));
  });

  test('are two where the oldest cannot be hung up: the third is 429', async () => {
    const person = bench.aPerson();
    const first = await bench.relay(person);
    await bench.relay(person);
    bench.azure.switches.set('calls.hangup', 'internal-error');
    const third = await bench.relay(person);
    expect(third).toMatchObject({ status: 429, json: { code: 'calls_exceeded' } });
    expect(third.headers.get('retry-after')).toEqual(expect.stringMatching(/^\d+$/));
    expect(bench.isLive(first.id)).toBe(true);
    bench.azure.switches.set('calls.hangup', 'normal');
    expect(await bench.relay(person)).toMatchObject({ status: 201 });
  });

  test('are two of each person, and any number of an app', async () => {
    const app = bench.aPerson({ scp: undefined, idtyp: 'app', roles: [API_ROLE] });
    const ids: string[] = [];
    for (let call = 0; call < 4; call += 1) ids.push((await bench.relay(app)).id);
    expect(ids.filter(bench.isLive)).toHaveLength(4);
    expect(await bench.idsOf(app)).toHaveLength(4);
  });

  test('are two where ten are asked for at the same time', async () => {
    const person = bench.aPerson();
    await Promise.all(Array.from({ length: 10 }, () => bench.relay(person)));
    expect((await bench.idsOf(person)).length).toBeLessThanOrEqual(2);
  });

  test('refuse the third where the settings say so, which ends nobody’s call', async () => {
    await bench.set('calls', '{"perCaller":2,"atLimit":"refuse"}');
    const person = bench.aPerson();
    const first = await bench.relay(person);
    await bench.relay(person);
    const third = await bench.relay(person);
    expect(third).toMatchObject({ status: 429, json: { code: 'calls_exceeded' } });
    expect(third.headers.get('retry-after')).toEqual(expect.stringMatching(/^\d+$/));
    expect(bench.isLive(first.id)).toBe(true);
    await bench.hangUp(person, first.id);
    expect(await bench.relay(person)).toMatchObject({ status: 201 });
  });
});

describe('a deployment with one place', () => {
  test('is full with one call, whoever asks, and has its place again after the end', async () => {
    await bench.set('calls', '{"perDeployment":1}');
    const [person, other] = [bench.aPerson(), bench.aPerson()];
    const { id, status } = await bench.relay(person);
    expect(status).toBe(201);
    const refused = await bench.relay(other);
    expect(refused).toMatchObject({ status: 503, json: { code: 'deployment_full' } });
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    await bench.hangUp(person, id);
    expect(await bench.relay(other)).toMatchObject({ status: 201 });
  });

  test('has its place again where Azure refused the offer', async () => {
    await bench.endAll(bench.aPerson({ roles: [HANG_UP_ROLE] }), '?all=true');
    bench.azure.switches.set('calls.error', { value: 'invalid-offer', times: 1 });
    const person = bench.aPerson();
    expect(await bench.relay(person)).toMatchObject({ status: 422 });
    expect(await bench.relay(person)).toMatchObject({ status: 201 });
  });
});

describe('a policy of minutes', () => {
  beforeAll(async () => {
    await bench.set('calls', '{}');
    await bench.set('quota', '{"spoken":{"minutes":3,"windowSeconds":86400}}');
  });

  test('gives no page a secret, which would escape it', async () => {
    const refused = await bench.system.mint();
    expect(refused).toMatchObject({ status: 403, json: { code: 'relay_required' } });
  });

  test('grants what is left, tells it in minutes, and gives back what was not spoken', async () => {
    const person = bench.aPerson();
    const { id, status, headers } = await bench.relay(person);
    expect(status).toBe(201);
    expect(headers.get('ratelimit-policy')).toBe('"spoken";q=3;qu="minutes";w=86400');
    expect(headers.get('ratelimit')).toMatch(/^"spoken";r=0;/);
    const [call] = await bench.list(person);
    expect(Number(call?.['ends_at']) - Number(call?.['started_at'])).toBe(180);
    expect(await bench.relay(person)).toMatchObject({ status: 429, json: { code: 'quota_exceeded' } });
    await bench.hangUp(person, id);
    await bench.relay(person);
    const [next] = await bench.list(person);
    const granted = Number(next?.['ends_at']) - Number(next?.['started_at']);
    expect(granted).toBeGreaterThan(60);
    expect(granted).toBeLessThan(180);
  });

  test('with less than a minute left is 429 and names the policy', async () => {
    const person = bench.aPerson();
    await bench.relay(person);
    const refused = await bench.relay(person);
    expect(refused).toMatchObject({
      status: 429,
      json: { code: 'quota_exceeded', 'violated-policies': ['spoken'], detail: expect.stringContaining('3 minutes') },
    });
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(refused.headers.get('x-should-retry')).toBe('false');
  });
});
