/** How a call from a page ends, whoever ends it. */
import { until } from '../calls/until.ts';
import { LAST, useDocumentedPages } from './call-pages.ts';
import { describeInBrowser } from './chromium/describe-in-browser.ts';
import { startCall } from './snippets.ts';
import { aPattern } from './tones.ts';

describeInBrowser('a call from a page', aPattern(120, 900), ({ open }) => {
  const pages = useDocumentedPages();

  test('ends for the page when the service hangs up', async () => {
    const { page } = await open(pages.listed);
    await startCall(page, pages.system, 'direct');
    const [id = ''] = pages.callIds();
    await pages.system.azure.calls.hangUp(id);
    await page.waitForFunction(`${LAST}.channelState === 'closed'`);
  });

  test('ends by itself: when its page goes elsewhere, when the page is closed, and when it has lasted as long as it may', async () => {
    const start = async () => {
      const { page } = await open(pages.listed);
      await startCall(page, pages.system, 'relay');
      return { page, id: await page.evaluate<string>(`${LAST}.id`) };
    };
    const [leaving, closing] = [await start(), await start()];
    pages.system.azure.switches.set('calls.maxSeconds', 5);
    const lasting = await start();
    await leaving.page.goto('about:blank');
    // A caller that goes before it was heard is missed by its ICE checks alone, half a minute later (RFC 7675 section 5.1).
    await closing.page.waitForFunction(`${LAST}.events.includes('input_audio_buffer.speech_started')`);
    await closing.page.close();
    await lasting.page.waitForFunction(`${LAST}.channelState === 'closed'`);
    await until(
      () => pages.callIds().length === 0,
      () => 'the end of every call',
    );
    const ends = new Map(pages.system.azure.calls.ended().map(({ id, by }) => [id, by]));
    expect([leaving, closing, lasting].map(({ id }) => ends.get(id))).toEqual(['caller', 'lost', 'maximum']);
  });
});
