import type { StoredSettings } from '../../../src/settings/parse-settings.ts';
import { NOON_MS } from '../../support/clock.ts';
import { errorOf, unwrap } from '../../support/result.ts';
import { settled } from '../../support/settled.ts';
import { storedSettings } from '../../support/stored-settings.ts';
import { aSettingsBench as aBench } from './settings-bench.ts';

const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;
const FAILURE = Object.assign(new Error('quotes a header with a secret'), {
  name: 'RestError',
  code: 'REQUEST_SEND_ERROR',
  statusCode: 403,
});

afterEach(() => void jest.useRealTimers());

describe('the settings in force', () => {
  test('are read when the first caller comes, once for everybody', async () => {
    const { source, store } = aBench();
    expect(store.reads).toBe(0);
    await Promise.all([source.get(), source.get()]);
    expect(store.reads).toBe(1);
  });

  test('are not polled for 30 s', async () => {
    const { clock, store, deployment } = aBench();
    await deployment();
    clock.advance(30 * SECOND_MS - 1);
    await deployment();
    expect(store.reads).toBe(1);
  });

  test.each([
    [0, 24],
    [1, 36],
  ])(
    'are polled a fifth sooner or later by chance (%d), so that instances do not poll together',
    async (random, seconds) => {
      const { clock, store, deployment } = aBench(undefined, { random: () => random });
      await deployment();
      clock.advance(seconds * SECOND_MS - 1);
      await deployment();
      expect(store.reads).toBe(1);
      clock.advance(1);
      await deployment();
      expect(store.reads).toBe(2);
    },
  );

  test('are polled behind after 30 s: the caller does not wait, the next one has the change', async () => {
    const { clock, store, deployment } = aBench();
    await deployment();
    store.stored = storedSettings({ deployment: 'changed' });
    clock.advance(30 * SECOND_MS);
    expect(await deployment()).toBe('gpt-realtime');
    await settled();
    expect(await deployment()).toBe('changed');
  });

  test('are waited for after five minutes', async () => {
    const { clock, store, deployment } = aBench();
    await deployment();
    store.stored = storedSettings({ deployment: 'changed' });
    clock.advance(5 * MINUTE_MS);
    expect(await deployment()).toBe('changed');
  });

  test('are served old when the store is down, until they are an hour old', async () => {
    const { clock, store, source, deployment } = aBench();
    await deployment();
    store.failure = FAILURE;
    clock.advance(60 * MINUTE_MS - 1);
    expect(await deployment()).toBe('gpt-realtime');
    clock.advance(1_001);
    expect(errorOf(await source.get())).toEqual({
      reason: 'store_unavailable',
      status: 403,
      cause: 'RestError REQUEST_SEND_ERROR',
    });
  });

  test('are renewed by each poll that is answered, also when nothing changed', async () => {
    const { clock, store, source, deployment } = aBench();
    await deployment();
    clock.advance(59 * MINUTE_MS);
    await deployment();
    store.failure = FAILURE;
    clock.advance(59 * MINUTE_MS);
    expect((await source.get()).ok).toBe(true);
  });

  test('are served old after a second of waiting for a slow store', async () => {
    jest.useFakeTimers();
    const { clock, store, source } = aBench();
    await source.get();
    store.read = () => Promise.withResolvers<StoredSettings>().promise;
    clock.advance(5 * MINUTE_MS);
    const got = source.get();
    await jest.advanceTimersByTimeAsync(1_000);
    expect(unwrap(await got).targets[0].deployment).toBe('gpt-realtime');
  });
});

describe('a store that fails', () => {
  /** Reads within `seconds` in which requests come every tenth of a second. */
  async function readsWithin(seconds: number, failure: unknown, { clock, store, source } = aBench()) {
    store.failure = failure;
    for (let tenth = 0; tenth < seconds * 10; tenth += 1) {
      await source.get();
      clock.advance(SECOND_MS / 10);
    }
    return store.reads;
  }

  test('is asked less and less: at most eight times in a minute, and again a second after its first failure', async () => {
    expect(await readsWithin(60, FAILURE)).toBeLessThanOrEqual(8);
    expect(await readsWithin(1, FAILURE)).toBe(2);
    expect(await readsWithin(0.8, FAILURE)).toBe(1);
  });

  test.each([
    ['in seconds', { 'retry-after': '20' }],
    ['in milliseconds', { 'retry-after-ms': '20000' }],
    ['as a date', { 'retry-after': new Date(NOON_MS + 20_000).toUTCString() }],
  ])('is left alone for as long as its answer asks %s, and no log line tells of that anew', async (_what, headers) => {
    const bench = aBench();
    const throttled = { ...FAILURE, statusCode: 429, response: { status: 429, headers: new Headers(headers) } };
    expect(await readsWithin(20, throttled, bench)).toBe(1);
    expect(await readsWithin(1, throttled, bench)).toBe(2);
    expect(bench.log.of('settings_unusable')).toMatchObject([{ status: 429, askedToWaitMs: 20_000 }]);
  });

  test('is reported once an outage, without the SDK’s message', async () => {
    const { clock, store, source, log } = aBench();
    for (const failure of [FAILURE, FAILURE, undefined, FAILURE]) {
      store.failure = failure;
      await source.get();
      clock.advance(60 * MINUTE_MS);
    }
    expect(log.of('settings_unusable')).toHaveLength(2);
    expect(JSON.stringify(log.records)).not.toContain('secret');
  });

  test.each([undefined, null, 'text', new Error('x'), { code: 'with spaces and "quotes"' }, { statusCode: '403' }])(
    'may throw anything: %p',
    async (thrown) => {
      const { source } = aBench(undefined, { store: { read: () => Promise.reject(thrown) } });
      expect(errorOf(await source.get())).toMatchObject({ reason: 'store_unavailable', status: undefined });
    },
  );

  test('that never answers is given up after eight seconds', async () => {
    jest.useFakeTimers();
    const { source } = aBench(undefined, { store: { read: () => Promise.withResolvers<StoredSettings>().promise } });
    const got = source.get();
    await jest.advanceTimersByTimeAsync(8_000);
    expect(errorOf(await got)).toMatchObject({ reason: 'store_unavailable', cause: 'No answer within 8000 ms.' });
  });

  test('that nobody named is a reason of its own, reported once', async () => {
    const { source, log, clock } = aBench(undefined, { store: undefined });
    expect(errorOf(await source.get())).toEqual({ reason: 'store_not_named' });
    clock.advance(MINUTE_MS);
    await source.get();
    expect(log.of('settings_unusable')).toHaveLength(1);
  });
});
