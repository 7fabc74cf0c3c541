/** What a page meets on its way that the emulated service does not bring about by itself, and another endpoint than ours. */
import { randomUUID } from 'node:crypto';
import type { Page } from 'playwright-core';
import { aClosedPort } from '../support/loopback-server.ts';
import { describeInBrowser } from './chromium/describe-in-browser.ts';
import { unfold } from './playground/looks.ts';
import { breakIt, connect, hangUp, untilPhase, usePlayground } from './playground/playground.ts';
import { aPattern } from './tones.ts';

describeInBrowser('the playground says', aPattern(600, 1_400), (browser) => {
  const playground = usePlayground(browser);

  afterEach(() => playground.system.azure.switches.reset());

  async function expectExplanation(page: Page, id: string): Promise<void> {
    await page.locator(`[data-explanation="${id}"]`).first().waitFor();
  }

  test('that the other end has closed the call', async () => {
    const { page } = await playground.open();
    await connect(page);
    const { calls } = playground.system.azure;
    await Promise.all(calls.list().map(({ id }) => calls.hangUp(id)));
    await expectExplanation(page, 'call-ended-by-azure');
  });

  test('that something keeps the browser from Azure', async () => {
    const { page } = await playground.open();
    await page.route(`${playground.system.azure.urls.openai}/**`, (route) => route.abort());
    await page.getByRole('radio', { name: 'Direct' }).check();
    await page.locator('#talk-button').click();
    await expectExplanation(page, 'azure-unreachable-from-page');
  });

  test('that a quota is used up, and calls as somebody who has one', async () => {
    const { page } = await playground.open();
    await page.route('**/realtime/calls*', (route) =>
      route.fulfill({ status: 429, json: { code: 'quota_exceeded', detail: 'The quota "minute" is used up.' } }),
    );
    await page.locator('#talk-button').click();
    await expectExplanation(page, 'quota_exceeded');
    await page.unroute('**/realtime/calls*');
    await page.getByRole('button', { name: 'Call as a new caller' }).click();
    await untilPhase(page, 'live');
  });

  test('that a profile is the relay’s, and calls by it', async () => {
    const { page } = await playground.open();
    await page.locator('#way input[value="direct"]').check();
    await page.locator('#profile').selectOption('filtered');
    await page.locator('#talk-button').click();
    await expectExplanation(page, 'relay_required');
    expect(await page.locator('.explanation').textContent()).not.toContain('`');
    await page.getByRole('button', { name: 'Use the relay' }).click();
    await untilPhase(page, 'live');
    expect(await page.locator('#way input[value="relay"]').isChecked()).toBe(true);
  });

  test('what a figure means, to the pointer, the keyboard and a finger, until Escape', async () => {
    const { page } = await playground.open({ hasTouch: true });
    const term = page.getByRole('button', { name: 'Time to answer' });
    const tip = page.getByRole('tooltip');
    await term.hover();
    await tip.waitFor();
    expect(await term.getAttribute('aria-describedby')).toBe(await tip.getAttribute('id'));
    await page.mouse.move(0, 0);
    await tip.waitFor({ state: 'hidden' });
    await term.focus();
    await tip.waitFor();
    await page.keyboard.press('Escape');
    await tip.waitFor({ state: 'hidden' });
    await page.getByRole('button', { name: 'Jitter' }).tap();
    await page.getByRole('tooltip', { name: 'How unevenly' }).or(tip).waitFor();
  });

  test('what a word of the browser’s makers means, where a stage unfolds', async () => {
    const { page } = await playground.open();
    await connect(page);
    await unfold(page, '#stage-offer');
    await page.getByRole('button', { name: 'SDP' }).focus();
    expect(await page.getByRole('tooltip').textContent()).toContain('Session Description Protocol');
  });

  test('to a screen reader how the call is doing', async () => {
    const { page } = await playground.open();
    const status = page.locator('[role=status]', { has: page.locator('#headline') });
    const before = await status.textContent();
    await connect(page);
    expect(await status.textContent()).not.toBe(before);
    await hangUp(page);
    await breakIt(page, 'chat-model');
    await untilPhase(page, 'failed');
    expect(await status.textContent()).toMatch(/Failed at: Call\s+\S.*this deployment/s);
  });

  describe('of another endpoint', () => {
    async function callAt(page: Page, url: string): Promise<void> {
      await page.getByRole('radio', { name: 'Another endpoint' }).check();
      await page.getByLabel('Base URL').fill(url);
      await page.getByLabel('Access token').fill(await playground.system.azure.callerToken({ sub: randomUUID() }));
      await page.locator('#talk-button').click();
    }

    test('what it says of ours, with a token that was pasted, and keeps nothing but the address', async () => {
      const { page } = await playground.open();
      const { url } = playground.system.host;
      await callAt(page, url);
      await untilPhase(page, 'live');
      const kept = await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }));
      expect(kept).toContain(url);
      expect(kept).not.toMatch(/eyJ[\w-]+\.eyJ|ek_/);
      expect(await page.getByRole('tab', { name: 'Break it' }).isVisible()).toBe(false);
      expect(await page.locator('#foot').textContent()).toContain('The sound goes to Azure.');
    });

    test('what is wrong with what is typed, before anything is sent', async () => {
      const { page } = await playground.open();
      await callAt(page, 'https://app .net');
      const [address, token] = [page.getByLabel('Base URL'), page.getByLabel('Access token')];
      expect(await address.getAttribute('aria-invalid')).toBe('true');
      await token.fill('eyJ…');
      expect(await token.getAttribute('aria-invalid')).toBe('true');
      expect(await page.locator('#remote-token-help').textContent()).toContain('no header');
      expect(await page.locator('.talk').getAttribute('data-phase')).toBe('idle');
    });

    test('which field is missing, and no longer what failed before', async () => {
      const { page } = await playground.open();
      await breakIt(page, 'chat-model');
      await untilPhase(page, 'failed');
      await page.getByRole('radio', { name: 'Another endpoint' }).check();
      await page.getByLabel('Base URL').fill('https://app.example');
      expect(await page.locator('#remote-commands').textContent()).toContain(
        `npm run doctor -- --app https://app.example/api --origin ${new URL(page.url()).origin}`,
      );
      await page.locator('#talk-button').click();
      const token = page.getByLabel('Access token');
      expect(await token.getAttribute('aria-invalid')).toBe('true');
      expect(await page.evaluate(() => document.activeElement?.id)).toBe('remote-token');
      expect(await page.locator('.talk-words').textContent()).toMatch(/^\s*Nothing was sent\s+Paste an access token/);
      expect(await page.locator('[data-explanation]').count()).toBe(0);
      await token.fill('eyJ.a.b');
      expect(await token.getAttribute('aria-invalid')).toBe('false');
    });

    test('the profile that is asked for, also after a look at this machine', async () => {
      const { page } = await playground.open();
      const choose = (name: string) => page.getByRole('radio', { name }).check();
      await page.locator('#profile').selectOption('filtered');
      await choose('Another endpoint');
      expect(await page.locator('#profile-name').inputValue()).toBe('default');
      await page.locator('#profile-name').fill('assistant');
      await choose('This machine');
      await choose('Another endpoint');
      expect(await page.locator('#profile-name').inputValue()).toBe('default');
    });

    test('that nobody answers there', async () => {
      const { page } = await playground.open();
      await callAt(page, `http://127.0.0.1:${await aClosedPort()}`);
      await expectExplanation(page, 'endpoint-unreachable');
    });
  });
});
