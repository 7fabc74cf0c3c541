/** What a session tells with time, and how it ends. Each waits for seconds, so each has an Azure of its own, all at once. */
import type { Caller } from '../../../../../calls/caller.ts';
import { until } from '../../../../../calls/until.ts';
import { withLive } from './live.ts';

const closedChannel = ({ channel }: Caller) =>
  until(
    () => channel.readyState === 'closed',
    () => 'a closed channel',
  );

describe('usage', () => {
  test.concurrent('is told each minute, by switch more often: cumulative, fractional, with the context’s ratio', () =>
    withLive(async (live) => {
      live.azure.switches.set('live.usageSeconds', 1);
      const page = await live.talk();
      const [first, second] = [await page.event('session.usage.updated'), await page.event('session.usage.updated', 2)];
      const [one, two] = [Object(first['usage']).seconds, Object(second['usage']).seconds];
      expect(one).toBeGreaterThanOrEqual(1);
      expect(two).toBeGreaterThan(one);
      expect(Number.isInteger(one * 1_000)).toBe(true);
      expect(first['context_window']).toEqual({ usage_ratio: expect.any(Number) });
    }));

  test.concurrent('is by switch an integer without the context’s ratio', () =>
    withLive(async (live) => {
      live.azure.switches.set('live.usageSeconds', 1);
      live.azure.switches.set('live.usageForm', 'integer');
      live.azure.switches.set('live.contextWindow', 'absent');
      const page = await live.talk();
      const told = await page.event('session.usage.updated');
      expect([Number.isInteger(Object(told['usage']).seconds), 'context_window' in told]).toEqual([true, false]);
    }));
});

describe('the end', () => {
  test.concurrent('is expired when its time has come', () =>
    withLive(async (live) => {
      // Long enough to connect on a busy machine, and no longer than the others wait.
      live.azure.switches.set('live.maxSeconds', 5);
      const page = await live.talk();
      expect(await page.event('session.closed')).toMatchObject({ reason: 'expired' });
      await closedChannel(page);
    }));

  test.concurrent('is remote_hangup when the page closes its peer', () =>
    withLive(async (live) => {
      const page = await live.talk();
      const sideband = await live.attach(page.id);
      await page.close();
      expect(await sideband.event('session.closed')).toMatchObject({ reason: 'remote_hangup' });
      expect(await sideband.closed).toEqual([1_000, '']);
    }));

  test.concurrent('is connection_lost when the page’s sockets are gone without a word', () =>
    withLive(async (live) => {
      live.azure.switches.set('live.lostSeconds', 7);
      const page = await live.talk();
      const sideband = await live.attach(page.id);
      for (const { connection } of page.pc.iceTransports) await connection.close();
      expect(await sideband.event('session.closed')).toMatchObject({ reason: 'connection_lost' });
    }));

  test.concurrent('comes where no page connects, and is nobody’s to hear', () =>
    withLive(async (live) => {
      live.azure.switches.set('live.connectSeconds', 1);
      const { id } = await live.create();
      await until(
        () => live.howEnded(id),
        () => 'the end',
      );
      expect(live.howEnded(id)).toBe('connection_lost');
    }));
});
