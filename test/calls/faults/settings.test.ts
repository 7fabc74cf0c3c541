/** Settings that change while calls are on the line: each call ends when and where it was promised. */
import {
  expectEndedOnce,
  type FaultBench,
  type Instance,
  OLD_MS,
  PAST_END_MS,
  startFaultBench,
} from './fault-bench.ts';

const MINUTE_MS = 60_000;

const SETTINGS = {
  'realtime:calls': '{"maxMinutes":10,"perCaller":1}',
  'realtime:profiles:short': '{"maxMinutes":9}',
};

let bench: FaultBench;
let instance: Instance;
let endpoint: string;
beforeAll(async () => {
  bench = await startFaultBench(SETTINGS);
  instance = await bench.start();
  endpoint = bench.azure.settings.get('realtime:endpoint') ?? '';
});
afterEach(async () => {
  const { settings } = bench.azure;
  for (const [key, value] of Object.entries({ ...SETTINGS, 'realtime:endpoint': endpoint })) settings.set(key, value);
  await bench.advance(OLD_MS);
});
afterAll(() => bench.stop());

/** Begins a call, and changes a setting once the call is there; `undefined` deletes it. */
async function beginBefore(key: string, value: string | undefined, query = ''): Promise<string> {
  const { id, status } = await bench.relay(instance, bench.aPerson(), query);
  expect(status).toBe(201);
  const { settings } = bench.azure;
  if (value === undefined) settings.delete(key);
  else settings.set(key, value);
  await bench.advance(OLD_MS);
  return id;
}

/** By the app's identity, at the account that has it: nobody else could. */
async function expectPromised(id: string, seconds: number): Promise<void> {
  expect(bench.isLive(id)).toBe(true);
  await bench.advance(PAST_END_MS - OLD_MS);
  await expectEndedOnce(bench, id, seconds);
  expect(bench.endedBy(id)).toBe('identity');
}

test('a shorter maxMinutes is for the next call, and not for the one that is on the line', async () => {
  const id = await beginBefore('realtime:calls', '{"maxMinutes":1}');
  const next = await bench.relay(instance, bench.aPerson());
  await bench.advance(2 * MINUTE_MS);
  const { ended } = await bench.until(({ live }) => live.length === 1, 'the next call is over');
  expect(ended).toMatchObject([{ callId: next.id, end: { reason: 'due', seconds: 60 } }]);
  await expectPromised(id, 600);
});

test('a call of a profile that is taken away keeps the end that the profile gave it', async () => {
  const id = await beginBefore('realtime:profiles:short', undefined, '?profile=short');
  const refused = await bench.relay(instance, bench.aPerson(), '?profile=short');
  expect(refused).toMatchObject({ status: 422, code: 'not_permitted' });
  await expectPromised(id, 540);
});

test('a call of an endpoint that is replaced is hung up where it was made', async () => {
  // Nobody listens there.
  const id = await beginBefore('realtime:endpoint', 'http://127.0.0.1:9');
  const refused = await bench.relay(instance, bench.aPerson());
  expect(refused.status).toBeGreaterThanOrEqual(500);
  await expectPromised(id, 600);
});
