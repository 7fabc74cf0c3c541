/** The playground in a real browser: a call of GPT-Live. */
import type { Page } from 'playwright-core';
import { describeInBrowser } from './chromium/describe-in-browser.ts';
import { hangUp, picture, talk, untilPhase, usePlayground } from './playground/playground.ts';
import { aPattern } from './tones.ts';

const figure = (page: Page, name: string) =>
  page.locator('#quality div', { has: page.getByText(name, { exact: true }) }).locator('dd');

/** GPT-Live’s parrot waits for half a second of silence. */
describeInBrowser('the playground with a Live profile', aPattern(500, 1_500), (browser) => {
  const playground = usePlayground(browser);
  afterEach(() => playground.system.azure.switches.reset());

  test('is heard, shows what both sides say, and hangs up at Azure', async () => {
    const { page, complaints } = await playground.open();
    await page.locator('#profile').selectOption('coach');
    await page.locator('#way input[value="direct"]:disabled').waitFor();
    await page.locator('#say').waitFor({ state: 'hidden' });
    await page.locator('#way-help', { hasText: 'only the endpoint can call it' }).waitFor();
    await talk(page);
    await page.locator('#tab-events').click();
    for (const type of ['session.input_transcript.delta', 'session.output_transcript.delta'])
      await page.getByText(type).first().waitFor();
    for (const width of [1_280, 360]) {
      await page.setViewportSize({ width, height: 900 });
      await picture(page, `live-${width}`);
    }
    await page.locator('#lead', { hasText: 'also while it answers' }).waitFor();
    // The leash of a profile that names none.
    expect(await figure(page, 'Ends in').textContent()).toMatch(/^59:\d\d$/);
    expect(await page.locator('#quality dt:visible').allTextContents()).toEqual([
      expect.stringContaining('Round trip'),
      expect.stringContaining('Loss'),
      expect.stringContaining('Jitter'),
      expect.stringContaining('Used'),
      expect.stringContaining('Context'),
      expect.stringContaining('Ends in'),
    ]);
    await hangUp(page);
    await page.locator('[data-stage="hang-up"][data-state="ok"]', { hasText: 'By you, at Azure too' }).waitFor();
    await page.locator('#lead', { hasText: /It took .+ s\. GPT-Live counts .+ s\./ }).waitFor();
    await page.getByText('session.closed', { exact: true }).waitFor();
    expect(complaints).toEqual([]);
  });

  test('shows what the session has taken until now, and how full its context is', async () => {
    const { page } = await playground.open();
    playground.system.azure.switches.set('live.usageSeconds', 1);
    await page.locator('#profile').selectOption('coach');
    await talk(page);
    await figure(page, 'Used')
      .getByText(/^\d+\.\d s$/)
      .waitFor();
    await figure(page, 'Context')
      .getByText(/^0\.\d %$/)
      .waitFor();
    await hangUp(page);
  });

  test('has no typed turns and no time to answer, which come back with a Realtime profile', async () => {
    const { page } = await playground.open();
    const direct = page.locator('#way input[value="direct"]');
    for (const [profile, isLive] of [
      ['coach', true],
      ['default', false],
    ] as const) {
      await page.locator('#profile').selectOption(profile);
      expect(await page.locator('#say').isHidden()).toBe(isLive);
      expect(await figure(page, 'Time to answer').isHidden()).toBe(isLive);
      expect(await figure(page, 'Used').isHidden()).toBe(!isLive);
      expect(await direct.isDisabled()).toBe(isLive);
    }
  });

  test('leaves the caller’s slot free when it has hung up', async () => {
    const { page } = await playground.open();
    const { system } = playground;
    const sub = 'the-caller-of-one-session';
    await page.route('**/caller-token', (route) => route.continue({ postData: JSON.stringify({ sub }) }));
    const calls = async () =>
      (await system.request('/api/realtime/calls', { headers: await system.bearer({ sub }) })).json['data'];
    await page.locator('#profile').selectOption('coach');
    await talk(page);
    expect(await calls()).toMatchObject([{ api: 'live', profile: 'coach' }]);
    await hangUp(page);
    await page.locator('[data-stage="hang-up"][data-state="ok"]', { hasText: 'By you, at Azure too' }).waitFor();
    expect(await calls()).toEqual([]);
  });

  test('explains why the service has closed the session', async () => {
    const { page } = await playground.open();
    playground.system.azure.switches.set('live.moderation', 'ends');
    await page.locator('#profile').selectOption('coach');
    await page.locator('#talk-button').click();
    await untilPhase(page, 'failed');
    await page.getByText('Moderation has ended the Live session').first().waitFor();
  });
});
