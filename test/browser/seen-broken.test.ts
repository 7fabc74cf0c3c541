/** What a person sees of what is broken, and where the page stands then. */
import { describeInBrowser } from './chromium/describe-in-browser.ts';
import { breakIt, connect, untilPhase, usePlayground } from './playground/playground.ts';
import { aPattern } from './tones.ts';

const NARROW = { width: 320, height: 640 };
/** The stage that fails is in sight beside the button. */
const TALL = { width: 1_280, height: 900 };

describeInBrowser('the playground shows', aPattern(600, 1_400), (browser) => {
  const playground = usePlayground(browser);
  afterEach(() => playground.system.azure.switches.reset());

  test('what is broken where the pointer is not', async () => {
    const { page } = await playground.open({ viewport: TALL });
    const pressed = page.locator('[data-scenario="chat-model"] button');
    const before = await pressed.boundingBox();
    await breakIt(page, 'chat-model');
    await untilPhase(page, 'failed');
    expect(await page.locator('#banner').isVisible()).toBe(true);
    expect(await pressed.boundingBox()).toEqual(before);
  });

  test.each([
    ['a laptop', { width: 1_280, height: 800 }],
    ['a laptop at 200 %', { width: 640, height: 400 }],
    ['a telephone', { width: 360, height: 740 }],
  ])('the likeliest cause with nothing over it, on %s', async (_name, viewport) => {
    const { page } = await playground.open({ viewport });
    await breakIt(page, 'chat-model');
    await untilPhase(page, 'failed');
    const cause = page.locator('.explanation .cause').first();
    for (const edge of ['top', 'bottom'] as const) {
      const isOnTop = await cause.evaluate((element, at) => {
        const before = element.getBoundingClientRect();
        // Scrolled by hand: a page may keep what is brought into view off its edges.
        scrollBy({ top: at === 'top' ? before.top : before.bottom - innerHeight, behavior: 'instant' });
        const { left, top, height } = element.getBoundingClientRect();
        const points = Array.from({ length: 10 }, (_, index) => top + (height * (index + 0.5)) / 10);
        return points.every((y) => document.elementFromPoint(left + 2, y) === element);
      }, edge);
      expect(isOnTop).toBe(true);
    }
  });

  test('a person on a telephone what has failed of what was broken', async () => {
    const { page } = await playground.open({ viewport: NARROW });
    await breakIt(page, 'chat-model');
    await untilPhase(page, 'failed');
    const row = page.locator('#stage-calls');
    expect(await row.evaluate((element) => element === document.activeElement)).toBe(true);
    await page.waitForFunction(() => {
      const { top = -1 } = document.getElementById('stage-calls')?.getBoundingClientRect() ?? {};
      return top >= 0 && top < innerHeight / 2;
    });
  });

  test('and leaves whoever has gone on to something else where they are', async () => {
    const { page } = await playground.open({ viewport: NARROW });
    await page.route('**/realtime/calls*', async (route) => {
      await page.locator('#save-trace').focus();
      await route.continue();
    });
    await breakIt(page, 'chat-model');
    await untilPhase(page, 'failed');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('save-trace');
  });

  test('what is chosen, broken and failed in colours of the person’s own too', async () => {
    const { page } = await playground.open({ forcedColors: 'active' });
    await breakIt(page, 'chat-model');
    await untilPhase(page, 'failed');
    const styles = (selector: string) =>
      page
        .locator(selector)
        .first()
        .evaluate((element) => {
          const { backgroundColor, borderBottomColor, outlineStyle } = getComputedStyle(element);
          return { backgroundColor, borderBottomColor, outlineStyle };
        });
    for (const [told, other] of [
      ['#way input:checked + span', '#way input:not(:checked) + span'],
      ['[role=tab][aria-selected=true]', '[role=tab][aria-selected=false]'],
      ['.scenario[data-active=true]', '.scenario[data-active=false]'],
      ['[data-state=failed] .mark', '[data-state=skipped] .mark'],
    ] as const) {
      expect(await styles(told)).not.toEqual(await styles(other));
    }
  });

  test('that there is something to mend once something is broken, and a call that is none of it goes on', async () => {
    const { page } = await playground.open();
    await connect(page);
    await page.locator('#tab-break').click();
    const mend = page.locator('.break').getByRole('button', { name: 'Fix everything' });
    expect(await mend.isDisabled()).toBe(true);
    await mend.dispatchEvent('click');
    expect(await page.locator('.talk').getAttribute('data-phase')).toBe('live');
    await breakIt(page, 'chat-model');
    await untilPhase(page, 'failed');
    await mend.click();
    await page.locator('#banner').waitFor({ state: 'hidden' });
    expect(await mend.isDisabled()).toBe(true);
    expect(await page.locator('#headline').textContent()).toBe('Fixed. Press Talk');
    expect(await page.locator('[data-explanation], [data-state=failed]').count()).toBe(0);
  });
});
