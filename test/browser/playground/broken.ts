/**
 * Everything that "Break it" offers, by the page's own table. What takes a browser or a deadline its time goes on in a
 * page of its own while the next thing is broken: a call takes most switches when it starts.
 */
import type { Locator, Page } from 'playwright-core';
import type { Scenario } from '../../../local/page/app/break/scenario.ts';
import { until } from '../../calls/until.ts';
import { describeInBrowser } from '../chromium/describe-in-browser.ts';
import { aPattern } from '../tones.ts';
import { breakIt, type Playground, untilPhase, usePlayground } from './playground.ts';

interface Shown {
  readonly banner: string;
  /** `<id>: <all of its words>` */
  readonly explanations: readonly string[];
  /** Of the console, but for what the scenario is about. */
  readonly complaints: readonly string[];
}

const LIMIT_MS = 40_000;
const SECOND_MS = 1_000;
/** After as many the endpoint surely reads its settings with the next request. */
const POLL_SECONDS = 36;
const MINUTE_MS = 60_000;
/** More than a leash, a sweep and the endpoint's next look at its settings take together. */
const MINUTES = 15;
const ENDS_CALLS = 'The end of a call';
const LIMITS: ReadonlySet<string> = new Set(['deployment-rate-limit', 'azure-at-capacity']);
/** What Chromium says by itself of an answer that is no success, and of one that it keeps from the page. */
const EXPECTED = /^Failed to load resource|blocked by CORS policy/;

/** In a playground of their own. */
export function describeBroken(name: string, scenarios: readonly Scenario[]): void {
  describeInBrowser(name, aPattern(600, 1_400), (browser) => {
    const playground = usePlayground(browser);
    let shown: ReadonlyMap<string, Shown>;
    beforeAll(async () => {
      const together = await breakTogether(
        playground,
        scenarios.filter((scenario) => !isForAll(scenario)),
      );
      const alone = new Map<string, Shown>();
      for (const scenario of scenarios.filter(isForAll)) alone.set(scenario.id, await breakAlone(playground, scenario));
      shown = new Map([...together, ...alone]);
    }, 240_000);

    const going = scenarios.filter(({ expects }) => expects === undefined);
    if (going.length > 0) {
      test.each(going)('goes on in the second region, and nothing is to be explained: $id', ({ id, title }) => {
        const { banner = '', explanations, complaints } = shown.get(id) ?? {};
        expect(banner).toContain(`Broken on purpose: ${title}`);
        expect([explanations, complaints]).toEqual([[], []]);
        const ofSecond = playground.system.azure.requests.list().filter(({ service }) => service === 'elsewhere');
        expect(ofSecond.map(({ path }) => path)).toEqual(
          expect.arrayContaining(['/openai/v1/realtime/client_secrets', '/openai/v1/realtime/calls']),
        );
      });
    }

    const explained = scenarios.filter(({ expects }) => expects !== undefined);
    test.each(explained)('explains it, and how it is mended: $id', ({ id, title, expects }) => {
      const { banner = '', explanations = [], complaints } = shown.get(id) ?? {};
      expect(banner).toContain(`Broken on purpose: ${title}`);
      expect(explanations.join('\n')).toMatch(new RegExp(`^${expects}: .*[Cc]ause.*Fix.*`, 'm'));
      expect(complaints).toEqual([]);
    });
  });
}

/** What changes the endpoint's settings or its mind, or takes minutes of its clock, does so for every call. */
function isForAll({ settings, whenLive, profile, group }: Scenario): boolean {
  return settings !== undefined || whenLive !== undefined || (profile !== undefined && group === ENDS_CALLS);
}

/** By the scenario's id, whatever was shown. */
async function breakTogether(
  playground: Playground,
  scenarios: readonly Scenario[],
): Promise<ReadonlyMap<string, Shown>> {
  const reports = new Map<string, Promise<Shown>>();
  for (const scenario of scenarios.toSorted(slowFirst)) {
    const { page, complaints } = await playground.open();
    if (waitsByItsClock(scenario)) await page.clock.install();
    const mayGoOn = untilUnderWay(page, scenario, playground);
    await breakIt(page, scenario.id);
    const explanation = outcomeOf(page, scenario);
    const isShown = explanation.waitFor({ timeout: LIMIT_MS }).catch(() => undefined);
    const report = isShown.then(() => lookAt(page, complaints));
    reports.set(scenario.id, report);
    await (actsDuringTheCall(scenario) ? report : Promise.race([report, mayGoOn]));
    if (waitsByItsClock(scenario)) await untilSecondsHavePassed(page, explanation);
    if (LIMITS.has(scenario.expects ?? '')) await untilWaitIsOver(report, playground);
  }
  const shown = [...reports].map(async ([id, report]) => [id, await report] as const);
  return new Map(await Promise.all(shown));
}

