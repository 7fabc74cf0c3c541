/** Ten calls of the package, five on each of two pages. */
import type { Page } from 'playwright-core';
import { LAST, QUICK, usePages } from './call-pages.ts';
import { describeInBrowser } from './chromium/describe-in-browser.ts';
import { aPattern, untilHeard } from './tones.ts';

const CALLS_IN_A_ROW = 5;

describeInBrowser('the package', aPattern(600, 1_400), ({ open }) => {
  const pages = usePages({
    code: () => "import './client-page.ts';",
    storage: true,
    settings: { 'realtime:quota': '{}', 'realtime:profiles:default': QUICK },
  });

  async function talk(page: Page, way: 'relay' | 'direct'): Promise<void> {
    const given = { endpoint: `${pages.system.host.url}/api`, token: await pages.system.azure.callerToken(), way };
    expect(await page.evaluate(`talk(${JSON.stringify(given)})`)).toBe('live');
  }
  async function slots(): Promise<readonly unknown[]> {
    return (await pages.system.request('/api/realtime/calls', { headers: await pages.system.bearer() })).json[
      'data'
    ] as unknown[];
  }

  test(`works ${CALLS_IN_A_ROW} times in a row on each of two pages, relay and direct in turn, and leaves nothing behind`, async () => {
    const talkOn = async () => {
      const { page, complaints } = await open(pages.listed);
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
    await pages.system.until(async () => pages.system.azure.calls.list().length === 0 && (await slots()).length === 0);
  });
});
