import { aTraceParent, KEPT_TRACE } from '../support/telemetry-records.ts';
import { type System, startSystem } from './system.ts';
import { arrived, recordsOf } from './telemetry-envelopes.ts';

let system: System;
let mints = 0;
beforeAll(async () => {
  system = await startSystem({
    telemetry: true,
    environment: { NODE_OPTIONS: `--require ${require.resolve('../support/loopback-only.cjs')}` },
  });
});
afterAll(async () => {
  await system.stop();
  expect(system.host.output()).not.toContain('FOREIGN HOST');
});
afterEach(() => system.azure.switches.reset());

async function mint(): Promise<string> {
  mints += 1;
  const id = `mint-${mints}`;
  const headers = { ...(await system.bearer()), traceparent: aTraceParent(KEPT_TRACE), 'X-Request-Id': id };
  expect(await system.mint({ headers })).toMatchObject({ status: 200 });
  return id;
}

const lostSoFar = () => system.host.logs.filter(({ message }) => message.includes('"event":"telemetry_lost"')).length;

it.each([
  ['ingestion.answer', 'hang', 'unreachable', 0],
  ['ingestion.delayMs', 5_000, 'unreachable', 0],
  ['ingestion.down', 'refuse', 'unreachable', 0],
  ['ingestion.down', 'reset', 'unreachable', 0],
  ['ingestion.status', '307', 'refused', 307],
  ['ingestion.status', '401', 'refused', 401],
  ['ingestion.status', '429', 'refused', 429],
  ['ingestion.status', '439', 'refused', 439],
  ['ingestion.status', '500', 'refused', 500],
])('mints while %s is %s, says what was lost, and sends again afterwards', async (name, value, cause, status) => {
  const before = lostSoFar();
  const openai = system.azure.requests.count('openai');
  system.azure.switches.set(name, value);
  await mint();
  await system.until(() => lostSoFar() > before);
  await mint();
  expect((await system.logged('telemetry_lost', before + 1))[before]).toMatchObject({ cause, status });
  // Nobody has followed a redirect: what came there are the two mints.
  expect(system.azure.requests.count('openai')).toBe(openai + 2);

  const told = arrived(system, 'telemetry_lost').length;
  system.azure.switches.reset();
  const records = await recordsOf(system, await mint());
  expect(records).toHaveLength(2);
  expect(arrived(system, 'telemetry_lost').slice(told)).toMatchObject([
    { properties: { cause }, data: { metrics: [{ value: expect.any(Number) }] } },
  ]);
});

it('mints while the batch before it still hangs', async () => {
  system.azure.switches.set('ingestion.answer', 'hang');
  const before = system.azure.requests.count('ingestion');
  const lost = lostSoFar();
  await mint();
  await system.until(() => system.azure.requests.count('ingestion') > before);
  await mint();
  expect(system.azure.requests.list('ingestion').at(-1)).toMatchObject({ status: 0 });
  await system.until(() => lostSoFar() > lost);
});
