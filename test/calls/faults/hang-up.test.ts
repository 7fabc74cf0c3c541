/** What a hang-up is answered at the call's end, and that the call ends all the same, charged once. */
import {
  accountOf,
  expectEndedOnce,
  type FaultBench,
  type Instance,
  isOver,
  PAST_END_MS,
  startFaultBench,
} from './fault-bench.ts';

let bench: FaultBench;
let instances: readonly Instance[];
beforeAll(async () => {
  bench = await startFaultBench();
  instances = [await bench.start(), await bench.start()];
});
afterAll(() => bench.stop());
afterEach(() => bench.azure.switches.set('calls.hangup', 'normal'));

const anInstance = () => instances[0] as Instance;

describe('a due call whose hang-up is answered, for both instances that sweep,', () => {
  test.each([
    ['429', 'call-quota'],
    ['429 without a wait', 'call-quota-without-header'],
    ['500', 'internal-error'],
    ['503', 'service-unavailable'],
    ['by a reset', 'reset'],
    ['by a page of a proxy’s', 'html-403'],
    ['500 though it did it', 'done-internal-error'],
    ['429 though it did it', 'done-call-quota'],
    ['by a reset though it did it', 'done-reset'],
  ])('%s: is asked again, ends and is charged once', async (_what, how) => {
    const person = bench.aPerson();
    const { id } = await bench.relay(anInstance(), person);
    bench.azure.switches.set('calls.hangup', { value: how, times: 2 });
    await bench.advance(PAST_END_MS);
    await expectEndedOnce(bench, id);
    expect(bench.hangUps(id).length).toBeGreaterThan(1);
  });

  test.each(['conflict', 'gone', 'unprocessable'])('%s: is over, and charged once', async (how) => {
    const { id } = await bench.relay(anInstance(), bench.aPerson());
    await bench.azure.calls.hangUp(id);
    bench.azure.switches.set('calls.hangup', how);
    await bench.advance(PAST_END_MS);
    await bench.inTime(isOver, 'nothing is left');
    expect(accountOf(await bench.books(), id)?.spent).toHaveLength(1);
  });

  test('404, because the page has hung up unseen: is over, and charged once', async () => {
    const { id } = await bench.relay(anInstance(), bench.aPerson());
    await bench.azure.calls.hangUp(id);
    await bench.advance(PAST_END_MS);
    await expectEndedOnce(bench, id);
  });
});

describe('where the identity may not hang up', () => {
  test.each(['token-refused', 'forbidden'])(
    '(%s) calls go on, and no leashed one begins; once it may, they end',
    async (how) => {
      const { status, id } = await bench.relay(anInstance(), bench.aPerson());
      expect(status).toBe(201);
      bench.azure.switches.set('calls.hangup', how);
      const before = sweepsInVain();
      await bench.advance(PAST_END_MS);
      const wereAll = () => sweepsInVain().every((count, index) => count > (before[index] ?? 0));
      await bench.until(wereAll, 'each instance’s sweep was refused');
      await refusedUntilMended();
      expect(bench.isLive(id)).toBe(true);
      expect((await bench.books()).live).toEqual([id]);
      bench.azure.switches.set('calls.hangup', 'normal');
      await expectEndedOnce(bench, id);
      const begins = async () => (await bench.relay(anInstance(), bench.aPerson())).status === 201;
      await bench.inTime(begins, 'a call begins again');
      await bench.advance(PAST_END_MS);
      await bench.inTime(isOver, 'nothing is left');
    },
  );
});

/**
 * Of each instance, those that are at their end and could not end a call. Only then has a sweep written that it was
 * refused, and one that began before may write over what another found.
 */
function sweepsInVain(): readonly number[] {
  const isOne = (line: string) => line.includes('"event":"sweep"') && !line.includes('"failed":0');
  return instances.map(({ host }) => host.logs.filter(({ message }) => isOne(message)).length);
}

/** What the heartbeat says is read once a minute. */
async function refusedUntilMended(): Promise<void> {
  await bench.advance(2 * 60_000);
  const refused = await bench.relay(anInstance(), bench.aPerson());
  expect(refused).toMatchObject({ status: 503, code: 'leash_unavailable' });
}
