import type { StoredSettings } from '../../src/settings/parse-settings.ts';
import { createSettingsSource } from '../../src/settings/settings-source.ts';
import { aClock } from './clock.ts';
import { settled } from './deferred.ts';
import { aLog } from './recording-log.ts';
import { unwrap } from './result.ts';
import { storedSettings } from './stored-settings.ts';

/** A store that holds what the test puts into it, and fails while the test says so. `random` of a half spreads no poll. */
export function aSettingsBench(initial: StoredSettings = storedSettings(), random = 0.5) {
  const clock = aClock();
  const log = aLog();
  const state: { stored: StoredSettings; failure: unknown; reads: number } = {
    stored: initial,
    failure: undefined,
    reads: 0,
  };
  const store = {
    async read() {
      state.reads += 1;
      if (state.failure !== undefined) throw state.failure;
      return state.stored;
    },
  };
  const source = createSettingsSource({ store, now: clock.now, log, random: () => random });
  const deployment = async () => unwrap(await source.get()).deployment;
  return { clock, log, state, source, deployment };
}

/** The next get starts a refresh behind; this one sees what it brought. */
export async function pollAndRead(bench: ReturnType<typeof aSettingsBench>): Promise<string> {
  await bench.source.get();
  await settled();
  return bench.deployment();
}
