/** The official SDKs as they are published, in a real browser, with the code of docs/clients.md. */
import type { Page } from 'playwright-core';
import { until } from '../calls/until.ts';
import { type System, startSystem } from '../http/system.ts';
import { codeBlocks } from '../support/code-blocks.ts';
import { bundle } from './chromium/bundle.ts';
import { describeInBrowser } from './chromium/describe-in-browser.ts';
import { type PageServer, startPageServer } from './chromium/page-server.ts';
import { aPattern, untilHeard } from './tones.ts';

const LAST = 'calls.at(-1)';
const PROMPT = 'Only repeat.';
/** Turn detection as the SDK sets it waits for half a second of silence. */
const HEARS = aPattern(500, 1_500);

/** openai-node’s helper, on a page of its own: both SDKs have a class of that name. */
const HELPER = [...blocksOf('openai/realtime/webrtc'), 'Object.assign(window, { talkByOpenAi });'].join('\n');
/** The blocks as one module, what is in them as names of the page. */
const AGENTS = [
  "import './sdks-page.ts';",
  ...blocksOf('@openai/agents-realtime'),
  'Object.assign(window, { talkByAgents, agent });',
].join('\n');

describeInBrowser('an official SDK in a page', HEARS, ({ open }) => {
  let server: PageServer;
  let helper: PageServer;
  let system: System;
  beforeAll(async () => {
    server = await startPageServer(await bundle(AGENTS));
    helper = await startPageServer(await bundle(HELPER));
    system = await startSystem({
      realClock: true,
      settings: {
        'realtime:cors:origins': JSON.stringify([server.origin, helper.origin]),
        'realtime:profiles:default': JSON.stringify({ session: { type: 'realtime', instructions: PROMPT } }),
        'realtime:profiles:filtered': '{"filter":true}',
      },
    });
  });
  afterEach(async () => {
    system.azure.switches.reset();
    await Promise.all(system.azure.calls.list().map(({ id }) => system.azure.calls.hangUp(id)));
  });
  afterAll(async () => {
    await system.stop();
    await Promise.all([server.close(), helper.close()]);
  });

  const callIds = () => system.azure.calls.list().map(({ id }) => id);
  const talkBy = async (more: object) =>
    `talkByAgents('${system.host.url}', { getToken: async () => '${await system.azure.callerToken()}', ...${JSON.stringify(more)} })`;
  const relayed = (profile: string) => talkBy({ profile });
  const direct = () => talkBy({ way: 'direct' });

  async function expectConversation(page: Page): Promise<void> {
    expect(callIds()).toEqual([await page.evaluate(`${LAST}.id`)]);
    await untilHeard(page, `${LAST}.heard`);
    await page.evaluate(`${LAST}.say('call get_weather {"city":"Oslo"}')`);
    await page.waitForFunction(`${LAST}.said.includes('It rains in Oslo.')`);
    expect(await page.evaluate(`${LAST}.tools`)).toEqual(['get_weather']);
  }

  test('the Agents SDK talks, is heard and calls a tool through the relay, with a token of the caller’s own', async () => {
    const { page, complaints } = await open(server.origin);
    await page.evaluate(`talk(${await relayed('default')})`);
    await expectConversation(page);
    await page.evaluate(`${LAST}.close()`);
    await until(
      () => callIds().length === 0,
      () => 'the end of the call',
    );
    expect(complaints).toEqual([]);
  });

  test('the Agents SDK talks directly where Azure’s preflight allows its header, with the secret, url and model of the mint', async () => {
    system.azure.switches.set('calls.preflight', 'echo');
    const { page, complaints } = await open(server.origin);
    await page.evaluate(`talk(${await direct()})`);
    await expectConversation(page);
    expect(complaints).toEqual([]);
  });

  test('the Agents SDK fails directly where that preflight is the reported one, and the relay is the cure', async () => {
    const { page, complaints } = await open(server.origin);
    await expect(page.evaluate(`talk(${await direct()})`)).rejects.toThrow('Failed to fetch');
    expect(complaints.join()).toContain(
      'Request header field x-openai-agents-sdk is not allowed by Access-Control-Allow-Headers in preflight response.',
    );
    expect(callIds()).toEqual([]);
    await page.evaluate(`talk(${await relayed('default')})`);
    expect(await page.evaluate(`${LAST}.status`)).toBe('connected');
  });

  test('the agent of docs/clients.md leaves the server’s prompt as it is; one that is not prepared wipes it', async () => {
    const { page } = await open(server.origin);
    await page.evaluate(`talk(${await relayed('default')})`);
    expect(await page.evaluate(`${LAST}.instructions()`)).toBe(PROMPT);
    const token = await system.azure.callerToken();
    await page.evaluate(
      `talk(talkUnprepared('${system.host.url}/api/realtime/calls', '${token}', 'gpt-realtime-mini'))`,
    );
    expect(await page.evaluate(`${LAST}.instructions()`)).toBe('');
  });

  test('openai-node’s helper talks with the exchange of the package', async () => {
    const { page, complaints } = await open(helper.origin);
    const state = `talkByOpenAi('${system.host.url}', async () => '${await system.azure.callerToken()}').then(({ state }) => state)`;
    expect(await page.evaluate(state)).toBe('connected');
    expect(callIds()).toHaveLength(1);
    expect(complaints).toEqual([]);
  });

  test('openai-node posts its offer to the relay: every header that it adds is allowed', async () => {
    const { page, complaints } = await open(server.origin);
    const id = await page.evaluate(`relayByOpenAi('${system.host.url}/api', '${await system.azure.callerToken()}')`);
    expect(callIds()).toEqual([id]);
    expect(complaints).toEqual([]);
  });

  test('the Agents SDK takes itself for connected to a filtered profile by nothing but its own clock', async () => {
    const { page } = await open(server.origin);
    await page.clock.install();
    await page.clock.pauseAt(Date.now() + 60_000);
    const warned = page.waitForEvent('console', (message) => message.text().includes('waiting for session.updated'));
    await page.evaluate(`void talk(${await relayed('filtered')})`);
    await until(
      () => system.azure.calls.list().some(({ state }) => state === 'connected'),
      () => 'a call',
    );
    let seconds = 0;
    for (; (await page.evaluate('calls.length')) === 0; seconds += 1) await page.clock.runFor(1_000);
    await warned;
    expect(seconds).toBeGreaterThanOrEqual(5);
  });
});

/** The blocks of the page that import this. */
function blocksOf(specifier: string): readonly string[] {
  return codeBlocks('docs/clients.md', 'ts').filter((block) => block.includes(`'${specifier}'`));
}
