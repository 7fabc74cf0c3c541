/** Ten calls by one example, in a real browser, against the bundle that ships and the emulated Azure. */
import type { ExampleName } from '../../examples/serve/start-example.ts';
import { QUICK } from './call-pages.ts';
import { describeInBrowser } from './chromium/describe-in-browser.ts';
import { hangUp, talk, useExamples } from './example-pages.ts';
import { aPattern } from './tones.ts';

const CALLS_IN_A_ROW = 5;

export function describeTenCalls(name: ExampleName): void {
  // An answer begins half a second after the last tone and lasts as long: the next tones would cut off the end of a late one.
  describeInBrowser(`the example ${name}, in ten calls`, aPattern(600, 1_400), (browser) => {
    const examples = useExamples(browser, [name], { 'realtime:quota': '{}', 'realtime:profiles:default': QUICK });

    async function talkOn() {
      const { page, complaints } = await examples.open(name);
      for (let index = 0; index < CALLS_IN_A_ROW; index += 1) {
        await talk(page);
        await hangUp(page);
      }
      return complaints;
    }

    test(`brings an answer ${CALLS_IN_A_ROW} times in a row on each of two pages, and leaves nothing behind`, async () => {
      expect(await Promise.all([talkOn(), talkOn()])).toEqual([[], []]);
      await examples.untilCalls(0);
    });
  });
}
