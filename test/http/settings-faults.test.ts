import type { EmulatedAzure } from '../../local/azure/emulated-azure.ts';
import { type Answer, type System, startSystem } from './system.ts';

/** What the store can do wrong and what the operator reads of it; slowness is apart, because it takes real time. */
const FAULTS = [
  ['refuses connections', 'appConfiguration.down', 'refuse', { cause: 'RestError ECONNREFUSED' }],
  ['resets connections', 'appConfiguration.down', 'reset', { cause: 'RestError ECONNRESET' }],
  ['answers 401', 'appConfiguration.status', '401', { status: 401 }],
  ['answers 403', 'appConfiguration.status', '403', { status: 403 }],
  ['answers 429', 'appConfiguration.status', '429', { status: 429 }],
  ['answers 500', 'appConfiguration.status', '500', { status: 500 }],
  ['answers 503', 'appConfiguration.status', '503', { status: 503 }],
  ['answers what is no JSON', 'appConfiguration.body', 'malformed', { cause: 'MalformedListing' }],
] as const;
const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;
/** Beyond the longest pause that the app makes between two attempts at a store that fails. */
const ANEW_MS = 31 * SECOND_MS;
/** Beyond the age at which settings are polled. */
const STALE_MS = 37 * SECOND_MS;

/** Whose store never answers: the app gives up in real time, while the others are tested. */
let silent: { readonly system: System; readonly answer: Promise<Answer> };
beforeAll(async () => {
  const own = await startSystem({
    prepare: ({ switches }) => switches.set('appConfiguration.delayMs', 60_000),
    realClock: true,
  });
  silent = { system: own, answer: own.mint({ headers: await own.bearer() }) };
});
afterAll(() => silent.system.stop());

function expectUnconfigured(answer: Answer, azure: EmulatedAzure): void {
  expect({ status: answer.status, ...answer.json }).toMatchObject({
    status: 503,
    code: 'configuration_unavailable',
    detail: expect.stringContaining('App Configuration store'),
  });
  expect(answer.headers.get('retry-after')).toBe('5');
  expect(answer.text).not.toContain(new URL(azure.urls.appConfiguration).host);
  expect(answer.text).not.toMatch(/127\.0\.0\.1|localhost|azconfig/);
}

/** What the store was asked in a minute of requests, one a second. */
async function askedInAMinute({ azure, mint, advance }: System): Promise<number> {
  const before = azure.requests.count('appConfiguration');
  for (let second = 0; second < 60; second += 1) {
    await mint();
    await advance(SECOND_MS);
  }
  return azure.requests.count('appConfiguration') - before;
}

