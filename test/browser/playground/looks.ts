/** What the page can look like, and how a person gets there. */
import type { Page } from 'playwright-core';
import { breakIt, connect, hangUp, talk, untilPhase } from './playground.ts';

export interface PageLook {
  readonly name: string;
  readonly reach: (page: Page) => Promise<void>;
}

export const LOOKS: readonly PageLook[] = [
  { name: 'idle', reach: async () => undefined },
  {
    name: 'what-can-be-broken',
    reach: (page) => unfold(page, '.break'),
  },
  {
    name: 'relay-required',
    async reach(page) {
      await page.locator('#way input[value="direct"]').check();
      await page.locator('#profile').selectOption('filtered');
      await page.locator('#talk-button').click();
      await page.getByRole('button', { name: 'Use the relay' }).waitFor();
    },
  },
  {
    name: 'quota-used-up',
    async reach(page) {
      await page.route('**/realtime/calls*', (route) =>
        route.fulfill({ status: 429, json: { code: 'quota_exceeded' }, headers: { 'retry-after': '31' } }),
      );
      await page.locator('#talk-button').click();
      await page.getByRole('button', { name: 'Call as a new caller' }).waitFor();
    },
  },
  {
    name: 'another-endpoint',
    async reach(page) {
      await page.locator('#target input[value="remote"]').check();
      await page.locator('#remote-url').fill('http://example.com');
    },
  },
  {
    name: 'without-a-token',
    async reach(page) {
      await page.locator('#target input[value="remote"]').check();
      await page.locator('#remote-url').fill('https://app.example');
      await page.locator('#talk-button').click();
    },
  },
  {
    name: 'a-figure-explained',
    async reach(page) {
      await page.getByRole('button', { name: 'Time to answer' }).focus();
      await page.getByRole('tooltip').waitFor();
    },
  },
];

export const LOOKS_OF_CALLS: readonly PageLook[] = [
  { name: 'live', reach: converse },
  {
    name: 'ended-and-unfolded',
    async reach(page) {
      await connect(page);
      await hangUp(page);
      await unfold(page, '.stage');
      await unfold(page, '.log-row:first-child');
    },
  },
  {
    name: 'telemetry',
    async reach(page) {
      await talk(page);
      await hangUp(page);
      await page.locator('#tab-telemetry').click();
      await page.locator('.telemetry .log-row').first().waitFor({ timeout: 15_000 });
      await unfold(page, '.telemetry .log-row:first-child');
    },
  },
];

export const LOOKS_OF_FAILURES: readonly PageLook[] = [
  {
    name: 'failed',
    async reach(page) {
      await breakIt(page, 'chat-model');
      await untilPhase(page, 'failed');
      await unfold(page, '.explanation');
    },
  },
  {
    name: 'fixed',
    async reach(page) {
      await breakIt(page, 'chat-model');
      await untilPhase(page, 'failed');
      await page.locator('#banner-mend').click();
      await page.locator('#headline', { hasText: 'Fixed' }).waitFor();
    },
  },
  {
    name: 'not-reproduced',
    async reach(page) {
      // As where the switch has nothing to act on.
      await page.route('**/control/switches/*', (route) => route.fulfill({ json: {} }));
      await breakIt(page, 'firewall');
      await page.locator('#banner-text', { hasText: 'Not reproduced' }).waitFor();
      await page.locator('#banner-afresh').waitFor();
    },
  },
  {
    name: 'live-failed',
    async reach(page) {
      await breakIt(page, 'live-moderation');
      await untilPhase(page, 'failed');
      await unfold(page, '.explanation');
    },
  },
];

/** Of GPT-Live, before a call, in one, and after one. */
export const LOOKS_OF_LIVE: readonly PageLook[] = [
  { name: 'live-chosen', reach: chooseLive },
  {
    name: 'live-call',
    async reach(page) {
      await chooseLive(page);
      await converse(page);
      await page.getByText('session.output_transcript.delta').first().waitFor();
    },
  },
  {
    name: 'live-over',
    async reach(page) {
      await chooseLive(page);
      await talk(page);
      await hangUp(page);
      await page.locator('#lead', { hasText: 'GPT-Live counts' }).waitFor();
      await unfold(page, '.stage');
    },
  },
];

async function chooseLive(page: Page): Promise<void> {
  await page.locator('#profile').selectOption('coach');
  await page.locator('#say').waitFor({ state: 'hidden' });
}

/** To the figures of the call, and the words of its answer. */
async function converse(page: Page): Promise<void> {
  await talk(page);
  await page.locator('#quality div', { hasText: 'Jitter' }).locator('dd', { hasText: 'ms' }).waitFor();
  await page.locator('.strip[data-who="answer"] .strip-words[data-hint="false"]').waitFor();
}

/** Everything that is folded in there. */
export async function unfold(page: Page, where: string): Promise<void> {
  await page.locator(`${where} details`).evaluateAll((all: HTMLDetailsElement[]) => {
    for (const details of all) details.open = true;
  });
}
