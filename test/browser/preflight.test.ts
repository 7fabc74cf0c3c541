/** What `preflight` of the package tells a user before they need a call, each fault brought about for real. */
import type { Page } from 'playwright-core';
import type { PreflightReport } from '../../client/src/preflight.ts';
import { type System, startSystem } from '../http/system.ts';
import { bundle } from './chromium/bundle.ts';
import { describeInBrowser } from './chromium/describe-in-browser.ts';
import { type PageServer, startPageServer } from './chromium/page-server.ts';
import { aPattern } from './tones.ts';

describeInBrowser('a preflight', aPattern(120, 900), ({ open }) => {
  let server: PageServer;
  let stranger: PageServer;
  let refusing: PageServer;
  let nobody: string;
  let system: System;
  beforeAll(async () => {
    const script = await bundle("import './preflight-page.ts';");
    const headers = { 'permissions-policy': 'microphone=()' };
    [server, stranger, refusing] = await Promise.all([
      startPageServer(script),
      startPageServer(script),
      startPageServer(script, { headers }),
    ]);
    const gone = await startPageServer('');
    await gone.close();
    nobody = `${gone.origin}/api`;
    system = await startSystem({
      realClock: true,
      settings: { 'realtime:cors:origins': JSON.stringify([server.origin, refusing.origin]) },
    });
  });
  afterEach(() => system.azure.switches.reset());
  afterAll(async () => {
    await system.stop();
    await Promise.all([server, stranger, refusing].map((each) => each.close()));
  });

  const start = async (page: Page, more: object = {}): Promise<PreflightReport> => {
    const given = { endpoint: `${system.host.url}/api`, token: await system.azure.callerToken(), ...more };
    return page.evaluate<PreflightReport>(`tryAll(${JSON.stringify(given)})`);
  };
  const statesOf = ({ checks }: PreflightReport) => checks.map(({ id, state }) => `${id} ${state}`);

  test('finds nothing where calls work, by one call of five seconds that is over afterwards', async () => {
    const { page } = await open(server.origin);
    const token = await system.azure.callerToken();
    const report = await start(page, { token });
    expect(report.verdict).toBe('ok');
    expect(statesOf(report)).toEqual(
      ['microphone', 'endpoint', 'origin', 'token', 'call', 'media', 'loudness'].map((id) => `${id} ok`),
    );
    expect(report.checks.find(({ id }) => id === 'media')?.measured).toMatchObject({ protocol: 'udp' });
    expect(report.checks.find(({ id }) => id === 'loudness')?.measured?.['levelDb']).toBeGreaterThan(-40);
    expect(await page.evaluate('states')).toEqual(statesOf(report));
    expect(JSON.stringify(report).includes(token)).toBe(false);
    await system.until(() => system.azure.calls.list().length === 0);
  });

  test('tells that there is no microphone', async () => {
    const { page } = await open(server.origin);
    const report = await start(page, { microphone: 'absent' });
    expect([report.verdict, statesOf(report)[0], statesOf(report)[1]]).toEqual([
      'microphone_missing',
      'microphone failed',
      'endpoint skipped',
    ]);
  });

  test('tells that the microphone is refused', async () => {
    const { page } = await open(refusing.origin);
    expect((await start(page)).verdict).toBe('microphone_refused');
  });

  test('tells that the microphone gives no sound, where everything else works', async () => {
    const { page } = await open(server.origin);
    const report = await start(page, { microphone: 'silent' });
    expect([report.verdict, statesOf(report).slice(-2)]).toEqual([
      'microphone_silent',
      ['media ok', 'loudness failed'],
    ]);
  });

  test('tells that the endpoint is down', async () => {
    const { page } = await open(server.origin);
    const report = await start(page, { endpoint: nobody });
    expect([report.verdict, statesOf(report).slice(0, 3)]).toEqual([
      'endpoint_unreachable',
      ['microphone ok', 'endpoint failed', 'origin skipped'],
    ]);
  });

  test('tells that the page’s origin is refused', async () => {
    const { page } = await open(stranger.origin);
    const report = await start(page);
    expect([report.verdict, statesOf(report).slice(1, 4)]).toEqual([
      'endpoint_origin_refused',
      ['endpoint ok', 'origin failed', 'token skipped'],
    ]);
  });

  test('tells that the token is refused, with the request that the operator finds', async () => {
    const { page } = await open(server.origin);
    const report = await start(page, { token: 'x.y.z' });
    expect([report.verdict, statesOf(report).slice(2, 5)]).toEqual([
      'token_invalid',
      ['origin ok', 'token failed', 'call skipped'],
    ]);
    expect(report.requestId).toEqual(expect.any(String));
  });

  test('tells that the network blocks media, after a call that the endpoint gave', async () => {
    system.azure.switches.set('calls.media', 'blocked');
    const { page } = await open(server.origin);
    await page.clock.install();
    await page.clock.pauseAt(Date.now() + 60_000);
    let report: PreflightReport | undefined;
    void start(page).then((it) => {
      report = it;
    });
    // As many seconds as it takes, by the page’s own clock.
    await system.until(async () => {
      await page.clock.runFor(1_000);
      return report !== undefined;
    });
    if (!report) throw new Error('There is no report.');
    expect([report.verdict, statesOf(report).slice(4)]).toEqual([
      'media_blocked',
      ['call ok', 'media failed', 'loudness skipped'],
    ]);
  });
});
