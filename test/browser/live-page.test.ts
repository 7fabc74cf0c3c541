/** The playground in a real browser: a call of GPT-Live. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describeInBrowser } from './chromium/describe-in-browser.ts';
import { hangUp, SCREENSHOTS, talk, untilPhase, usePlayground } from './playground/playground.ts';
import { aPattern } from './tones.ts';

/** GPT-Live’s parrot waits for half a second of silence. */
describeInBrowser('the playground with a Live profile', aPattern(500, 1_500), (browser) => {
  const playground = usePlayground(browser);

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
    mkdirSync(SCREENSHOTS, { recursive: true });
    for (const width of [1_280, 360]) {
      await page.setViewportSize({ width, height: 900 });
      await page.screenshot({ path: join(SCREENSHOTS, `live-${width}.png`), fullPage: true });
    }
    await hangUp(page);
    await page.locator('[data-stage="hang-up"][data-state="ok"]', { hasText: 'at Azure too' }).waitFor();
    expect(complaints).toEqual([]);
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
