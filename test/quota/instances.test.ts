/**
 * The quota's one promise, through the bundle that ships: however many processes share the table, and whatever happens
 * to them, no secret is issued beyond the limit.
 */
import { API_ROLE } from '../../local/azure/foundation/directory.ts';
import { REAL_TIMERS } from '../support/real-timers.ts';
import { type StorageProxy, startStorageProxy } from '../support/storage-proxy.ts';
import {
  type Instances,
  type Minted,
  type MintResult,
  mintAt,
  mintUntilExhausted,
  startInstances,
  sumOf,
} from './instances.ts';

/** Eight processes start on whatever machine this is; a limit of 200 is 200 races. */
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

  test.each([10, 200])('get exactly %d secrets, less those whose unit was taken too late to answer', async (limit) => {
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
  });
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
    const killed = proxy
      .hold(moment, ({ method }) => method !== 'GET')
      .arrived.then(() => process.kill(doomed.pid, 'SIGKILL'));
    const before = mintsUpstream();
    const [last] = await Promise.allSettled([mintAt(doomed, caller), killed, doomed.exited]);
    expect(last.status).toBe('rejected');
    const { issued } = sumOf(await Promise.all(others.map((host) => mintUntilExhausted(host, caller))));
    expect(issued).toBe(left - 1);
    expect(mintsUpstream() - before).toBe(left - 1);
  });
});

describe('an app that speaks for its end users at four instances', () => {
  const CEILING = 150;
  const EACH = 12;
  const USERS = 16;
  beforeAll(async () => {
    instances = await startInstances({ 'realtime:quota': quotaOf(EACH) });
    const ceiling = { hour: { limit: CEILING, windowSeconds: HOUR } };
    const [rule] = JSON.parse(instances.azure.settings.get('realtime:callers') ?? '[]') as readonly object[];
    const rules = [{ ...rule, onBehalf: { role: 'Speaks', ceiling } }];
    instances.azure.settings.set('realtime:callers', JSON.stringify(rules));
    await Promise.all(Array.from({ length: 4 }, () => instances.add()));
  });
  afterAll(() => instances.stop());

  const appOf = async (id: string) =>
    `Bearer ${await instances.azure.callerToken({ scp: undefined, idtyp: 'app', sub: id, oid: id, roles: [API_ROLE, 'Speaks'] })}`;

  test('is never over its ceiling, nor any of them over their quota, and gets all of it', async () => {
    const app = await appOf('backend');
    /** One end user, at every instance at once, until one of the two refuses. */
    const useUp = async (user: string) =>
      sumOf(
        await Promise.all(instances.hosts.map((host) => mintUntilExhausted(host, app, 1, { 'X-On-Behalf-Of': user }))),
      );
    const minted: Minted[] = [];
    for (let from = 0; from < USERS; from += 4) {
      const users = Array.from({ length: 4 }, (_, index) => `user-${from + index}`);
      minted.push(...(await Promise.all(users.map(useUp))));
    }
    const { issued: sum, unavailable } = sumOf(minted);
    const issued = minted.map((each) => each.issued);
    expect(Math.max(...issued)).toBeLessThanOrEqual(EACH);
    expect(mintsUpstream()).toBe(sum);
    process.stderr.write(`ceiling ${CEILING}: ${issued.join(' + ')} = ${sum}\n`);
    expect(sum).toBeLessThanOrEqual(CEILING);
    // A request that had to be answered 503 may have taken a unit that nobody got a secret for.
    expect(CEILING - sum).toBeLessThanOrEqual(unavailable);
    const [host] = instances.hosts;
    if (!host) return;
    expect(await mintAt(host, await appOf('neighbour'), { 'X-On-Behalf-Of': 'user-0' })).toMatchObject({ status: 200 });
  });
});
