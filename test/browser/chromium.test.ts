/** What the suites of this folder rely on: which browser they take, and that its requests do not go unseen. */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { type Chromium, findChromium, type Machine } from './chromium/find-chromium.ts';
import { keepBrowser } from './chromium/kept-browser.ts';
import { type LoggedBrowser, launch } from './chromium/logged-browser.ts';
import { readContacts } from './chromium/net-log.ts';
import { aPattern } from './tones.ts';

const folder = mkdtempSync(join(tmpdir(), 'chromium-test-'));
afterAll(() => rmSync(folder, { recursive: true }));

const CHROME = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';

function aMachine(overrides: Partial<Machine>): Machine {
  return { variables: {}, platform: 'darwin', arch: 'arm64', exists: () => false, starts: () => true, ...overrides };
}

test.each<[string, string, Partial<Machine>]>([
  ['Chrome of a Mac', CHROME, {}],
  [
    'Edge of Windows',
    'C:\\Programs\\Microsoft\\Edge\\Application\\msedge.exe',
    { platform: 'win32', variables: { PROGRAMFILES: 'C:\\Programs' } },
  ],
  ['Chromium of Linux on ARM', '/usr/bin/chromium', { platform: 'linux', variables: { PATH: '/bin:/usr/bin' } }],
])('takes %s', (_what, executable, machine) => {
  expect(findChromium(aMachine({ ...machine, exists: (file) => file === executable }))).toMatchObject({ executable });
});

test('skips on a person’s machine without a browser, and says so', () => {
  const warn = jest.spyOn(console, 'warn').mockImplementation();
  expect(findChromium(aMachine({}))).toBeUndefined();
  expect(warn).toHaveBeenCalledWith(expect.stringContaining('install Chrome or Edge'));
});

test('fails in CI without a browser, or with one that cannot start', () => {
  const variables = { CI: 'true' };
  expect(() => findChromium(aMachine({ variables }))).toThrow('CI skips nothing');
  const bare = aMachine({ variables, platform: 'linux', arch: 'x64', starts: () => false });
  expect(() => findChromium(bare)).toThrow('install libnss3');
});

