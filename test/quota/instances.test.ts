/**
 * The quota's one promise, through the bundle that ships: however many processes share the table, and whatever happens
 * to them, no secret is issued beyond the limit.
 */
import { REAL_TIMERS } from '../support/real-timers.ts';
import { type StorageProxy, startStorageProxy } from '../support/storage-proxy.ts';
import { type Instances, type MintResult, mintAt, mintUntilExhausted, startInstances, sumOf } from './instances.ts';

/** Eight processes start on whatever machine this is; a limit of 500 is 500 races. */
jest.setTimeout(180_000);

const PROCESSES = 8;
/** Older settings are fetched before a request is answered. */
const OLD_MS = 6 * 60_000;
const HOUR = 3_600;

let instances: Instances;

async function callerOf(sub: string): Promise<string> {
  return `Bearer ${await instances.azure.callerToken({ sub })}`;
}

function quotaOf(limit: number): string {
  return JSON.stringify({ hour: { limit, windowSeconds: HOUR } });
}

function mintsUpstream(): number {
  return instances.azure.requests.count('openai');
}

describe('eight processes that mint as fast as they can for one caller', () => {
  let aheadMs = 0;
  beforeAll(async () => {
    // The emulated Azure is in this process, and its time has to pass with that of the hosts.
    jest.useFakeTimers({ doNotFake: [...REAL_TIMERS], now: Date.now() });
    instances = await startInstances({ 'realtime:quota': quotaOf(10) });
    for (let index = 0; index < PROCESSES; index += 1) await instances.add();
  });
  afterAll(async () => {
    await instances.stop();
    jest.useRealTimers();
  });

  /** Each host is asked by a caller of its own until it has taken the setting over. */
  async function applyLimit(limit: number): Promise<void> {
    instances.azure.settings.set('realtime:quota', quotaOf(limit));
    aheadMs += OLD_MS;
    jest.setSystemTime(performance.timeOrigin + performance.now() + aheadMs);
    await Promise.all(
      instances.hosts.map(async (host, index) => {
        await host.advance(OLD_MS);
        const warm = await callerOf(`warm-${limit}-${index}`);
        let last: MintResult | undefined;
        for (let tries = 0; tries < 8; tries += 1) {
          last = await mintAt(host, warm);
          if (last.policy?.includes(`q=${limit};`)) return;
        }
        throw new Error(`A host did not take over the limit ${limit}: ${JSON.stringify(last)}`);
      }),
    );
  }

  test.each([10, 200, 500])(
    'get exactly %d secrets, less those whose unit was taken too late to answer',
    async (limit) => {
      await applyLimit(limit);
      const caller = await callerOf(`subject-of-${limit}`);
      const mintsBefore = mintsUpstream();
      const others = new Set((await instances.unitsTaken()).keys());
      const unitsTaken = async () =>
        [...(await instances.unitsTaken())].find(([pseudonym]) => !others.has(pseudonym))?.[1] ?? 0;
      const started = performance.now();
      const minted = await Promise.all(instances.hosts.map((host) => mintUntilExhausted(host, caller)));
      const seconds = (performance.now() - started) / 1_000;
      const [first] = instances.hosts;
      // A unit of a request that had to be answered 503 may come back after the others gave up: it can be had again.
      while (first && (await unitsTaken()) < limit) {
        await first.advance(1_500);
        minted.push(await mintUntilExhausted(first, caller, 1));
      }
      const { issued, unavailable } = sumOf(minted);
      process.stderr.write(
        `limit ${limit}: ${minted.map((each) => each.issued).join(' + ')} in ${seconds.toFixed(1)} s, ${unavailable} answered 503\n`,
      );
      expect(await unitsTaken()).toBeLessThanOrEqual(limit);
      expect(mintsUpstream() - mintsBefore).toBe(issued);
      const lost = limit - issued;
      expect(lost).toBeGreaterThanOrEqual(0);
      expect(lost).toBeLessThanOrEqual(unavailable);
    },
  );
});

describe('a process that is killed in the middle of a write', () => {
  const LIMIT = 12;
  let proxy: StorageProxy;
  beforeAll(async () => {
    instances = await startInstances({ 'realtime:quota': quotaOf(LIMIT) });
    proxy = await startStorageProxy(instances.azure.urls.storage ?? '');
    await Promise.all([instances.add(), instances.add()]);
  });
  afterAll(async () => {
    await instances.stop();
    await proxy.close();
  });

  test.each([
    ['after the table had it loses the one unit that it was taking', 'after', LIMIT - 1],
    ['before the table had it loses none', 'before', LIMIT],
  ] as const)('%s', async (_what, moment, left) => {
    const caller = await callerOf(`killed-${moment}`);
    const doomed = await instances.add({ AzureWebJobsStorage: proxy.connection });
    const others = instances.hosts.slice(0, 2);
    expect((await mintAt(doomed, caller)).status).toBe(200);
    const killed = new Promise<void>((resolve) => {
      proxy.cutNextWrite(moment, () => {
        process.kill(doomed.pid, 'SIGKILL');
        resolve();
      });
    });
    const before = mintsUpstream();
    const [last] = await Promise.allSettled([mintAt(doomed, caller), killed, doomed.exited]);
    expect(last.status).toBe('rejected');
    const { issued } = sumOf(await Promise.all(others.map((host) => mintUntilExhausted(host, caller))));
    expect(issued).toBe(left - 1);
    expect(mintsUpstream() - before).toBe(left - 1);
  });
});
