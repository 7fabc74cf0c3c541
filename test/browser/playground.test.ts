/** The playground in a real browser: its calls. */
import { text } from 'node:stream/consumers';
import { until } from '../calls/until.ts';
import { describeInBrowser } from './chromium/describe-in-browser.ts';
import { unfold } from './playground/looks.ts';
import { CANARY, connect, hangUp, picture, talk, untilPhase, usePlayground } from './playground/playground.ts';
import { aPattern } from './tones.ts';

describeInBrowser('the playground', aPattern(600, 1_400), (browser) => {
  const playground = usePlayground(browser);

  test.each(['direct', 'relay'])('calls with one press, %s', async (way) => {
    const { page, complaints } = await playground.open();
    await page.locator(`#way input[value="${way}"]`).check();
    await talk(page);
    await hangUp(page);
    expect(await page.locator('.stage').evaluateAll((all) => all.map(({ dataset }) => dataset['state']))).toEqual(
      way === 'direct' ? Array(10).fill('ok') : ['ok', 'ok', 'ok', 'skipped', ...Array(6).fill('ok')],
    );
    expect(complaints).toEqual([]);
  });

  test('hangs up at Azure when the page of a relayed call goes', async () => {
    const { page } = await playground.open();
    await page.locator('#way input[value="relay"]').check();
    await connect(page);
    const [call] = playground.system.azure.calls.list();
    expect(call).toBeDefined();
    await page.goto('about:blank');
    const { requests } = playground.system.azure;
    await until(
      () => requests.count('openai', ({ path }) => path.endsWith(`/${call?.id}/hangup`)) > 0,
      () => 'a hang-up at Azure',
    );
  });

  test('counts down to the end that the endpoint has told', async () => {
    const { page } = await playground.open();
    await page.locator('#way input[value="relay"]').check();
    await page.locator('#profile').selectOption('minute');
    await connect(page);
    await page
      .locator('#quality dd')
      .last()
      .getByText(/^0:[345]\d$/)
      .waitFor();
    await picture(page, 'leashed');
    await hangUp(page);
    await page.locator('[data-stage="hang-up"][data-state="ok"]', { hasText: 'By you, at Azure too' }).waitFor();
  });

  test('is worked by the keyboard alone: talk, hang up, break, mend', async () => {
    const { page } = await playground.open();
    const { keyboard } = page;
    const focused = () => page.evaluate(() => document.activeElement?.id || document.activeElement?.ariaLabel || '');
    async function tabTo(wanted: string, key = 'Tab'): Promise<void> {
      for (let presses = 0; presses < 60 && (await focused()) !== wanted; presses += 1) await keyboard.press(key);
      expect(await focused()).toBe(wanted);
    }
    await tabTo('talk-button');
    await keyboard.press('Enter');
    await untilPhase(page, 'live');
    await keyboard.press('Enter');
    await untilPhase(page, 'ended');
    await tabTo('tab-events');
    await keyboard.press('ArrowLeft');
    await tabTo('Break it: The deployment is a chat model');
    await keyboard.press('Enter');
    await untilPhase(page, 'failed');
    await tabTo('banner-mend', 'Shift+Tab');
    await keyboard.press('Enter');
    await page.locator('#banner').waitFor({ state: 'hidden' });
    expect(await focused()).toBe('talk-button');
    await keyboard.press('Enter');
    await untilPhase(page, 'live');
  });

  test('saves a trace in which there is no secret, and keeps none itself', async () => {
    const { page } = await playground.open();
    // On this way the page holds one.
    await page.getByRole('radio', { name: 'Direct' }).check();
    await talk(page);
    const download = page.waitForEvent('download');
    await page.locator('#save-trace').click();
    const trace = await text(await (await download).createReadStream());
    expect(JSON.parse(trace)).toMatchObject({ way: 'direct', phase: 'live' });
    await unfold(page, 'main');
    const seen = await page.evaluate(
      () => document.body.textContent + JSON.stringify({ ...localStorage, ...sessionStorage }),
    );
    for (const text of [trace, seen]) {
      expect(text).toContain('session.created');
      expect(text).not.toMatch(/ek_[\w-]{10}|eyJ[\w-]+\.eyJ|a=ice-pwd:\S{22}|sha-256 [0-9A-F]{2}:/);
      expect(text).not.toContain(CANARY);
    }
  });
});
