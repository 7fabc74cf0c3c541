/** Ten calls of GPT-Live through the endpoint by openai-node’s helper, and ten by the package, five on each of two pages. */
import type { Page } from 'playwright-core';
import { COACH } from '../http/live-bench.ts';
import { usePages } from './call-pages.ts';
import { describeInBrowser } from './chromium/describe-in-browser.ts';
import { aPattern, untilHeard } from './tones.ts';

const CALLS_IN_A_ROW = 5;
const LAST = 'talks.at(-1)';
const TRANSCRIPTS = ['session.input_transcript.delta', 'session.output_transcript.delta'];

describeInBrowser('a page of GPT-Live', aPattern(600, 700), ({ open }) => {
  const pages = usePages({
    code: () => "import './live-client-page.ts';",
    storage: true,
    settings: { 'realtime:quota': '{}', 'realtime:profiles:coach': JSON.stringify(COACH) },
  });

  async function slots(): Promise<readonly unknown[]> {
    const { json } = await pages.system.request('/api/realtime/calls', { headers: await pages.system.bearer() });
    return json['data'] as readonly unknown[];
  }

  async function talk(page: Page, way: string, states: readonly [during: string, after: string]): Promise<void> {
    const { azure, host } = pages.system;
    const given = { endpoint: `${host.url}/api`, token: await azure.callerToken(), profile: 'coach' };
    expect(await page.evaluate(`${way}(${JSON.stringify(given)})`)).toBe(states[0]);
    await untilHeard(page, `${LAST}.ears.heard`);
    await page.waitForFunction(`${JSON.stringify(TRANSCRIPTS)}.every((type) => ${LAST}.types.includes(type))`);
    await page.evaluate(`${LAST}.ears.stop()`);
    expect(await page.evaluate(`${LAST}.hangUp()`)).toBeUndefined();
    await page.waitForFunction(`${LAST}.state() === '${states[1]}'`);
  }

  test(`talks ${CALLS_IN_A_ROW} times in a row, on two pages by openai-node’s helper and on two by the package, and leaves nothing behind`, async () => {
    const talkOn = async (way: string, states: readonly [during: string, after: string]) => {
      const { page, complaints } = await open(pages.listed);
      for (let index = 0; index < CALLS_IN_A_ROW; index += 1) await talk(page, way, states);
      expect(complaints).toEqual([]);
    };
    const byHelper = () => talkOn('talkByHelper', ['connected', 'closed']);
    const byPackage = () => talkOn('talkByPackage', ['live', 'ended']);
    await Promise.all([byHelper(), byHelper(), byPackage(), byPackage()]);
    const { azure } = pages.system;
    expect([azure.calls.list(), await slots()]).toEqual([[], []]);
    expect(azure.calls.ended()).toEqual(
      Array.from({ length: 4 * CALLS_IN_A_ROW }, () => expect.objectContaining({ by: 'close_requested' })),
    );
  });
});
