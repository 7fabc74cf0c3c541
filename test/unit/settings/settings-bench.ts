/** A settings source alone, over a store in memory and on a clock that the test moves. */
import type { StoredSettings } from '../../../src/settings/parse-settings.ts';
import { createSettingsSource } from '../../../src/settings/settings-source.ts';
import { aClock } from '../../support/clock.ts';
import { aMemoryStore } from '../../support/memory-store.ts';
import { aLog } from '../../support/recording-log.ts';
import { unwrap } from '../../support/result.ts';
import { settled } from '../../support/settled.ts';

/** `random` of a half spreads no poll. */
export function aSettingsBench(
  stored?: StoredSettings,
  options: Partial<Parameters<typeof createSettingsSource>[0]> = {},
) {
  const clock = aClock();
  const log = aLog();
  const store = aMemoryStore(stored);
  const source = createSettingsSource({ store, now: clock.now, log, random: () => 0.5, ...options });
  const deployment = async () => unwrap(await source.get()).targets[0].deployment;
  return { clock, log, store, source, deployment };
}

/** The next get starts a refresh behind; this one sees what it brought. */
export async function pollAndRead(bench: ReturnType<typeof aSettingsBench>): Promise<string> {
  await bench.source.get();
  await settled();
  return bench.deployment();
}
