/** Voice calls of a page that has nothing but the browser and the code of README.md, direct and relay. */
import { until } from '../calls/until.ts';
import { LAST, useDocumentedPages } from './call-pages.ts';
import { describeInBrowser } from './chromium/describe-in-browser.ts';
import { startCall } from './snippets.ts';
import { aPattern, untilHeard } from './tones.ts';

const CALLS_IN_A_ROW = 5;

describeInBrowser('a call from a page', aPattern(120, 900), ({ open }) => {
  const pages = useDocumentedPages();

  test(`brings back what was said and tells its id, ${CALLS_IN_A_ROW} times in a row on each of two pages, direct and relay in turn`, async () => {
    const callFrom = async (first: number): Promise<void> => {
      const { page, complaints } = await open(pages.listed);
      for (let index = first; index < first + CALLS_IN_A_ROW; index += 1) {
        await startCall(page, pages.system, index % 2 === 0 ? 'direct' : 'relay');
        const id = await page.evaluate<string>(`${LAST}.id`);
        expect(pages.callIds()).toContain(id);
        await untilHeard(page, `${LAST}.heard`);
        await page.evaluate(`${LAST}.close()`);
        await until(
          () => !pages.callIds().includes(id),
          () => 'the end of the call',
        );
      }
      expect(complaints).toEqual([]);
    };
    await Promise.all([callFrom(0), callFrom(1)]);
  });

  test('is interrupted by what the user says during the answer', async () => {
    const { page } = await open(pages.listed);
    await startCall(page, pages.system, 'relay');
    await page.evaluate(`${LAST}.interruptAnswers()`);
    await page.waitForFunction(`${LAST}.events.includes('output_audio_buffer.cleared')`);
    // The answer breaks off before its last tone.
    await untilHeard(page, `${LAST}.heard`, /(?:500|900) 0/);
  });

  test('is not for a page of an origin that is not listed, whose offer does not even get here', async () => {
    const { page, complaints } = await open(pages.stranger);
    const before = pages.system.azure.requests.count('openai');
    await expect(startCall(page, pages.system, 'relay')).rejects.toThrow('Failed to fetch');
    expect(complaints.join()).toContain('blocked by CORS policy');
    expect(pages.system.azure.requests.count('openai')).toBe(before);
  });

  test('is also what the code of docs/clients.md makes, which says what is wrong when it is refused', async () => {
    const { page } = await open(pages.listed);
    const accessToken = await pages.system.azure.callerToken();
    const start = (profile: string) => {
      const given = JSON.stringify({ app: pages.system.host.url, accessToken, profile });
      return page.evaluate(
        `startDocumented({ ...${given}, onEvent: ({ type }) => (window.lastEvent = type) }).then(({ callId }) => callId)`,
      );
    };
    expect([await start('assistant')]).toEqual(pages.callIds());
    await page.waitForFunction("window.lastEvent === 'session.created'");
    await expect(start('nobody')).rejects.toThrow('profile');
  });

  test('is also what the package makes with the code of docs/clients.md, and says how it goes', async () => {
    const { page } = await open(pages.listed);
    const given = JSON.stringify({ app: pages.system.host.url, token: await pages.system.azure.callerToken() });
    await page.evaluate(`{
      const { app, token } = ${given};
      window.shown = [];
      window.talk = makeTalk({ app, getToken: () => token, show: (text) => shown.push(text) });
    }`);
    expect(await page.evaluate('talk.start().then(({ phase }) => phase)')).toBe('live');
    await page.evaluate('talk.hangUp()');
    expect(await page.evaluate('[...new Set(shown)]')).toEqual(['connecting', 'live', 'ended']);
  });
});
