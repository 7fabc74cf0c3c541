/** How a Live session ends, by whomever: with a page that is on the line, on real ICE. */
import { MINUTE_MS } from './call-bench.ts';
import { type LiveBench, startLiveBench } from './live-bench.ts';

let bench: LiveBench;
beforeAll(async () => {
  bench = await startLiveBench();
});
afterEach(() => bench.reset());
afterAll(() => bench.system.stop());

test('a caller’s own hang-up closes the session, and Azure’s seconds are charged', async () => {
  const person = bench.aPerson();
  const page = await bench.talk(person);
  await page.event('session.started');
  expect(await bench.list(person)).toMatchObject([{ id: page.id, api: 'live', profile: 'coach', state: 'live' }]);
  const count = (await bench.system.logged('call_ended', 0)).length;
  expect(await bench.close(person, page.id)).toMatchObject({ status: 200, json: { id: page.id, state: 'ended' } });
  expect(await page.event('session.closed')).toMatchObject({ reason: 'close_requested' });
  const lines = await bench.system.logged('call_ended', count + 1);
  expect(lines.at(-1)).toMatchObject({ profile: 'coach', reason: 'owner', measured: true });
  expect(await bench.list(person)).toEqual([]);
  await page.close();
});

test('a stranger’s session, one that is not there and one of the other API have one answer', async () => {
  const person = bench.aPerson();
  const page = await bench.talk(person);
  await page.event('session.started');
  const none = { status: 404, json: { code: 'call_not_found' } };
  expect(await bench.close(bench.aPerson(), page.id)).toMatchObject(none);
  expect(await bench.close(person, 'live_0')).toMatchObject(none);
  expect(await bench.hangUp(person, page.id)).toMatchObject(none);
  const call = await bench.relay(person);
  expect(await bench.close(person, call.id)).toMatchObject(none);
  expect(await bench.endAll(person)).toMatchObject({ json: { ended: 2, ending: 0 } });
  await page.close();
});

test('the leash ends a session when it is due', async () => {
  const person = bench.aPerson();
  const page = await bench.talk(person);
  await page.event('session.started');
  const count = (await bench.system.logged('call_ended', 0)).length;
  await bench.system.advance(10 * MINUTE_MS);
  expect(await page.event('session.closed')).toMatchObject({ reason: 'close_requested' });
  expect((await bench.system.logged('call_ended', count + 1)).at(-1)).toMatchObject({ reason: 'due', measured: true });
  await page.close();
});

test('a page that never connects holds its slot for a minute at most', async () => {
  const person = bench.aPerson();
  expect(await bench.offer(person)).toMatchObject({ status: 201 });
  expect(await bench.close(person, String((await bench.idsOf(person))[0]))).toMatchObject({
    status: 202,
    json: { state: 'ending' },
  });
  await bench.system.advance(2 * MINUTE_MS);
  await bench.system.until(async () => (await bench.list(person)).length === 0);
});

test.each([
  ['is told without session.closed', 'live.closed', 'absent'],
  ['cuts the sideband', 'live.sidebandClose', 'cut'],
])('a close that %s is confirmed by the next sweep', async (_what, name, value) => {
  const person = bench.aPerson();
  const page = await bench.talk(person);
  await page.event('session.started');
  bench.azure.switches.set('live.closed', 'absent');
  bench.azure.switches.set(name as 'live.closed', value);
  expect(await bench.close(person, page.id)).toMatchObject({ status: 202, json: { state: 'ending' } });
  await bench.system.advance(MINUTE_MS);
  await bench.system.until(async () => (await bench.list(person)).length === 0);
  await page.close();
});
