/** What moves in a page by itself (W3C Layout Instability): not what a person has just pressed, and not a scroll. */
import type { Page } from 'playwright-core';

interface Shift {
  readonly value: number;
  readonly moved: string;
}

declare global {
  interface Window {
    shifts: Shift[];
  }
}

/** From the next load on. */
export async function watchLayout(page: Page): Promise<void> {
  await page.addInitScript(() => {
    window.shifts = [];
    const nameOf = ({ node }: { readonly node?: Node }) =>
      node instanceof Element ? `${node.tagName} ${node.id || node.className}` : (node?.nodeName ?? '');
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        const { value, hadRecentInput, sources } = entry as PerformanceEntry & {
          readonly value: number;
          readonly hadRecentInput: boolean;
          readonly sources: readonly { readonly node?: Node }[];
        };
        if (!hadRecentInput) window.shifts.push({ value, moved: sources.map(nameOf).join(', ') });
      }
    }).observe({ type: 'layout-shift', buffered: true });
  });
}

/** A tenth is what people notice of a load; one line of text that is a line shorter is about a third of this. */
const LEAST = 0.01;

/** `<share of the viewport>: <what>` for each that is worth a word. */
export async function movedBy(page: Page): Promise<readonly string[]> {
  // A shift is told after the frame that has it.
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 50))));
  const shifts = await page.evaluate(() => window.shifts);
  return shifts.flatMap(({ value, moved }) => (value < LEAST ? [] : [`${value.toFixed(4)}: ${moved}`]));
}
