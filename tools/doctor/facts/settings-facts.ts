/** The settings: as they stand in the store, and as the app would read them, each key by itself as the app judges it. */
import type { TokenCredential } from '@azure/identity';
import type { StoredValue } from '../../../src/lib/stored-value.ts';
import type { Profiles } from '../../../src/profiles/profile.ts';
import { readProfiles, toProfiles } from '../../../src/profiles/settings.ts';
import type { ProfileDefaults } from '../../../src/profiles/stored-profile.ts';
import { hasMinutes } from '../../../src/quota/settings.ts';
import { ONLY_TARGET } from '../../../src/realtime/target.ts';
import { BASE_SETTINGS, type BaseSettings, KEY_PREFIX } from '../../../src/settings/keys.ts';
import { readSettings, type StoredSettings } from '../../../src/settings/parse-settings.ts';
import type { StoreName } from '../az-commands.ts';
import type { Discovered } from '../discovery.ts';
import { type Look, look, once, seen, then, unseen } from '../look.ts';
import { readRevisions, readStore, type StoredByLabel } from '../store.ts';
import { problemsOf, readMembers, writtenIn } from '../targets/member.ts';

export interface SettingsFacts {
  readonly storeName: StoreName | undefined;
  stored(): Promise<Look<StoredByLabel>>;
  /** Under the label. */
  texts(): Promise<Look<StoredSettings>>;
  /** Of a base key, without prefix; unseen also where its own value is not valid. */
  setting<K extends keyof BaseSettings>(key: K): Promise<Look<BaseSettings[K]>>;
  profiles(): Promise<Look<Profiles>>;
  /** Earlier values of a key, the newest first, as far as the store keeps them. */
  revisions(key: string): Promise<Look<readonly StoredValue[]>>;
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
  const setting: SettingsFacts['setting'] = (name) =>
    then(texts(), async (found) => {
      const { problems, values } = readSettings(found);
      const key = KEY_PREFIX + name;
      if (problems.some((problem) => problem.key === key)) return unseen(`${key} is not valid`);
      // With realtime:targets it need not be there.
      if (!values.has(name)) return unseen(`${key} is not set`);
      return seen(values.get(name) as BaseSettings[typeof name]);
    });
  const profiles = once(() =>
    then(texts(), async (found) => seen(toProfiles(readProfiles(found, KEY_PREFIX, await defaultsFor(found))))),
  );

  /** A profile is judged by what is its own: a wrong base key, or target, is told where it is. */
  async function defaultsFor(found: StoredSettings): Promise<ProfileDefaults> {
    const [held, quota, callers] = await Promise.all([setting('secretSeconds'), setting('quota'), setting('callers')]);
    const ofOthers = callers.seen ? callers.value.map(({ onBehalf }) => onBehalf?.quota ?? {}) : [];
    return {
      targets: await targetsIn(found),
      outOfForce: [],
      secretSeconds: held.seen ? held.value : BASE_SETTINGS.secretSeconds.default,
      relayOnly: [...(quota.seen ? [quota.value] : []), ...ofOthers].some(hasMinutes),
    };
  }

  async function targetsIn(found: StoredSettings): Promise<ProfileDefaults['targets']> {
    const [members, named] = [readMembers(found), await setting('deployment')];
    const deployment = named.seen ? named.value : '';
    const several = members.seen ? members.value : undefined;
    if (!several) return [{ name: ONLY_TARGET, deployment }];
    return several.map((member) => {
      const isWrong = problemsOf(found, member, 'deployment').length > 0;
      return { name: member.name, deployment: isWrong ? '' : writtenIn(found, member, 'deployment') || deployment };
    });
  }

  return {
    storeName: store && { endpoint: store.endpoint, label },
    stored,
    texts,
    setting,
    profiles,
    revisions: async (key) =>
      store
        ? look(`the earlier values of ${key}`, (signal) =>
            readRevisions(store.endpoint, { key, label }, { credential, abortSignal: signal }),
          )
        : unseen('no App Configuration store is known'),
  };
}
