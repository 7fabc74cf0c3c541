import type { HostLog } from '../../../../local/host/start-host.ts';
import { createFixtures, holdingApp, waitForLog } from './fixture.ts';

const fixtures = createFixtures();
afterEach(() => fixtures.dispose());

describe('the limits of host.json', () => {
  test('answer 429 without a body beyond maxOutstandingRequests, and keep serving those within', async () => {
    const door = waitForLog((log) => log.message.startsWith('door '));
    const holding = waitForLog((log) => log.message === 'holding 2');
    const host = await fixtures.start(holdingApp, {
      hostJson: { extensions: { http: { maxOutstandingRequests: 2, customHeaders: { 'x-host': 'host' } } } },
      onLog: (log) => {
        door.onLog(log);
        holding.onLog(log);
      },
    });
    const held = [fetch(`${host.url}/api/hold`), fetch(`${host.url}/api/hold`)];
    await holding.seen;

    const refused = await fetch(`${host.url}/api/hold`);
    expect([refused.status, await refused.text()]).toEqual([429, '']);
    expect(refused.headers.get('x-host')).toBe('host');
    // What no function is for is not counted: the host answers it at once.
    expect((await fetch(`${host.url}/api/none`)).status).toBe(404);

    await fetch((await door.seen).message.replace('door ', ''));
    expect((await Promise.all(held)).map((response) => response.status)).toEqual([200, 200]);
  });

  test('let requests beyond maxConcurrentRequests wait for their turn', async () => {
    const isHolding = (log: HostLog): boolean => log.message.startsWith('holding ');
    let count = 0;
    const door = waitForLog((log) => log.message.startsWith('door '));
    const two = waitForLog((log) => log.message === 'holding 2');
    const third = waitForLog((log) => isHolding(log) && ++count === 3);
    const host = await fixtures.start(holdingApp, {
      hostJson: { extensions: { http: { maxConcurrentRequests: 2, maxOutstandingRequests: 3 } } },
      onLog: (log) => {
        for (const waiting of [door, two, third]) waiting.onLog(log);
      },
    });
    const hold = (): Promise<Response> => fetch(`${host.url}/api/hold`);
    const doorUrl = (await door.seen).message.replace('door ', '');
    const running = [hold(), hold()];
    await two.seen;

    // Of two more, one is refused as the fourth: so the host has the other, which must be waiting.
    const more = [hold(), hold()];
    expect((await Promise.race(more)).status).toBe(429);
    await fetch(doorUrl);
    expect((await Promise.all(running)).map((response) => response.status)).toEqual([200, 200]);
    await third.seen;
    await fetch(doorUrl);
    expect((await Promise.all(more)).map((response) => response.status).sort()).toEqual([200, 429]);
    expect(host.logs.filter(isHolding).map((log) => log.message)).toEqual(['holding 1', 'holding 2', 'holding 1']);
  });
});
