/** What a page meets on its way that the emulated service does not bring about by itself, and another endpoint than ours. */
import { randomUUID } from 'node:crypto';
import type { Page } from 'playwright-core';
import { aClosedPort } from '../support/loopback-server.ts';
import { describeInBrowser } from './chromium/describe-in-browser.ts';
import { talk, untilPhase, usePlayground } from './playground/playground.ts';
import { aPattern } from './tones.ts';

describeInBrowser('the playground says', aPattern(600, 1_400), (browser) => {
  const playground = usePlayground(browser);

  async function expectExplanation(page: Page, id: string): Promise<void> {
    await page.locator(`[data-explanation="${id}"]`).first().waitFor({ timeout: 20_000 });
  }

  it('that the other end has closed the call', async () => {
    const { page } = await playground.open();
    await talk(page);
    const { calls } = playground.system.azure;
    await Promise.all(calls.list().map(({ id }) => calls.hangUp(id)));
    await expectExplanation(page, 'call-ended-by-azure');
  });

  it('that something keeps the browser from Azure', async () => {
    const { page } = await playground.open();
    await page.route(`${playground.system.azure.urls.openai}/**`, (route) => route.abort());
    await page.locator('#talk-button').click();
    await expectExplanation(page, 'azure-unreachable-from-page');
  });

  it('to a screen reader how the call is doing', async () => {
    const { page } = await playground.open();
    const status = page.locator('#headline[role=status]');
    const before = await status.textContent();
    await talk(page);
    expect(await status.textContent()).not.toBe(before);
  });

  describe('of another endpoint', () => {
    async function callAt(page: Page, url: string): Promise<void> {
      await page.getByRole('radio', { name: 'Another endpoint' }).check();
      await page.getByLabel('Base URL').fill(url);
      await page.getByLabel('Access token').fill(await playground.system.azure.callerToken({ oid: randomUUID() }));
      await page.locator('#talk-button').click();
    }

    it('what it says of ours, with a token that was pasted, and keeps nothing but the address', async () => {
      const { page } = await playground.open();
      const { url } = playground.system.host;
      await callAt(page, url);
      await untilPhase(page, 'live');
      const kept = await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }));
      expect(kept).toContain(url);
      expect(kept).not.toMatch(/eyJ|ek_/);
      expect(await page.getByRole('tab', { name: 'Break it' }).isVisible()).toBe(false);
    });

    it('that nobody answers there', async () => {
      const { page } = await playground.open();
      await callAt(page, `http://127.0.0.1:${await aClosedPort()}`);
      await expectExplanation(page, 'endpoint-unreachable');
    });
  });
});
