/** The settings: as they stand in the store, and as the app would read them. */
import type { TokenCredential } from '@azure/identity';
import type { Settings } from '../../../src/settings/keys.ts';
import { parseSettings, type StoredSettings } from '../../../src/settings/parse-settings.ts';
import type { StoreName } from '../commands.ts';
import type { Discovered } from '../discovery.ts';
import { type Look, look, once, seen, then, unseen } from '../look.ts';
import { readStore, type StoredByLabel } from '../store.ts';

export interface SettingsFacts {
  readonly storeName: StoreName | undefined;
  stored(): Promise<Look<StoredByLabel>>;
  /** Under the label. */
  texts(): Promise<Look<StoredSettings>>;
  /** Unseen also where they are not valid. */
  settings(): Promise<Look<Settings>>;
}

export function createSettingsFacts({ store, label, because }: Discovered, credential: TokenCredential): SettingsFacts {
  const stored = once(async () =>
    store
      ? look(`the settings in ${store.endpoint}`, (signal) => readStore(store.endpoint, credential, signal))
      : unseen(because ?? 'no App Configuration store is known: name it with --store'),
  );
  const texts = once(() =>
    then(stored(), async (byLabel) => {
      const found = byLabel.get(label ?? '');
      return found ? seen(found) : unseen('there are no settings under the label');
    }),
  );
  return {
    storeName: store && { endpoint: store.endpoint, label },
    stored,
    texts,
    settings: once(() =>
      then(texts(), async (found) => {
        const parsed = parseSettings(found);
        return parsed.ok ? seen(parsed.value) : unseen('the settings are not valid');
      }),
    ),
  };
}
