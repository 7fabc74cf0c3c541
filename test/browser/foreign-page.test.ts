/** A page of somebody else, in a browser of whoever has the emulated Azure running. */
import type { EmulatedAzure } from '../../local/azure/emulated-azure.ts';
import { type ServedPage, startPage } from '../../local/page/server/start-page.ts';
import { startTestAzure } from '../support/start-test-azure.ts';
import { describeInBrowser } from './chromium/describe-in-browser.ts';
import { type PageServer, startPageServer } from './chromium/page-server.ts';
import { aPattern } from './tones.ts';

describeInBrowser('a page of another origin of this machine', aPattern(120, 900), ({ open }) => {
  let azure: EmulatedAzure;
  let playground: ServedPage;
  let stranger: PageServer;
  beforeAll(async () => {
    azure = await startTestAzure();
    playground = await startPage({ port: 0, azure, endpoint: () => 'http://localhost:7071/api' });
    stranger = await startPageServer('');
  });
  afterAll(async () => {
    await Promise.all([stranger.close(), playground.stop()]);
    await azure.stop();
  });

  test.each([
    ['the control service', () => azure.urls.control],
    ['the playground', () => `${playground.url}/control`],
  ])('steers nothing through %s, though its requests are sent', async (_what, base) => {
    const { page } = await open(stranger.origin);
    azure.requests.clear();
    const keyBefore = await keyId();
    const url = base();
    await page.evaluate(async (at) => {
      const types = ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data'];
      for (const path of ['/issuer/rotate', '/az', '/caller-token']) {
        await fetch(at + path, { method: 'POST', mode: 'no-cors' });
        for (const type of types) {
          const body = 'role\0assignment\0list\0';
          await fetch(at + path, { method: 'POST', mode: 'no-cors', headers: { 'content-type': type }, body });
        }
        navigator.sendBeacon(at + path, 'x');
      }
      for (const method of ['PUT', 'DELETE']) await fetch(`${at}/switches`, { method }).catch(() => undefined);
    }, url);
    expect(await keyId()).toBe(keyBefore);
    const seen = azure.requests.list('control').map(({ status }) => status);
    if (url === azure.urls.control) expect(seen.length).toBeGreaterThan(10);
    expect(seen.filter((status) => status !== 403)).toEqual([]);
  });

  test('is told from the playground’s own, which sets a switch', async () => {
    const { page } = await open(playground.url);
    const status = await page.evaluate(async () => {
      const headers = { 'content-type': 'application/json' };
      const url = '/control/switches/mint.error';
      return (await fetch(url, { method: 'PUT', headers, body: '"firewall"' })).status;
    });
    expect([status, azure.switches.get('mint.error')]).toEqual([200, 'firewall']);
  });

  async function keyId(): Promise<string | undefined> {
    return (await azure.callerToken()).split('.')[0];
  }
});
