/** How calls of the package end that nobody in the page hangs up. */
import type { Page } from 'playwright-core';
import { resourceOf } from '../calls/caller.ts';
import { type System, startSystem } from '../http/system.ts';
import { LAST } from './call-pages.ts';
import { bundle } from './chromium/bundle.ts';
import { describeInBrowser } from './chromium/describe-in-browser.ts';
import { type PageServer, startPageServer } from './chromium/page-server.ts';
import { aPattern, untilHeard } from './tones.ts';

describeInBrowser('a call of the package', aPattern(500, 1_500), ({ open }) => {
  let server: PageServer;
  let system: System;
  const start = () =>
    startSystem({
      realClock: true,
      storage: true,
      settings: {
        'realtime:cors:origins': JSON.stringify([server.origin]),
      },
    });
  beforeAll(async () => {
    server = await startPageServer(await bundle("import './client-page.ts';"));
    system = await start();
  });
  afterAll(async () => {
    await system.stop();
    await server.close();
  });

  const talk = async (page: Page, { azure, host }: System) => {
    const given = { endpoint: `${host.url}/api`, token: await azure.callerToken() };
    expect(await page.evaluate(`talk(${JSON.stringify(given)})`)).toBe('live');
  };
  async function slots(): Promise<readonly unknown[]> {
    return (await system.request('/api/realtime/calls', { headers: await system.bearer() })).json['data'] as unknown[];
  }

  /** The other end is gone from one packet to the next, which the endpoint does not know. */
  async function vanish(id: string): Promise<void> {
    system.azure.switches.set('calls.hangupEnd', 'failed');
    const { url, token } = await resourceOf(system.azure);
    const order = { method: 'POST', headers: { authorization: `Bearer ${token}` } };
    const { status } = await fetch(`${url}/openai/v1/realtime/calls/${id}/hangup`, order);
    expect(status).toBe(200);
  }

  test('is lost where nothing comes any more and nobody says why, and its place at the endpoint is free', async () => {
    const { page } = await open(server.origin);
    await talk(page, system);
    const id = await page.evaluate<string>(`${LAST}.call.state.callId`);
    await page.clock.install();
    await vanish(id);
    // The browser notices after five seconds of its own; those that the package then waits are the page’s.
    await system.until(async () => {
      await page.clock.runFor(1_000);
      return (await page.evaluate(`${LAST}.call.state.phase`)) === 'failed';
    });
    expect(await page.evaluate(`${LAST}.call.state.error.code`)).toBe('connection_lost');
    await system.until(async () => (await slots()).length === 0);
  });

  test('goes on without its endpoint, and says at its end that nobody could be told', async () => {
    const doomed = await start();
    try {
      const { page } = await open(server.origin);
      await talk(page, doomed);
      await doomed.host.stop();
      await untilHeard(page, `${LAST}.ears.heard`);
      await page.evaluate(`${LAST}.call.hangUp()`);
      expect(await page.evaluate(`${LAST}.call.state.phase`)).toBe('ended');
      await page.waitForFunction(`${LAST}.troubles.length > 0`);
      expect(await page.evaluate(`${LAST}.troubles[0].code`)).toBe('endpoint_unreachable');
    } finally {
      await doomed.stop();
    }
  });
});
