/** Ten calls by each of some examples, in a real browser, against the bundle that ships and the emulated Azure. */
import type { ExampleName } from '../../examples/serve/start-example.ts';
import { QUICK } from './call-pages.ts';
import { describeInBrowser } from './chromium/describe-in-browser.ts';
import { atOnce, hangUp, talk, useExamples } from './example-pages.ts';
import { aPattern } from './tones.ts';

const CALLS_IN_A_ROW = 5;

/** @param names two at most: each has two pages, and more calls than four starve each other on two cores. */
export function describeTenCalls(suite: string, names: readonly ExampleName[]): void {
  // An answer begins half a second after the last tone and lasts as long: the next tones would cut off the end of a late one.
  describeInBrowser(suite, aPattern(600, 1_400), (browser) => {
    const examples = useExamples(browser, names, { 'realtime:quota': '{}', 'realtime:profiles:default': QUICK });
    const outcome = atOnce(names, async (name) => {
      const talkOn = async () => {
        const { page, complaints } = await examples.open(name);
        for (let index = 0; index < CALLS_IN_A_ROW; index += 1) {
          await talk(page);
          await hangUp(page);
        }
        return complaints;
      };
      return await Promise.all([talkOn(), talkOn()]);
    });

    test.each(names)(`brings an answer ${CALLS_IN_A_ROW} times in a row on each of two pages: %s`, async (name) =>
      expect(await outcome(name)).toEqual([[], []]),
    );

    test('leaves nothing behind', () => examples.untilCalls(0));
  });
}

export const WITHOUT_SDK: readonly ExampleName[] = ['plain-html', 'react'];
export const WITH_SDK: readonly ExampleName[] = ['openai-node', 'agents'];
