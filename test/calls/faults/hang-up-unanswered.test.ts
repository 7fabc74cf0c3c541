/** A hang-up that is never answered: a sweep waits five seconds for it, and asks again. */
import { expectEndedOnce, type FaultBench, type Instance, PAST_END_MS, startFaultBench } from './fault-bench.ts';

let bench: FaultBench;
let instance: Instance;
beforeAll(async () => {
  bench = await startFaultBench();
  instance = await bench.start();
  await bench.start();
});
afterAll(() => bench.stop());

test.each([
  ['and not done', 'hang'],
  ['and done all the same', 'done-hang'],
])('%s, for both instances that sweep: the call ends and is charged once', async (_what, how) => {
  const { id } = await bench.relay(instance, bench.aPerson());
  bench.azure.switches.set('calls.hangup', { value: how, times: 2 });
  await bench.advance(PAST_END_MS);
  await expectEndedOnce(bench, id);
  expect(bench.hangUps(id).length).toBeGreaterThan(1);
});
