/** The examples, each on an origin of its own that the endpoint lists, and the system that they call. */
import type { Page } from 'playwright-core';
import { type ExampleName, type ServedExample, startExample } from '../../examples/serve/start-example.ts';
import { OPERATOR_ROLE } from '../../local/azure/foundation/directory.ts';
import { type System, startSystem } from '../http/system.ts';
import { bundle } from './chromium/bundle.ts';
import type { OpenPage, TestBrowser } from './chromium/describe-in-browser.ts';
import { untilHeard } from './tones.ts';

const OPERATOR = { roles: [OPERATOR_ROLE] };

interface ExamplePages {
  readonly system: System;
  /** A page of the example, whose answers are overheard. */
  open(name: ExampleName): Promise<OpenPage>;
  /** Waits until there are so many, at Azure and at the endpoint for all callers. */
  untilCalls(count: number): Promise<void>;
}

/** Call it once at the top of a suite. */
export function useExamples(
  browser: TestBrowser,
  names: readonly ExampleName[],
  settings: Readonly<Record<string, string>>,
): ExamplePages {
  let examples: ReadonlyMap<ExampleName, ServedExample>;
  let system: System;
  beforeAll(async () => {
    const npmStart = () => {
      const { control, issuer } = system.azure.urls;
      return { endpoint: `${system.host.url}/api`, control, issuer };
    };
    const served = await Promise.all(
      names.map(async (name) => [name, await startExample({ name, port: 0, npmStart })] as const),
    );
    examples = new Map(served);
    const origins = served.map(([, { origin }]) => origin);
    system = await startSystem({
      realClock: true,
      storage: true,
      callerOrigins: origins,
      onBehalf: true,
      settings: { 'realtime:cors:origins': JSON.stringify(origins), ...settings },
    });
  });
  afterEach(async () => {
    const { calls } = system.azure;
    await Promise.all(calls.list().map(({ id }) => calls.hangUp(id)));
    system.azure.switches.reset();
  });
  afterAll(async () => {
    await Promise.all([...examples.values()].map(({ stop }) => stop()));
    await system.stop();
  });

  /** Nothing where the endpoint gives no list: on a machine that is slow enough its storage answers too late. */
  async function slots(): Promise<readonly unknown[] | undefined> {
    const { json } = await system.request('/api/realtime/calls', { headers: await system.bearer(OPERATOR) });
    return json['data'] as readonly unknown[] | undefined;
  }

  return {
    get system() {
      return system;
    },
    async open(name) {
      const opened = await browser.open('about:blank');
      await overhear(opened.page);
      await opened.page.goto(examples.get(name)?.origin ?? '');
      return opened;
    },
    async untilCalls(count) {
      const isSo = async () => system.azure.calls.list().length === count && (await slots())?.length === count;
      await system.until(isSo);
    },
  };
}

/** What the next page in this tab is answered is heard. */
export async function overhear(page: Page): Promise<void> {
  await page.addInitScript({ content: await bundle("import './overhear-page.ts';") });
}

export const press = (page: Page, name: 'Talk' | 'Hang up') => page.getByRole('button', { name, exact: true }).click();

const untilSaid = (page: Page, text: string) => page.getByRole('status').getByText(text, { exact: true }).waitFor();

/** One call by the page’s button, until its answer is heard. */
export async function talk(page: Page): Promise<void> {
  await press(page, 'Talk');
  await untilSaid(page, 'Say something.');
  await untilHeard(page, 'answers.at(-1).heard');
  await page.evaluate('answers.at(-1).stop()');
}

export async function hangUp(page: Page): Promise<void> {
  await press(page, 'Hang up');
  await untilSaid(page, 'The call has ended.');
}

const LIMIT_MS = 240_000;

/** What all of them do before the first test around it, at the same time. One that fails does so in its own test. */
export function atOnce<T>(
  names: readonly ExampleName[],
  act: (name: ExampleName) => Promise<T>,
): (name: ExampleName) => Promise<T> {
  const outcomes = new Map<ExampleName, PromiseSettledResult<T>>();
  beforeAll(async () => {
    const settled = await Promise.allSettled(names.map(act));
    for (const [index, outcome] of settled.entries()) outcomes.set(names[index] as ExampleName, outcome);
  }, LIMIT_MS);
  return async (name) => {
    const outcome = outcomes.get(name);
    if (!outcome) throw new Error(`${name} was not done in time.`);
    if (outcome.status === 'rejected') throw outcome.reason;
    return outcome.value;
  };
}