const found = findChromium();
(found ? describe : describe.skip)('a Chromium', () => {
  const isCarried = found?.variables['FONTCONFIG_FILE'] !== undefined;
  const started: LoggedBrowser[] = [];
  afterEach(async () => void (await Promise.all(started.splice(0).map(({ close }) => close()))));

  async function start(variables?: Chromium['variables']): Promise<LoggedBrowser> {
    const one = await launch({ ...(found as Chromium), ...(variables && { variables }) }, aPattern(0, 0));
    started.push(one);
    return one;
  }

  test('notices, and keeps here, what a page asks of another machine', async () => {
    const { browser, close } = await start();
    const page = await browser.newPage();
    await expect(page.goto('http://example.com/')).rejects.toThrow('ERR_NAME_NOT_RESOLVED');
    const contacts = await close();
    expect(contacts).toContain('http://example.com/');
    expect(contacts.filter((contact) => /^[\d.[]/.test(contact))).toEqual([]);
  });

  test('writes in the fonts that it carries, whatever else this machine has', async () => {
    const { browser } = await start();
    const page = await browser.newPage();
    await page.setContent('<p>Words</p>');
    const session = await page.context().newCDPSession(page);
    await session.send('DOM.enable');
    await session.send('CSS.enable');
    const { root } = await session.send('DOM.getDocument');
    const { nodeId } = await session.send('DOM.querySelector', { nodeId: root.nodeId, selector: 'p' });
    const { fonts } = await session.send('CSS.getPlatformFontsForNode', { nodeId });
    expect(fonts.map(({ familyName }) => familyName)).toEqual([isCarried ? 'Open Sans' : expect.any(String)]);
  });

  test('that is killed says so, and leaves no folder behind', async () => {
    const { browser, process: child, death, close } = await start();
    const folders = child.spawnargs.flatMap((argument) => {
      const [, path] = /^--(?:user-data-dir|log-net-log)=(.+)$/.exec(argument) ?? [];
      return path === undefined ? [] : [path];
    });
    const page = await browser.newPage();
    expect(await death()).toBeUndefined();
    expect(folders.map((path) => existsSync(path))).toEqual([true, true]);
    await kill(child, browser);
    await expect(page.title()).rejects.toThrow('closed');
    expect(await death()).toMatchObject({ message: expect.stringMatching(/^Chromium ended by itself: SIGKILL\./) });
    await close();
    expect(folders.map((path) => existsSync(path))).toEqual([false, false]);
  });

  (isCarried ? it : it.skip)('without any font says so with its last words', async () => {
    const noFonts = join(folder, 'fonts.conf');
    writeFileSync(noFonts, '<?xml version="1.0"?><fontconfig><dir>/nowhere</dir></fontconfig>');
    const { browser, death } = await start({ ...found?.variables, FONTCONFIG_FILE: noFonts });
    const page = await browser.newPage();
    await expect(page.setContent('<input>')).rejects.toThrow('closed');
    expect(String(await death())).toMatch(/^Error: Chromium ended by itself: SIG\w+\.\n.*FATAL:.*FontConfig/s);
  });

  test('is started again once in its suite, and not a second time', async () => {
    const kept = keepBrowser(start);
    for (const times of [1, 2]) {
      const browser = await kept.living();
      await expect((await browser.newPage()).title()).resolves.toBe('');
      await kept.expectAlive();
      expect(started).toHaveLength(times);
      await kill((started.at(-1) as LoggedBrowser).process, browser);
      await expect(kept.expectAlive()).rejects.toThrow('Chromium ended by itself');
    }
    await expect(kept.living()).rejects.toThrow('Chromium ended by itself');
    expect(started).toHaveLength(2);
    await kept.close();
  });
});

async function kill(child: LoggedBrowser['process'], browser: Browser): Promise<void> {
  const gone = untilGone(browser);
  child.kill('SIGKILL');
  await gone;
}

function untilGone(browser: Browser): Promise<unknown> {
  return new Promise((resolve) => browser.once('disconnected', resolve));
}

describe('of a network log', () => {
  const file = join(folder, 'network.json');
  const logEventTypes = { UDP_CONNECT: 1, UDP_BYTES_SENT: 2, TCP_CONNECT_ATTEMPT: 3 };
  const events = [
    { type: 1, source: { id: 1 }, params: { address: '192.0.2.1:443' } },
    { type: 1, source: { id: 2 }, params: { address: '192.0.2.2:443' } },
    { type: 2, source: { id: 2 }, params: { byte_count: 1 } },
    { type: 2, source: { id: 3 }, params: { address: '192.0.2.3:5353' } },
    { type: 3, source: { id: 4 }, params: { address: '192.0.2.4:80' } },
  ];
  const contacts = ['192.0.2.2:443', '192.0.2.3:5353', '192.0.2.4:80'];
  // As Chromium lays it out.
  const lines = events.map((event) => JSON.stringify(event)).join(',\n');
  const log = `{"constants":${JSON.stringify({ logEventTypes })},\n"events": [\n${lines}],\n"polledData": {"a":[]}}\n`;

  test('packets and connections are seen, and not a socket that has sent nothing', () => {
    writeFileSync(file, log);
    expect(readContacts(file)).toEqual(contacts);
  });

  test('that a kill has cut anywhere, everything up to the last whole line is seen', () => {
    let seen = 0;
    for (let length = 0; length <= log.length; length += 1) {
      writeFileSync(file, log.slice(0, length));
      const found = readContacts(file);
      expect(found).toEqual(contacts.slice(0, found.length));
      expect(found.length).toBeGreaterThanOrEqual(seen);
      seen = found.length;
    }
    expect(seen).toBe(contacts.length);
  });

  test('that was never written, nothing is seen', () => {
    expect(readContacts(join(folder, 'none.json'))).toEqual([]);
  });
});
