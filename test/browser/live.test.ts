/** GPT-Live of the emulated Azure in a real browser, by OpenAI’s own helper; a server that is this test creates the session. */
import OpenAI from 'openai';
import type { EmulatedAzure } from '../../local/azure/emulated-azure.ts';
import { resourceOf } from '../calls/caller.ts';
import { startTestAzure } from '../support/start-test-azure.ts';
import { bundle } from './chromium/bundle.ts';
import { describeInBrowser } from './chromium/describe-in-browser.ts';
import { type PageServer, startPageServer } from './chromium/page-server.ts';
import { aPattern, untilHeard } from './tones.ts';

/** GPT-Live’s parrot waits for half a second of silence. */
const HEARS = aPattern(500, 1_500);

describeInBrowser('a page of GPT-Live', HEARS, ({ open }) => {
  let server: PageServer;
  let azure: EmulatedAzure;
  beforeAll(async () => {
    server = await startPageServer(await bundle("import './live-page.ts';"));
    azure = await startTestAzure();
  });
  afterAll(async () => {
    await azure.stop();
    await server.close();
  });

  test('hears its own voice, is told what both sides say, and is told the end before the line goes', async () => {
    const { url, token } = await resourceOf(azure);
    const client = new OpenAI({ baseURL: `${url}/openai/v1`, apiKey: () => Promise.resolve(token), maxRetries: 0 });
    const { page, complaints } = await open(server.origin);
    await page.exposeFunction('createSession', async (sdp: string) => {
      const { transport } = await client.live.create({
        session: { model: 'gpt-live' },
        transport: { type: 'webrtc', sdp },
      });
      return transport.sdp;
    });
    await page.evaluate('talk().then((live) => Object.assign(window, { live }))');
    await untilHeard(page, 'live.heard');
    const types = new Set((await page.evaluate('live.types')) as string[]);
    expect(types).toEqual(
      new Set([
        'session.started',
        'session.input_transcript.delta',
        'session.delegation.created',
        'session.output_transcript.delta',
      ]),
    );
    await page.evaluate('live.hangUp()');
    await page.waitForFunction("live.state === 'closed'");
    expect(await page.evaluate('live.types.at(-1)')).toBe('session.closed');
    expect([azure.calls.list(), azure.calls.ended().at(-1)?.by, complaints]).toEqual([[], 'close_requested', []]);
  });
});
