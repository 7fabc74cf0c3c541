/**
 * Each example as it is served, in a real browser, against the bundle that ships and the emulated Azure. Sound takes its
 * time, so several do the same thing at once, and a test of each tells how it went.
 */
import type { Page } from 'playwright-core';
import { EXAMPLES, type ExampleName } from '../../examples/serve/start-example.ts';
import { QUICK } from './call-pages.ts';
import { describeInBrowser } from './chromium/describe-in-browser.ts';
import { atOnce, hangUp, press, talk, useExamples } from './example-pages.ts';
import { findInaccessible } from './playground/accessibility.ts';
import { aPattern } from './tones.ts';

/** The Agents SDK makes an error of its own of a refusal. */
const explanation = (page: Page, name: ExampleName) =>
  name === 'agents'
    ? page.getByRole('status').getByText('status 502')
    : page.getByRole('listitem').getByText('network').first();

// An answer begins half a second after the last tone and lasts as long: the next tones would cut off the end of a late one.
describeInBrowser('the example', aPattern(120, 1_400), (browser) => {
  const examples = useExamples(browser, EXAMPLES, {
    'realtime:quota': '{}',
    // All of them call as one person.
    'realtime:calls': '{"perCaller":20}',
    'realtime:profiles:default': QUICK,
  });

  describe('in one call', () => {
    const outcome = atOnce(EXAMPLES, async (name) => {
      const { page } = await examples.open(name);
      const idle = await findInaccessible(page);
      await talk(page);
      return { page, inaccessible: [...idle, ...(await findInaccessible(page))] };
    });
    // The first: what comes after a test ends what it has left open.
    test('hangs up at the endpoint when its page is closed in mid-call: all of them', async () => {
      await examples.untilCalls(EXAMPLES.length);
      for (const name of EXAMPLES) {
        const { page } = await outcome(name);
        await page.close({ runBeforeUnload: true });
      }
      await examples.untilCalls(0);
    });

    test.each(EXAMPLES)('can be used without eyes, before it and in it: %s', async (name) => {
      expect((await outcome(name)).inaccessible).toEqual([]);
    });
  });

  describe('refused', () => {
    const outcome = atOnce(EXAMPLES, async (name) => {
      examples.system.azure.switches.set('mint.error', 'firewall');
      const { page } = await examples.open(name);
      await press(page, 'Talk');
      await explanation(page, name).waitFor();
      return [await page.getByRole('button', { name: 'Talk' }).isVisible(), await findInaccessible(page)];
    });

    test.each(EXAMPLES)('says why, can be used without eyes, and offers to talk again: %s', async (name) => {
      expect(await outcome(name)).toEqual([true, []]);
    });
  });

  test('agents shows the tool that the model has called', async () => {
    examples.system.azure.switches.set('calls.toolOnSpeech', 'on');
    const { page } = await examples.open('agents');
    await press(page, 'Talk');
    await page.getByRole('log').getByText('tell_time: ').first().waitFor();
    await hangUp(page);
  });
});
