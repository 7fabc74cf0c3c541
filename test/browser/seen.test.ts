/** What a person sees of a call: figures, events, and a page that stays where it is. */
import { setTimeout } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { describeInBrowser } from './chromium/describe-in-browser.ts';
import { movedBy, watchLayout } from './playground/layout.ts';
import { breakIt, connect, hangUp, untilPhase, usePlayground } from './playground/playground.ts';
import { soundOf, watchSound } from './playground/sound.ts';
import { aPattern } from './tones.ts';

const NARROW = { width: 320, height: 640 };
const WIDE = { width: 1_280, height: 800 };

describeInBrowser('the playground shows', aPattern(600, 1_400), (browser) => {
  const playground = usePlayground(browser);
  afterEach(() => playground.system.azure.switches.reset());

  test.each([NARROW, WIDE])('a whole call without moving anything, $width pixels wide', async (viewport) => {
    const { page } = await playground.open({ viewport, reducedMotion: 'no-preference' });
    await watchLayout(page);
    // Before a script that takes its time there is a first paint, unless that waits for it.
    await page.route('**/main.js', async (route) => {
      await setTimeout(300);
      await route.continue();
    });
    await page.reload();
    await page.locator('#profile option').first().waitFor({ state: 'attached' });
    await press(page, '#talk-button');
    for (const who of ['you', 'answer']) {
      await page.locator(`.strip[data-who="${who}"][data-speaking="true"]`).waitFor();
    }
    await press(page, '#talk-button');
    await untilPhase(page, 'ended');
    await breakIt(page, 'chat-model');
    expect(await movedBy(page)).toEqual([]);
  });

  test('how a call is: who is heard, its figures, its events to search, filter and copy, and what was typed', async () => {
    const { page } = await playground.open({ permissions: ['microphone', 'clipboard-read', 'clipboard-write'] });
    await watchSound(page);
    await page.reload();
    await page.locator('#talk-button').click();
    for (const who of ['you', 'answer']) {
      const strip = `.strip[data-who="${who}"][data-speaking="true"]`;
      await page.locator(`${strip} [role=meter]:not([aria-valuenow="0"])`).waitFor();
    }
    await untilFigures(page);
    const isCut = ({ scrollHeight, clientHeight }: Element) => scrollHeight > clientHeight;
    expect(await page.locator('.strip[data-who="answer"] .strip-words').evaluate(isCut)).toBe(false);
    await page.locator('#say-text').fill('Stop, please');
    await submitDuringAnswer(page);
    await page.locator('[data-event="response.cancel"]').waitFor({ state: 'attached' });
    await page.locator('[data-event="response.create"]').waitFor({ state: 'attached' });
    await page.locator('.strip[data-who="answer"]', { hasText: 'Stop, please' }).waitFor();
    expect(await page.locator('[data-event="error"], [data-explanation]').count()).toBe(0);

    const shown = () =>
      page.locator('.log-row:visible').evaluateAll((all) => all.map(({ dataset }) => dataset['event']));
    await page.getByLabel('Direction').selectOption('out');
    expect(await shown()).toEqual(['conversation.item.create', 'response.cancel', 'response.create']);
    expect(await page.locator('.log-count').first().textContent()).toMatch(/^3 of \d+ events$/);
    await page.getByLabel('Search events').fill('STOP, please');
    expect(await shown()).toEqual(['conversation.item.create']);
    await page.getByRole('button', { name: 'Copy the events that are shown' }).click();
    await page.getByRole('button', { name: 'Copied the events that are shown' }).waitFor();
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    expect(copied).toMatch(/^\d+ ms out conversation\.item\.create\n\{.*"Stop, please".*\}$/s);

    expect(await soundOf(page)).toEqual({ contexts: ['running'], isPlaying: [true] });
    await hangUp(page);
    await page.waitForFunction(() => window.contexts.every(({ state }) => state === 'suspended'));
    expect(await soundOf(page)).toEqual({ contexts: ['suspended'], isPlaying: [false] });
  });

  test('nothing that moves to whoever wants none', async () => {
    const { page } = await playground.open({ reducedMotion: 'reduce' });
    await connect(page);
    const moving = () => page.evaluate(() => document.getAnimations().length);
    expect(await moving()).toBe(0);
    await page.emulateMedia({ reducedMotion: 'no-preference' });
    expect(await moving()).toBeGreaterThan(0);
  });
});

/** None is a dash any more. */
async function untilFigures(page: Page): Promise<void> {
  await page.waitForFunction(() => {
    const figures = [...document.querySelectorAll('#quality div:not([hidden]) dd')].map(
      ({ textContent }) => textContent ?? '',
    );
    return figures.length === 5 && figures.every((figure) => /^(?:[\d.]+ (?:ms|%)|\d+:\d\d)$/.test(figure));
  });
}

/** An answer of a second is over before a test has looked twice. */
async function submitDuringAnswer(page: Page): Promise<void> {
  await page.waitForFunction(() => {
    const isAnswering = document.querySelector('.strip[data-who="answer"][data-speaking="true"]');
    if (isAnswering) document.querySelector<HTMLFormElement>('#say')?.requestSubmit();
    return isAnswering !== null;
  });
}

/** Not by the mouse: what moves within half a second of its press does not count. */
async function press(page: Page, selector: string): Promise<void> {
  await page.locator(selector).dispatchEvent('click');
}
