/**
 * A suite in one real browser, with a context of its own for each page. Web security stays on, and whatever the browser
 * does over the network is logged: at the end nothing but this machine may have been spoken to.
 */
import type { BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { findChromium } from './find-chromium.ts';
import { keepBrowser } from './kept-browser.ts';
import { launch } from './logged-browser.ts';
import type { TonePattern } from './tone-pattern.ts';

export interface OpenPage {
  readonly page: Page;
  /** Errors of the console, and exceptions that nobody caught, so far. */
  readonly complaints: readonly string[];
}

export interface TestBrowser {
  /** Closed after the test. */
  open(url: string, options?: BrowserContextOptions): Promise<OpenPage>;
}

const LOOPBACK = /^(?:https?:\/\/)?(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])(?::\d+)?(?:\/|$)/;

/** @param hears what the fake microphone plays, again and again; from its beginning each time that it is opened. */
export function describeInBrowser(name: string, hears: TonePattern, body: (browser: TestBrowser) => void): void {
  const found = findChromium();
  const suite = found ? describe : describe.skip;
  suite(name, () => {
    const browser = keepBrowser(async () => {
      if (!found) throw new Error('There is no browser.');
      return await launch(found, hears);
    });
    let contexts: BrowserContext[] = [];
    beforeAll(async () => void (await browser.living()));
    afterEach(async () => {
      const closed = await Promise.allSettled(contexts.map((context) => context.close()));
      contexts = [];
      await browser.expectAlive();
      expect(closed.filter(({ status }) => status === 'rejected')).toEqual([]);
    });
    afterAll(async () => {
      const contacts = await browser.close();
      expect(contacts).not.toEqual([]);
      expect(contacts.filter((contact) => !LOOPBACK.test(contact))).toEqual([]);
    });
    body({
      async open(url, options) {
        const context = await (await browser.living()).newContext({ permissions: ['microphone'], ...options });
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