describe('an app', () => {
  let system: System;
  beforeAll(async () => {
    system = await startSystem({ prepare: ({ switches }) => switches.set('appConfiguration.status', '403') });
  });
  afterAll(() => system.stop());
  afterEach(() => system.azure.switches.reset());

  const readiness = () => system.request('/api/readyz');

  describe('from the start', () => {
    test.each(FAULTS)(
      'a store that %s makes a mint 503 that names it, and not its host',
      async (_what, name, value, seen) => {
        system.azure.switches.set(name, value);
        await system.advance(ANEW_MS);
        expectUnconfigured(await system.mint(), system.azure);
        expect(await readiness()).toMatchObject({
          status: 503,
          json: { status: 'not_ready', failing: expect.arrayContaining(['settings_unavailable']) },
        });
        expect((await system.logged('settings_unusable')).at(-1)).toMatchObject({
          reason: 'store_unavailable',
          ...seen,
        });
      },
    );

    test('is reported when it begins, not at each request', async () => {
      system.azure.switches.set('appConfiguration.status', '403');
      await system.advance(ANEW_MS);
      await system.mint();
      const reported = (await system.logged('settings_unusable')).length;
      await system.advance(ANEW_MS);
      await system.mint();
      expect(await system.logged('settings_unusable')).toHaveLength(reported);
    });

    test('serves the next request once the store is well again, without a restart', async () => {
      await system.advance(ANEW_MS);
      await system.mintUntil(200);
      expect(await readiness()).toMatchObject({ status: 200, json: { failing: [], warnings: [] } });
    });
  });

  describe('in mid-run', () => {
    beforeAll(async () => {
      await system.advance(ANEW_MS);
      await system.mintUntil(200);
    });

    test('a store that throttles the app is asked at most eight times in a minute, and nobody is refused', async () => {
      system.azure.switches.set('appConfiguration.status', '429');
      await system.advance(STALE_MS);
      expect(await askedInAMinute(system)).toBeLessThanOrEqual(8);
      expect(await system.mint()).toMatchObject({ status: 200 });
    });

    test.each(FAULTS)('a store that %s is not noticed by callers for an hour', async (_what, name, value, seen) => {
      // A listing that has not changed is a 304 without a body, which nothing can garble.
      system.azure.settings.set('realtime:secretSeconds', '60');
      system.azure.switches.set(name, value);
      const before = (await system.logged('settings_unusable')).length;

      await system.advance(STALE_MS);
      expect((await system.mint()).status).toBe(200);
      expect((await readiness()).json['warnings']).toEqual([]);
      await system.until(async () =>
        (await system.logged('settings_unusable'))
          .slice(before)
          .some((line) => Object.entries(seen).every(([fact, value]) => line[fact] === value)),
      );

      await system.advance(6 * MINUTE_MS);
      expect((await system.mint()).status).toBe(200);
      expect(await readiness()).toMatchObject({ status: 200, json: { failing: [], warnings: ['settings_stale'] } });

      await system.advance(55 * MINUTE_MS);
      expectUnconfigured(await system.mint(), system.azure);
      expect(await readiness()).toMatchObject({ status: 503, json: { failing: ['settings_unavailable'] } });

      system.azure.switches.reset();
      await system.advance(ANEW_MS);
      await system.mintUntil(200);
      expect(await readiness()).toMatchObject({ status: 200, json: { failing: [], warnings: [] } });
    });

    test('a store that does not answer holds nobody up before five minutes, and then for a second', async () => {
      system.azure.switches.set('appConfiguration.delayMs', 60_000);
      await system.advance(STALE_MS);
      expect(await settingsMs(await system.mint())).toBeLessThan(500);

      await system.advance(6 * MINUTE_MS);
      const waited = await settingsMs(await system.mint());
      expect(waited).toBeGreaterThanOrEqual(990);
      // Far below the 8 s that a first read may take.
      expect(waited).toBeLessThan(4_000);
    });

    test('goes on after that without a restart', async () => {
      await system.advance(ANEW_MS);
      await system.mintUntil(200);
      await system.until(async () => (await readiness()).json['warnings']?.toString() === '');
    });

    /** Of a mint that was served. */
    async function settingsMs(answer: Answer): Promise<number> {
      expect(answer.status).toBe(200);
      const { phasesMs } = (await system.mintLine(answer)) as { phasesMs: Record<string, number> };
      return phasesMs['settings'] ?? Number.NaN;
    }
  });
});

test('a store that is slow from the start is waited for by every caller, and asked once', async () => {
  const slow = await startSystem({ prepare: ({ switches }) => switches.set('appConfiguration.delayMs', 500) });
  const answers = await Promise.all([slow.mint(), slow.mint(), slow.mint()]);
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
  expect(slow.azure.requests.count('appConfiguration')).toBe(1);
  await slow.stop();
});

describe('a cold app', () => {
  test.each([
    ['answers 429 to', 'appConfiguration.status', '429'],
    ['answers 503 to', 'appConfiguration.status', '503'],
    ['resets the connections of', 'appConfiguration.down', 'reset'],
  ])('a store that %s it is asked at most eight times in a minute', async (_what, name, value) => {
    const cold = await startSystem({ prepare: ({ switches }) => switches.set(name, value) });
    const asked = await askedInAMinute(cold);
    await cold.stop();
    expect(asked).toBeGreaterThan(3);
    expect(asked).toBeLessThanOrEqual(8);
  });

  test('a store that fails for a moment costs it about a second', async () => {
    const cold = await startSystem({ prepare: ({ switches }) => switches.set('appConfiguration.status', '500') });
    expect(await cold.mint()).toMatchObject({ status: 503 });
    cold.azure.switches.reset();
    await cold.advance(SECOND_MS);
    expect(await cold.mint()).toMatchObject({ status: 200 });
    await cold.stop();
  });
});

test('a store that does not answer makes a mint 503 before the host gives up', async () => {
  expectUnconfigured(await silent.answer, silent.system.azure);
});
