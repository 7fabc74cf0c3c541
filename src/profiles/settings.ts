/** The keys of the profiles. Each profile validates alone: a wrong one refuses only its own callers. */
import { err, type Result } from '../lib/result.ts';
import { type BrokenProfile, DEFAULT_PROFILE, type Profile, type Profiles, type StoredText } from './profile.ts';
import { type ProfileDefaults, readProfile } from './stored-profile.ts';

/** Rows of the table of settings. */
export const PROFILE_KEYS = [
  {
    key: 'profiles:<name>',
    meaning:
      'JSON: a session that callers can ask for by name, and what they may choose in it; see [profiles](profiles.md). `default` is there even when it is not set.',
    writtenBy: 'operator',
    required: false,
    defaultText: undefined,
  },
  {
    key: 'profiles:<name>:instructions',
    meaning: 'Plain text: the instructions of that profile’s session, where they are too long for its JSON.',
    writtenBy: 'operator',
    required: false,
    defaultText: undefined,
  },
] as const;

const KEY = /^profiles:([^:]+)(:instructions)?$/;
const NAME = /^[a-z0-9-]{1,40}$/;

interface ProfileTexts {
  body?: StoredText;
  instructions?: StoredText;
}

export function isProfileKey(key: string): boolean {
  return KEY.test(key);
}

/** Keys of `stored` are as in the store; `prefix` stands before `profiles:` in each of them. */
export function readProfiles(stored: ReadonlyMap<string, string>, prefix: string, defaults: ProfileDefaults): Profiles {
  const bare: ProfileTexts = { body: { key: `${prefix}profiles:${DEFAULT_PROFILE}`, text: '{}' } };
  const texts = new Map<string, ProfileTexts>([[DEFAULT_PROFILE, bare]]);
  for (const [key, text] of stored) {
    const [, name, suffix] = (key.startsWith(prefix) && KEY.exec(key.slice(prefix.length))) || [];
    // As with every other setting, an empty value is an absent one.
    if (name === undefined || text.trim() === '') continue;
    texts.set(name, { ...texts.get(name), [suffix === undefined ? 'body' : 'instructions']: { key, text } });
  }
  return new Map([...texts].map(([name, found]) => [name, readTexts(name, found, defaults)]));
}

function readTexts(name: string, { body, instructions }: ProfileTexts, defaults: ProfileDefaults) {
  if (!NAME.test(name))
    return broken(name, body ?? instructions, 'must have a name of a-z, 0-9 and -, at most 40 of them');
  // A profile that was deleted must not come back without its `requires` because its instructions were left behind.
  if (!body)
    return broken(name, instructions, 'belongs to no profile: set the profile’s own key too, or delete this one');
  return readProfile({ name, body, instructions }, defaults);
}

function broken(name: string, text: StoredText | undefined, problem: string): Result<Profile, BrokenProfile> {
  return err({ name, requires: undefined, problems: [{ key: text?.key ?? '', problem }] });
}
