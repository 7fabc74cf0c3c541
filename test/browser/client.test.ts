/** The package for pages, in a real browser, against the bundle that ships and the emulated Azure. */
import type { Page } from 'playwright-core';
import { until } from '../calls/until.ts';
import { LAST, usePages } from './call-pages.ts';
import { describeInBrowser } from './chromium/describe-in-browser.ts';
import { aPattern, untilHeard } from './tones.ts';

describeInBrowser('the package for pages', aPattern(500, 1_500), ({ open }) => {
  const pages = usePages({
    code: () => "import './client-page.ts';",
    storage: true,
    settings: { 'realtime:calls': '{"maxMinutes":10,"perCaller":5}', 'realtime:profiles:assistant': '{}' },
  });
  const { callIds } = pages;
  const untilNoCall = () =>
    until(
      () => callIds().length === 0,
      () => 'the end of every call',
    );
  /** A caller of its own for each test: a minute's units are few. */
  let sub = 0;
  beforeEach(() => {
    sub += 1;
  });
  const token = () => pages.system.azure.callerToken({ sub: `caller-${sub}` });
  const given = async (more: object = {}) =>
    JSON.stringify({ endpoint: `${pages.system.host.url}/api`, token: await token(), ...more });
  /** What the endpoint holds for the caller. */
  async function slots(): Promise<readonly unknown[]> {
    const headers = { Authorization: `Bearer ${await token()}` };
    return (await pages.system.request('/api/realtime/calls', { headers })).json['data'] as readonly unknown[];
  }
  const phase = (page: Page, wanted: string) => page.waitForFunction(`${LAST}.call.state.phase === '${wanted}'`);

  test('brings back what was said by the relay, counts down, and hangs up at Azure too', async () => {
    const { page, complaints } = await open(pages.listed);
    expect(await page.evaluate(`talk(${await given({ profile: 'assistant' })})`)).toBe('live');
    expect(callIds()).toEqual([await page.evaluate(`${LAST}.call.state.callId`)]);
    await untilHeard(page, `${LAST}.ears.heard`);
    expect(await page.evaluate(`${LAST}.call.state.isHeard`)).toBe(true);
    expect(await page.evaluate(`${LAST}.countdown[0]`)).toBeGreaterThan(500);
    expect(await page.evaluate(`${LAST}.events[0]`)).toBe('session.created');
    await page.evaluate(`${LAST}.call.hangUp()`);
    expect(callIds()).toEqual([]);
    expect(complaints).toEqual([]);
  });

  test('brings back what was said directly', async () => {
    const { page, complaints } = await open(pages.listed);
    expect(await page.evaluate(`talk(${await given({ way: 'direct' })})`)).toBe('live');
    await untilHeard(page, `${LAST}.ears.heard`);
    await page.evaluate(`${LAST}.call.hangUp()`);
    await untilNoCall();
    expect(complaints).toEqual([]);
  });

  test('makes one call of two presses', async () => {
    const { page } = await open(pages.listed);
    const code = `(() => { const { call } = makeCall(${await given()}); return Promise.all([call.start(), call.start()]).then(() => 'done'); })()`;
    await page.evaluate(code);
    expect(callIds()).toHaveLength(1);
  });

  test('ends its call at Azure when its page goes elsewhere, and when the page is closed', async () => {
    const { page } = await open(pages.listed);
    await page.evaluate(`talk(${await given()})`);
    await page.goto('about:blank');
    await untilNoCall();
    const { page: other } = await open(pages.listed);
    await other.evaluate(`talk(${await given()})`);
    await other.close({ runBeforeUnload: true });
    await untilNoCall();
    await pages.system.until(async () => (await slots()).length === 0);
  });

  test('is told that the call is over when the service hangs up', async () => {
    const { page } = await open(pages.listed);
    await page.evaluate(`talk(${await given()})`);
    await pages.system.azure.calls.hangUp(callIds()[0] ?? '');
    await phase(page, 'failed');
    expect(await page.evaluate(`${LAST}.call.state.error.code`)).toBe('channel_closed');
  });

  test('tells a refused token, a refused origin and a blocked media port apart', async () => {
    const { page } = await open(pages.listed);
    expect(await page.evaluate(`talk(${await given({ token: 'x.y.z' })})`)).toBe('token_invalid');
    const { page: foreign } = await open(pages.stranger);
    expect(await foreign.evaluate(`talk(${await given()})`)).toBe('endpoint_origin_refused');
    pages.system.azure.switches.set('calls.media', 'blocked');
    await page.clock.install();
    await page.clock.pauseAt(Date.now() + 60_000);
    const blocked = page.evaluate(`talk(${await given()})`);
    await pages.system.until(async () => (await page.evaluate(`${LAST}.call.state.step`)) === 'connection');
    await page.clock.runFor(15_000);
    expect(await blocked).toBe('media_blocked');
  });

  test('is the exchange of openai-node’s helper, which hangs up at the endpoint', async () => {
    const { page, complaints } = await open(pages.listed);
    const id = await page.evaluate(`talkByOpenAi(${await given()})`);
    expect(callIds()).toEqual([id]);
    expect(await page.evaluate('openAiCall.hangUp()')).toBeUndefined();
    expect(callIds()).toEqual([]);
    expect(complaints).toEqual([]);
  });
});
