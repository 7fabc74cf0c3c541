/**
 * A suite in one real browser, with a context of its own for each page. Web security stays on, and whatever the browser
 * does over the network is logged: at the end nothing but this machine may have been spoken to.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { type Chromium, findChromium } from './find-chromium.ts';
import { readContacts } from './net-log.ts';
import { createToneWav, type TonePattern } from './tone-pattern.ts';

export interface OpenPage {
  readonly page: Page;
  /** Errors of the console, and exceptions that nobody caught, so far. */
  readonly complaints: readonly string[];
}

export interface TestBrowser {
  /** Closed after the test. */
  open(url: string, options?: BrowserContextOptions): Promise<OpenPage>;
}

export interface LoggedBrowser {
  readonly browser: Browser;
  /** Ends it, and gives whom it has spoken to, or tried to. */
  close(): Promise<readonly string[]>;
}

const LOOPBACK = /^(?:https?:\/\/)?(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])(?::\d+)?(?:\/|$)/;

/** @param hears what the fake microphone plays, again and again; from its beginning each time that it is opened. */
export function describeInBrowser(name: string, hears: TonePattern, body: (browser: TestBrowser) => void): void {
  const found = findChromium();
  const suite = found ? describe : describe.skip;
  suite(name, () => {
    jest.setTimeout(60_000);
    let logged: LoggedBrowser | undefined;
    let contexts: BrowserContext[] = [];
    beforeAll(async () => {
      if (found) logged = await launch(found, hears);
    });
    afterEach(async () => {
      await Promise.all(contexts.map((context) => context.close()));
      contexts = [];
    });
    afterAll(async () => {
      const contacts = (await logged?.close()) ?? [];
      expect(contacts).not.toEqual([]);
      expect(contacts.filter((contact) => !LOOPBACK.test(contact))).toEqual([]);
    });
    body({
      async open(url, options) {
        if (!logged) throw new Error('A page is opened in a test, or in a hook of the suite.');
        const context = await logged.browser.newContext({ permissions: ['microphone'], ...options });
        contexts.push(context);
        const page = await context.newPage();
        const complaints: string[] = [];
        page.on('pageerror', (error) => complaints.push(String(error)));
        page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
        await page.goto(url);
        return { page, complaints };
      },
    });
  });
}

export async function launch(found: Chromium, hears: TonePattern): Promise<LoggedBrowser> {
  const folder = mkdtempSync(join(tmpdir(), 'browser-suite-'));
  const [wav, netLog] = [join(folder, 'microphone.wav'), join(folder, 'network.json')];
  writeFileSync(wav, createToneWav(hears));
  const browser = await chromium.launch({
    executablePath: found.executable,
    env: { ...process.env, ...found.variables },
    ignoreDefaultArgs: ['--mute-audio'],
    args: [
      '--use-fake-device-for-media-stream',
      '--use-fake-ui-for-media-stream',
      `--use-file-for-fake-audio-capture=${wav}`,
      '--autoplay-policy=no-user-gesture-required',
      '--allow-loopback-in-peer-connection',
      '--no-sandbox',
      '--no-proxy-server',
      // What is not of this machine is tried, so that the log has it, and does not get there.
      '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1',
      `--log-net-log=${netLog}`,
    ],
  });
  return {
    browser,
    async close() {
      await browser.close();
      const contacts = readContacts(netLog);
      rmSync(folder, { recursive: true });
      return contacts;
    },
  };
}
