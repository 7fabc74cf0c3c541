/** What an operator's dashboard is told of the polls of the store. */
import type { StoredSettings } from '../../../src/settings/parse-settings.ts';
import type { SettingsPoll } from '../../../src/settings/settings-source.ts';
import { storedSettings } from '../../support/stored-settings.ts';
import { aSettingsBench } from './settings-bench.ts';

const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;
const FAILURE = new Error('down');

describe('what is told of a poll', () => {
  function aToldBench(initial?: StoredSettings) {
    const polls: SettingsPoll[] = [];
    const { clock, store, source } = aSettingsBench(initial, { polled: (poll) => void polls.push(poll) });
    async function pollAfter(ms: number): Promise<void> {
      clock.advance(ms);
      await source.refresh();
    }
    return { polls, store, pollAfter };
  }

  test('is the outcome when it changes', async () => {
    const { polls, store, pollAfter } = aToldBench();
    await pollAfter(0);
    store.failure = FAILURE;
    await pollAfter(2 * SECOND_MS);
    await pollAfter(2 * SECOND_MS);
    store.failure = undefined;
    await pollAfter(2 * SECOND_MS);
    expect(polls).toEqual([
      { outcome: 'current', reason: undefined, failingSeconds: 0 },
      { outcome: 'failed', reason: 'store_unavailable', failingSeconds: 0 },
      { outcome: 'current', reason: undefined, failingSeconds: 0 },
    ]);
  });

  test('says for how long polls have failed, which an hour without any does not count to', async () => {
    const { polls, store, pollAfter } = aToldBench();
    await pollAfter(0);
    store.failure = FAILURE;
    await pollAfter(60 * MINUTE_MS);
    await pollAfter(7 * MINUTE_MS);
    expect(polls.slice(1).map(({ failingSeconds }) => failingSeconds)).toEqual([0, 7 * 60]);
  });

  test('says so of an instance that never had any', async () => {
    const { polls, store, pollAfter } = aToldBench();
    store.failure = FAILURE;
    await pollAfter(0);
    await pollAfter(7 * MINUTE_MS);
    expect(polls.map(({ failingSeconds }) => failingSeconds)).toEqual([0, 7 * 60]);
  });

  test('is the same outcome once a minute', async () => {
    const { polls, pollAfter } = aToldBench();
    for (let poll = 0; poll < 12; poll += 1) await pollAfter(10 * SECOND_MS);
    expect(polls).toHaveLength(2);
  });

  test('is that a set cannot be used, also while there is none', async () => {
    const { polls, pollAfter } = aToldBench(storedSettings({ callers: 'no JSON' }));
    await pollAfter(0);
    expect(polls).toEqual([{ outcome: 'invalid', reason: 'settings_invalid', failingSeconds: 0 }]);
  });
});
