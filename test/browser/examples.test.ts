/** Each example as it is served, in a real browser, against the bundle that ships and the emulated Azure. */
import type { Page } from 'playwright-core';
import { EXAMPLES, type ExampleName } from '../../examples/serve/start-example.ts';
import { QUICK } from './call-pages.ts';
import { describeInBrowser } from './chromium/describe-in-browser.ts';
import { hangUp, press, talk, useExamples } from './example-pages.ts';
import { findInaccessible } from './playground/accessibility.ts';
import { aPattern } from './tones.ts';

const CALLS_IN_A_ROW = 5;
/** The Agents SDK makes an error of its own of a refusal. */
const explanation = (page: Page, name: ExampleName) =>
  name === 'agents'
    ? page.getByRole('status').getByText('status 502')
    : page.getByRole('listitem').getByText('network').first();

describeInBrowser('the example', aPattern(120, 900), (browser) => {
  const examples = useExamples(browser, { 'realtime:quota': '{}', 'realtime:profiles:default': QUICK });
  const untilNoCall = () =>
    examples.system.until(
      async () => examples.system.azure.calls.list().length === 0 && (await examples.slots()).length === 0,
    );

  describe.each(EXAMPLES)('%s', (name) => {
    test(`brings an answer ${CALLS_IN_A_ROW} times in a row on each of two pages, and leaves nothing behind`, async () => {
      const talkOn = async () => {
        const { page, complaints } = await examples.open(name);
        for (let index = 0; index < CALLS_IN_A_ROW; index += 1) {
          await talk(page);
          await hangUp(page);
        }
        expect(complaints).toEqual([]);
      };
      await Promise.all([talkOn(), talkOn()]);
      await untilNoCall();
    });

    test('hangs up at the endpoint when its page is closed in mid-call', async () => {
      const { page } = await examples.open(name);
      await talk(page);
      expect(await examples.slots()).toHaveLength(1);
      await page.close({ runBeforeUnload: true });
      await untilNoCall();
    });

    test('can be used without eyes: before a call, in it, and where it is refused', async () => {
      const { page } = await examples.open(name);
      expect(await findInaccessible(page)).toEqual([]);
      await talk(page);
      expect(await findInaccessible(page)).toEqual([]);
      await hangUp(page);
      examples.system.azure.switches.set('mint.error', 'firewall');
      await press(page, 'Talk');
      await explanation(page, name).waitFor();
      expect(await page.getByRole('button', { name: 'Talk' }).isVisible()).toBe(true);
      expect(await findInaccessible(page)).toEqual([]);
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
