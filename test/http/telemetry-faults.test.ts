/** Nearly all of the time here is waiting for timers of the app, so three systems have their troubles at once. */
import { aTraceParent, TRACE } from '../support/telemetry-records.ts';
import { type System, startSystem } from './system.ts';
import { arrived, drawing, recordsOf } from './telemetry-envelopes.ts';

const FAULTS = [
  ['ingestion.answer', 'hang', 'unreachable', 0],
  ['ingestion.delayMs', 5_000, 'unreachable', 0],
  ['ingestion.down', 'refuse', 'unreachable', 0],
  ['ingestion.down', 'reset', 'unreachable', 0],
  ['ingestion.status', '307', 'refused', 307],
  ['ingestion.status', '401', 'refused', 401],
  ['ingestion.status', '429', 'refused', 429],
  ['ingestion.status', '439', 'refused', 439],
  ['ingestion.status', '500', 'refused', 500],
] as const;

let systems: readonly System[] = [];
const turns: Promise<unknown>[] = [];
let mints = 0;
beforeAll(async () => {
  const start = () => startSystem({ telemetry: true, environment: drawing(0) });
  systems = await Promise.all([start(), start(), start()]);
});
afterAll(async () => {
  for (const system of systems) {
    await system.stop();
    expect(system.host.output()).not.toContain('FOREIGN HOST');
  }
});

/** One after the other on the same system. */
function inTurn(index: number, act: (system: System) => Promise<void>): Promise<void> {
  const lane = index % systems.length;
  const turn = Promise.resolve(turns[lane]).then(async () => {
    const system = systems[lane] as System;
    await act(system).finally(() => system.azure.switches.reset());
  });
  turns[lane] = turn.catch(() => undefined);
  return turn;
}

async function mint(system: System): Promise<string> {
  mints += 1;
  const id = `mint-${mints}`;
  const headers = { ...(await system.bearer()), traceparent: aTraceParent(TRACE.low), 'X-Request-Id': id };
  expect(await system.mint({ headers })).toMatchObject({ status: 200 });
  return id;
}

const lostSoFar = ({ host }: System) =>
  host.logs.filter(({ message }) => message.includes('"event":"telemetry_lost"')).length;

test.concurrent.each(FAULTS.map((fault, index) => [...fault, index] as const))(
  'mints while %s is %s, says what was lost, and sends again afterwards',
  (name, value, cause, status, index) =>
    inTurn(index, async (system) => {
      const before = lostSoFar(system);
      const openai = system.azure.requests.count('openai');
      system.azure.switches.set(name, value);
      await mint(system);
      await system.until(() => lostSoFar(system) > before);
      await mint(system);
      expect((await system.logged('telemetry_lost', before + 1))[before]).toMatchObject({ cause, status });
      // Nobody has followed a redirect: what came there are the two mints.
      expect(system.azure.requests.count('openai')).toBe(openai + 2);

      const told = arrived(system, 'telemetry_lost').length;
      system.azure.switches.reset();
      const records = await recordsOf(system, await mint(system));
      expect(records).toHaveLength(2);
      expect(arrived(system, 'telemetry_lost').slice(told)).toMatchObject([
        { properties: { cause }, data: { metrics: [{ value: expect.any(Number) }] } },
      ]);
    }),
);

test.concurrent('mints while the batch before it still hangs', () =>
  inTurn(FAULTS.length, async (system) => {
    system.azure.switches.set('ingestion.answer', 'hang');
    const before = system.azure.requests.count('ingestion');
    const lost = lostSoFar(system);
    await mint(system);
    await system.until(() => system.azure.requests.count('ingestion') > before);
    await mint(system);
    expect(system.azure.requests.list('ingestion').at(-1)).toMatchObject({ status: 0 });
    await system.until(() => lostSoFar(system) > lost);
  }));
