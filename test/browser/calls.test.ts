/** Voice calls of a page that has nothing but the browser and the code of README.md, direct and relay. */
import { until } from '../calls/until.ts';
import { type System, startSystem } from '../http/system.ts';
import { codeBlocks } from '../support/code-blocks.ts';
import { bundle } from './chromium/bundle.ts';
import { describeInBrowser } from './chromium/describe-in-browser.ts';
import { type PageServer, startPageServer } from './chromium/page-server.ts';
import { startCall } from './snippets.ts';
import { aPattern, untilHeard } from './tones.ts';

const CALLS_IN_A_ROW = 5;
const LAST = 'calls.at(-1)';
/** Of what was before the first tone the answer repeats a tenth of a second, and not three. */
const QUICK = {
  session: { type: 'realtime', audio: { input: { turn_detection: { type: 'server_vad', prefix_padding_ms: 100 } } } },
};

describeInBrowser('a call from a page', aPattern(120, 900), ({ open }) => {
  let server: PageServer;
  let stranger: PageServer;
  let system: System;
  beforeAll(async () => {
    const documented = codeBlocks('docs/clients.md', 'js').join('');
    const script = await bundle(
      `import './calls-page.ts'; ${documented} Object.assign(window, { startDocumented: startCall });`,
    );
    [server, stranger] = await Promise.all([startPageServer(script), startPageServer(script)]);
    system = await startSystem({
      realClock: true,
      settings: {
        'realtime:cors:origins': JSON.stringify([server.origin]),
        'realtime:profiles:assistant': JSON.stringify(QUICK),
      },
    });
  });
  afterEach(async () => {
    system.azure.switches.reset();
    await Promise.all(callIds().map((id) => system.azure.calls.hangUp(id)));
  });
  afterAll(async () => {
    await system.stop();
    await Promise.all([server.close(), stranger.close()]);
  });

  const callIds = () => system.azure.calls.list().map(({ id }) => id);

  test(`brings back what was said and tells its id, ${CALLS_IN_A_ROW} times in a row on each of two pages, direct and relay in turn`, async () => {
    const callFrom = async (first: number): Promise<void> => {
      const { page, complaints } = await open(server.origin);
      for (let index = first; index < first + CALLS_IN_A_ROW; index += 1) {
        await startCall(page, system, index % 2 === 0 ? 'direct' : 'relay');
        const id = await page.evaluate<string>(`${LAST}.id`);
        expect(callIds()).toContain(id);
        await untilHeard(page, `${LAST}.heard`);
        await page.evaluate(`${LAST}.close()`);
        await until(
          () => !callIds().includes(id),
          () => 'the end of the call',
        );
      }
      expect(complaints).toEqual([]);
    };
    await Promise.all([callFrom(0), callFrom(1)]);
  });

  test('is interrupted by what the user says during the answer', async () => {
    const { page } = await open(server.origin);
    await startCall(page, system, 'relay');
    await page.evaluate(`${LAST}.interruptAnswers()`);
    await page.waitForFunction(`${LAST}.events.includes('output_audio_buffer.cleared')`);
    // The answer breaks off before its last tone.
    await untilHeard(page, `${LAST}.heard`, /(?:500|900) 0/);
  });

  test('ends for the page when the service hangs up', async () => {
    const { page } = await open(server.origin);
    await startCall(page, system, 'direct');
    const [id = ''] = callIds();
    await system.azure.calls.hangUp(id);
    await page.waitForFunction(`${LAST}.channelState === 'closed'`);
  });

  test('ends by itself: when its page goes elsewhere, when the page is closed, and when it has lasted as long as it may', async () => {
    const start = async () => {
      const { page } = await open(server.origin);
      await startCall(page, system, 'relay');
      return { page, id: await page.evaluate<string>(`${LAST}.id`) };
    };
    const [leaving, closing] = [await start(), await start()];
    system.azure.switches.set('calls.maxSeconds', 5);
    const lasting = await start();
    await leaving.page.goto('about:blank');
    // A caller that goes before it was heard is missed by its ICE checks alone, half a minute later (RFC 7675 section 5.1).
    await closing.page.waitForFunction(`${LAST}.events.includes('input_audio_buffer.speech_started')`);
    await closing.page.close();
    await lasting.page.waitForFunction(`${LAST}.channelState === 'closed'`);
    await until(
      () => callIds().length === 0,
      () => 'the end of every call',
    );
    const ends = new Map(system.azure.calls.ended().map(({ id, by }) => [id, by]));
    expect([leaving, closing, lasting].map(({ id }) => ends.get(id))).toEqual(['caller', 'lost', 'maximum']);
  });

  test('is not for a page of an origin that is not listed, whose offer does not even get here', async () => {
    const { page, complaints } = await open(stranger.origin);
    const before = system.azure.requests.count('openai');
    await expect(startCall(page, system, 'relay')).rejects.toThrow('Failed to fetch');
    expect(complaints.join()).toContain('blocked by CORS policy');
    expect(system.azure.requests.count('openai')).toBe(before);
  });

  test('is also what the code of docs/clients.md makes, which says what is wrong when it is refused', async () => {
    const { page } = await open(server.origin);
    const accessToken = await system.azure.callerToken();
    const start = (profile: string) => {
      const given = JSON.stringify({ app: system.host.url, accessToken, profile });
      return page.evaluate(
        `startDocumented({ ...${given}, onEvent: ({ type }) => (window.lastEvent = type) }).then(({ callId }) => callId)`,
      );
    };
    expect([await start('assistant')]).toEqual(callIds());
    await page.waitForFunction("window.lastEvent === 'session.created'");
    await expect(start('nobody')).rejects.toThrow('profile');
  });
});
