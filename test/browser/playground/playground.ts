/** The playground as `npm start` has it: its page, the functions with all their parts, and what a person does there. */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { installMovableClock } from '../../../local/host/movable-clock.ts';
import type { Handler } from '../../../local/kit/reply.ts';
import { type ServedPage, startPage } from '../../../local/page/server/start-page.ts';
import { parseJson } from '../../../src/lib/json.ts';
import { type System, startSystem } from '../../http/system.ts';
import type { OpenPage, TestBrowser } from '../chromium/describe-in-browser.ts';

export interface Playground {
  readonly system: System;
  open(options?: BrowserContextOptions): Promise<OpenPage>;
  /** Lets time pass for Azure, the endpoint and a page whose clock is installed, without anybody waiting. */
  advance(page: Page, ms: number): Promise<void>;
}

/** In no answer and no file of the page. */
export const CANARY = 'canary of the instructions';

/** Call it once at the top of a suite. */
export function usePlayground({ open }: TestBrowser): Playground {
  let system: System;
  let served: ServedPage;
  let advanceAzure: (ms: number) => void;
  beforeAll(async () => {
    // Jest's own would stand still, and Azure's must go on with the browser's.
    advanceAzure = installMovableClock();
    system = await startSystem({
      realClock: true,
      storage: true,
      regions: ['eastus2'],
      telemetry: true,
      settings: {
        'realtime:profiles:default': JSON.stringify({ session: { type: 'realtime', instructions: CANARY } }),
        'realtime:profiles:filtered': '{"direct":false,"filter":true}',
        'realtime:profiles:minute': '{"maxMinutes":1}',
        'realtime:profiles:coach': '{"api":"live","deployment":"gpt-live"}',
      },
      async prepare({ control, ...others }) {
        const azure = { ...others, control: withManyCallers(control) };
        served = await startPage({ port: 0, azure, endpoint: () => `${system.host.url}/api` });
      },
    });
  });
  afterAll(async () => {
    await system.stop();
    await served.stop();
  });
  return {
    get system() {
      return system;
    },
    async open(options) {
      // A page that scrolls smoothly to what failed moves under a pointer between its press and its release.
      const opened = await open(served.url, { reducedMotion: 'reduce', ...options });
      await opened.page.locator('#profile option').first().waitFor({ state: 'attached' });
      return opened;
    },
    async advance(page, ms) {
      advanceAzure(ms);
      await system.host.advance(ms);
      await page.clock.fastForward(ms);
    },
  };
}

/** Each call is a caller's of its own, unless a scenario names one: six calls a minute are not enough here. */
function withManyCallers(control: Handler): Handler {
  return (exchange) => {
    if (exchange.url.pathname !== '/caller-token') return control(exchange);
    const claims = { sub: randomUUID(), ...(parseJson(exchange.body.toString()) as Readonly<Record<string, unknown>>) };
    return control({ ...exchange, body: Buffer.from(JSON.stringify(claims)) });
  };
}

export async function untilPhase(page: Page, phase: string): Promise<void> {
  await page.locator(`.talk[data-phase="${phase}"]`).waitFor();
}

/** Until both sides can be heard. */
export async function connect(page: Page): Promise<void> {
  await page.locator('#talk-button').click();
  await untilPhase(page, 'live');
}

/** To the first sound of the answer. */
export async function talk(page: Page): Promise<void> {
  await connect(page);
  await page.locator('[data-stage="first-audio"][data-state="ok"]').waitFor();
}

export async function hangUp(page: Page): Promise<void> {
  await page.locator('#talk-button').click();
  await untilPhase(page, 'ended');
}

/** Of what was tested, for whoever asks to see it: a picture takes longer than what is tested, and no test reads it. */
export async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env['SCREENSHOTS'];
  if (folder) await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
}

/** Opens the group of the scenario where it is closed. */
export async function breakIt(page: Page, id: string): Promise<void> {
  await page.locator('#tab-break').click();
  const group = page.locator('details.break-group', { has: page.locator(`[data-scenario="${id}"]`) });
  if ((await group.getAttribute('open')) === null) await group.locator('summary').click();
  await page.locator(`[data-scenario="${id}"] button`).click();
}
