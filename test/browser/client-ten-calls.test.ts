/** Ten calls of the package, five on each of two pages. */
import type { Page } from 'playwright-core';
import { type System, startSystem } from '../http/system.ts';
import { bundle } from './chromium/bundle.ts';
import { describeInBrowser } from './chromium/describe-in-browser.ts';
import { type PageServer, startPageServer } from './chromium/page-server.ts';
import { aPattern, untilHeard } from './tones.ts';

const LAST = 'calls.at(-1)';
const CALLS_IN_A_ROW = 5;
/** Of what was before the first tone the answer repeats a tenth of a second, and not three. */
const QUICK = {
  session: { type: 'realtime', audio: { input: { turn_detection: { type: 'server_vad', prefix_padding_ms: 100 } } } },
};

describeInBrowser('the package', aPattern(120, 900), ({ open }) => {
  let server: PageServer;
  let system: System;
  beforeAll(async () => {
    server = await startPageServer(await bundle("import './client-page.ts';"));
    system = await startSystem({
      realClock: true,
      storage: true,
      settings: {
        'realtime:cors:origins': JSON.stringify([server.origin]),
        'realtime:quota': '{}',
        'realtime:profiles:default': JSON.stringify(QUICK),
      },
    });
  });
  afterAll(async () => {
    await system.stop();
    await server.close();
  });

  async function talk(page: Page, way: 'relay' | 'direct'): Promise<void> {
    const given = { endpoint: `${system.host.url}/api`, token: await system.azure.callerToken(), way };
    expect(await page.evaluate(`talk(${JSON.stringify(given)})`)).toBe('live');
  }
  async function slots(): Promise<readonly unknown[]> {
    return (await system.request('/api/realtime/calls', { headers: await system.bearer() })).json['data'] as unknown[];
  }

  test(`works ${CALLS_IN_A_ROW} times in a row on each of two pages, relay and direct in turn, and leaves nothing behind`, async () => {
    const talkOn = async () => {
      const { page, complaints } = await open(server.origin);
      for (let index = 0; index < CALLS_IN_A_ROW; index += 1) {
        await talk(page, index % 2 === 0 ? 'relay' : 'direct');
        await untilHeard(page, `${LAST}.ears.heard`);
        await page.evaluate(`${LAST}.ears.stop()`);
        await page.evaluate(`${LAST}.call.hangUp()`);
        expect(await page.evaluate(`${LAST}.call.state.phase`)).toBe('ended');
      }
      expect(complaints).toEqual([]);
    };
    await Promise.all([talkOn(), talkOn()]);
    await system.until(async () => system.azure.calls.list().length === 0 && (await slots()).length === 0);
  });
});