/** Mended afterwards by the person who broke it. */
async function breakAlone(playground: Playground, scenario: Scenario): Promise<Shown> {
  const { page, complaints } = await playground.open();
  await page.clock.install();
  const before = timesRead(playground);
  await breakIt(page, scenario.id);
  const explanation = outcomeOf(page, scenario);
  if (scenario.settings) await untilRead(page, playground, before);
  else if (scenario.whenLive !== 'hang-up') await untilMinutesHavePassed(page, explanation, playground);
  await explanation.waitFor({ timeout: LIMIT_MS }).catch(() => undefined);
  const shown = await readShown(page, complaints);
  await page.locator('#banner-mend').click();
  await page.locator(`[data-scenario="${scenario.id}"][data-active="false"]`).waitFor({ state: 'attached' });
  await page.context().close();
  return shown;
}

/** Its explanation, or the call that goes on. */
function outcomeOf(page: Page, { expects }: Scenario): Locator {
  return page.locator(expects === undefined ? '.talk[data-phase="live"]' : `[data-explanation="${expects}"]`).first();
}

/** By the second, as the page counts them; it goes on by itself when the endpoint is due to have read them. */
async function untilRead(page: Page, { advance, system }: Playground, before: number): Promise<void> {
  const banner = page.locator('#banner', { hasText: 'The endpoint reads its settings' });
  await banner.waitFor();
  for (let second = 0; await banner.isVisible(); second += 1) {
    // It reads beside a request, in as many milliseconds as a busy machine takes, which the page's clock does not know.
    if (second > POLL_SECONDS) {
      await system.until(async () => {
        await system.request('/api/realtime/client_secrets', { method: 'POST', body: '{}' });
        return timesRead({ system }) > before;
      });
    }
    await advance(page, SECOND_MS);
  }
}

function timesRead({ system }: Pick<Playground, 'system'>): number {
  return system.host.logs.filter(({ message }) => message.includes('"event":"settings_loaded"')).length;
}

async function untilMinutesHavePassed(page: Page, explanation: Locator, { advance }: Playground): Promise<void> {
  await untilPhase(page, 'live');
  for (let minute = 0; minute < MINUTES && !(await explanation.isVisible()); minute += 1) {
    await advance(page, MINUTE_MS);
    await explanation.waitFor({ timeout: SECOND_MS }).catch(() => undefined);
  }
}

async function untilSecondsHavePassed(page: Page, explanation: Locator): Promise<void> {
  for (let second = 0; second < LIMIT_MS / SECOND_MS && !(await explanation.isVisible()); second += 1)
    await page.clock.fastForward(SECOND_MS);
}

/** The endpoint tells everybody what Azure said about waiting. */
async function untilWaitIsOver(report: Promise<unknown>, { system }: Playground): Promise<void> {
  await report;
  system.azure.switches.reset();
  await system.mintUntil(200);
}

/** What takes its time goes on meanwhile. */
function slowFirst(one: Scenario, other: Scenario): number {
  const isSlow = ({ switches = [], group }: Scenario) =>
    switches.some(({ name, value }) => /^(?:calls|live)\./.test(name) || value === 'hang') || group === ENDS_CALLS;
  return Number(isSlow(other)) - Number(isSlow(one));
}

/** For a way that there is not; the others wait for somebody else, or for sound. */
function waitsByItsClock({ switches = [] }: Scenario): boolean {
  return switches.some(({ name }) => name === 'calls.media');
}

/** This one is looked at with each answer, and not once when a call starts. */
function actsDuringTheCall({ switches = [] }: Scenario): boolean {
  return switches.some(({ name }) => name === 'calls.response' || name === 'live.moderation');
}

/** What is broken has been met. */
async function untilUnderWay(page: Page, { switches = [] }: Scenario, { system }: Playground): Promise<void> {
  const hangs = switches.some(({ value }) => value === 'hang');
  const asked = () => system.azure.requests.count('openai');
  const before = asked();
  if (hangs)
    await until(
      () => asked() > before,
      () => 'a request that hangs',
    );
  else
    await page
      .locator('[data-stage="calls"][data-state="ok"]')
      .waitFor({ timeout: LIMIT_MS })
      .catch(() => undefined);
}

async function lookAt(page: Page, complaints: readonly string[]): Promise<Shown> {
  const shown = await readShown(page, complaints);
  await page.context().close();
  return shown;
}

async function readShown(page: Page, complaints: readonly string[]): Promise<Shown> {
  const explanations = page.locator('[data-explanation]');
  return {
    banner: (await page.locator('#banner-text').textContent()) ?? '',
    explanations: await explanations.evaluateAll((all: HTMLElement[]) =>
      all.map(({ dataset, textContent }) => `${dataset['explanation']}: ${textContent}`),
    ),
    complaints: complaints.filter((complaint) => !EXPECTED.test(complaint)),
  };
}
