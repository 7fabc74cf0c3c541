/** Whether everybody can read the playground, whatever it looks like. */
import { describeInBrowser } from '../chromium/describe-in-browser.ts';
import { aPattern } from '../tones.ts';
import { findInaccessible } from './accessibility.ts';
import type { PageLook } from './looks.ts';
import { picture, usePlayground } from './playground.ts';

const NARROWEST = { width: 320, height: 640 };
/** A laptop, the same at 200 %, and a telephone. */
const SHOWN = [
  { width: 1_280, height: 800 },
  { width: 640, height: 400 },
  { width: 360, height: 740 },
];

export function describeReadable(name: string, looks: readonly PageLook[]): void {
  describeInBrowser(name, aPattern(600, 1_400), (browser) => {
    const playground = usePlayground(browser);
    afterEach(() => playground.system.azure.switches.reset());

    test.each(looks)(
      'can be read by everybody, in light, and in dark on 320 pixels: $name',
      async ({ name, reach }) => {
        const { page, complaints } = await playground.open();
        await reach(page);
        expect(await findInaccessible(page)).toEqual([]);
        for (const viewport of SHOWN) {
          await page.setViewportSize(viewport);
          for (const colorScheme of ['light', 'dark'] as const) {
            await page.emulateMedia({ colorScheme });
            await picture(page, `${name}-${viewport.width}-${colorScheme}`);
          }
        }
        // Still dark: the rules that look at colours and those that look at widths see both of each.
        await page.setViewportSize(NARROWEST);
        expect(await findInaccessible(page)).toEqual([]);
        await page.evaluate(() => scrollTo({ left: 1_000, behavior: 'instant' }));
        expect(await page.evaluate(() => scrollX)).toBe(0);
        // A problem's status is told by the browser itself.
        expect(complaints.filter((complaint) => !complaint.startsWith('Failed to load resource'))).toEqual([]);
      },
    );
  });
}
