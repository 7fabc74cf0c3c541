/** Ends of Live sessions that go wrong on the way: nobody is charged twice, no slot stays, and the next sweep looks. */
import type { Caller } from '../calls/caller.ts';
import type { Person } from './call-bench.ts';
import { MINUTE_MS } from './call-bench.ts';
import { type LiveBench, startLiveBench } from './live-bench.ts';

const SECOND_MS = 1_000;

let bench: LiveBench;
beforeAll(async () => {
  bench = await startLiveBench();
});
afterEach(() => bench.reset());
afterAll(() => bench.system.stop());

interface Talk {
  readonly person: Person;
  readonly page: Caller;
}

async function talk(): Promise<Talk> {
  const person = bench.aPerson();
  const page = await bench.talk(person);
  await page.event('session.started');
  return { person, page };
}

const ends = () => bench.system.logged('call_ended', 0);
const untilFree = (person: Person) => bench.system.until(async () => (await bench.list(person)).length === 0);

const secondsOf = (event: object) => Number(Object(Reflect.get(event, 'usage')).seconds);

/** What the log says of the one end that `work` brings about. */
async function endOf(work: () => Promise<unknown>): Promise<Readonly<Record<string, unknown>> | undefined> {
  const before = (await ends()).length;
  await work();
  const lines = (await bench.system.logged('call_ended', before + 1)).slice(before);
  expect(lines).toHaveLength(1);
  return lines[0];
}

describe('a page that vanishes', () => {
  test('before it was connected is an end after 30 s, and none before', async () => {
    const person = bench.aPerson();
    await bench.offer(person);
    const [id = ''] = (await bench.idsOf(person)) as string[];
    expect(await bench.close(person, id)).toMatchObject({ status: 202, json: { state: 'ending' } });
    await bench.system.advance(20 * SECOND_MS);
    expect(await bench.close(person, id)).toMatchObject({ status: 202, json: { state: 'ending' } });
    expect(await bench.idsOf(person)).toEqual([id]);
    const end = await endOf(async () => {
      await bench.system.advance(10 * SECOND_MS);
      expect(await bench.close(person, id)).toMatchObject({ status: 200, json: { state: 'ended' } });
    });
    // Up to when the end was asked for, by our clock.
    expect(end).toMatchObject({ reason: 'owner', seconds: expect.any(Number) });
    expect(Number(end?.['seconds'])).toBeLessThan(20);
    expect(end).not.toHaveProperty('measured');
    expect(await bench.idsOf(person)).toEqual([]);
  });

  test('before it was connected is found by a sweep that nobody asked', async () => {
    const person = bench.aPerson();
    await bench.offer(person);
    const end = await endOf(async () => {
      await bench.system.advance(2 * MINUTE_MS);
      await untilFree(person);
    });
    expect(end).toMatchObject({ reason: 'gone', seconds: 60 });
  });

  test('after it was connected is found by the next sweep', async () => {
    const { person, page } = await talk();
    const end = await endOf(async () => {
      await page.close();
      await bench.system.until(() => !bench.isLive(page.id));
      await bench.system.advance(2 * MINUTE_MS);
      await untilFree(person);
    });
    expect(end).toMatchObject({ reason: 'gone' });
    expect(end).not.toHaveProperty('measured');
  });
});

describe('the seconds of session.closed', () => {
  test('are charged though the page was told of more', async () => {
    bench.azure.switches.set('live.usageSeconds', 1);
    const { person, page } = await talk();
    const told = await page.event('session.usage.updated', 2);
    bench.azure.switches.set('live.closedUsage', 'half');
    const end = await endOf(() => bench.close(person, page.id));
    const closed = await page.event('session.closed');
    expect(secondsOf(closed)).toBeLessThan(secondsOf(told));
    expect(end).toMatchObject({ reason: 'owner', measured: true, seconds: Math.ceil(secondsOf(closed)) });
    await page.close();
  });

  test('are those of our clock where there are none, and are not marked as measured', async () => {
    const { person, page } = await talk();
    bench.azure.switches.set('live.closedUsage', 'absent');
    await bench.system.advance(7 * SECOND_MS);
    const end = await endOf(() => bench.close(person, page.id));
    expect(Number(end?.['seconds'])).toBeGreaterThanOrEqual(7);
    expect(end).not.toHaveProperty('measured');
    await page.close();
  });
});

test.each(['unknown-events', 'mebibyte'])('%s before session.closed hide no end', async (what) => {
  const { person, page } = await talk();
  bench.azure.switches.set('live.beforeClosed', what as 'mebibyte');
  const end = await endOf(async () =>
    expect(await bench.close(person, page.id)).toMatchObject({ status: 200, json: { state: 'ended' } }),
  );
  expect(end).toMatchObject({ measured: true });
  await page.close();
});

test('an event of more than 1 MiB leaves the end to the next sweep, which finds the session closed', async () => {
  const { person, page } = await talk();
  bench.azure.switches.set('live.beforeClosed', 'more');
  expect(await bench.close(person, page.id)).toMatchObject({ status: 202, json: { state: 'ending' } });
  const end = await endOf(async () => {
    await bench.system.advance(MINUTE_MS);
    await untilFree(person);
  });
  expect(end).toMatchObject({ reason: 'owner' });
  expect(end).not.toHaveProperty('measured');
  await page.close();
});

test.each(['cut', 'reset', 'token-refused', 'forbidden', 'conflict', 'call-quota-without-header', 'internal-error'])(
  'an attach that meets %s ends nothing and charges nobody; a later sweep does, once',
  async (what) => {
    const { person, page } = await talk();
    bench.azure.switches.set('live.attach', what as 'cut');
    const before = (await ends()).length;
    expect(await bench.close(person, page.id)).toMatchObject({ status: 202, json: { state: 'ending' } });
    await bench.system.advance(MINUTE_MS);
    expect([bench.isLive(page.id), await bench.idsOf(person), (await ends()).length]).toEqual([
      true,
      [page.id],
      before,
    ]);
    const end = await endOf(async () => {
      bench.azure.switches.set('live.attach', 'normal');
      await bench.system.advance(2 * MINUTE_MS);
      await untilFree(person);
    });
    expect(end).toMatchObject({ reason: 'owner', measured: true });
    expect(await page.event('session.closed')).toMatchObject({ reason: 'close_requested' });
    await page.close();
  },
);

test.each([8, 1])('five hang-ups at once are one end, where a session has room for %i listeners', async (room) => {
  const { person, page } = await talk();
  bench.azure.switches.set('live.maxSidebands', room);
  const end = await endOf(async () => {
    const answers = await Promise.all(Array.from({ length: 5 }, () => bench.close(person, page.id)));
    expect(answers.map(({ status }) => status).filter((status) => ![200, 202, 429].includes(status))).toEqual([]);
    expect(answers.map(({ status }) => status)).toContain(200);
    await bench.system.advance(2 * MINUTE_MS);
    await untilFree(person);
  });
  expect(end).toMatchObject({ reason: 'owner' });
  await page.close();
});
