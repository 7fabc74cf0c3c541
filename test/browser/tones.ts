/** Three tones that cannot be taken for each other, and how a page's ears are asked for them. */
import type { Page } from 'playwright-core';
import type { TonePattern } from './chromium/tone-pattern.ts';

const HERTZ = [500, 900, 1_400];

/**
 * @param leadMs until a call is connected, where it opens the microphone: what it misses it hears a whole pattern later.
 * @param pauseMs room for the answer.
 */
export function aPattern(leadMs: number, pauseMs: number): TonePattern {
  return { leadMs, hertz: HERTZ, pauseMs };
}

/** @param heard expression in the page for what its ears have heard. */
export async function untilHeard(page: Page, heard: string, pattern = new RegExp(HERTZ.join(' '))): Promise<void> {
  const isHeard = `${pattern}.test(${heard}.join(' '))`;
  await page.waitForFunction(isHeard, undefined, { polling: 50, timeout: 15_000 }).catch(() => undefined);
  expect(((await page.evaluate(heard)) as number[]).join(' ')).toMatch(pattern);
}
