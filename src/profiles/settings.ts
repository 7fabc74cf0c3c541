/** The keys of the profiles. Each profile validates alone: a wrong one refuses only its own callers. */
import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod/mini';
import { parseJson } from '../lib/json.ts';
import { err, type Result } from '../lib/result.ts';
import type { Setting } from '../lib/setting.ts';
import { readStoredValue, type StoredValue, type ValueKind } from '../lib/stored-value.ts';
import {
  type BrokenProfile,
  DEFAULT_PROFILE,
  type Profile,
  type Profiles,
  type Requirement,
  type StoredText,
} from './profile.ts';
import { requirementIn } from './profile-body.ts';
import { liveProfileSchema, realtimeProfileSchema } from './profile-schema.ts';
import { type ProfileDefaults, readProfile, storedJson } from './stored-profile.ts';

/** They are parsed on the loop that serves everybody: so many take a tenth of a second, and long ones a third. */
export const MAX_PROFILES = 1_000;

const MEMBERS = Object.keys({ ...realtimeProfileSchema.shape, ...liveProfileSchema.shape })
  .map((member) => `\`${member}\``)
  .join(', ');

/** `<name>` stands for any name. */
export const PROFILE_SETTINGS = {
  'profiles:<name>': {
    meaning: `JSON with ${MEMBERS}, all optional: a session that callers can ask for by name, and what they may choose in it; see [profiles](profiles.md). \`default\` exists even if you do not set it. ${MAX_PROFILES} at most: if there are more, the app refuses the callers of the last by name.`,
    writtenBy: 'operator',
    schema: storedJson,
    default: undefined,
  },
  'profiles:<name>:instructions': {
    meaning: 'Plain text: the instructions of that profile’s session, where they are too long for its JSON.',
    writtenBy: 'operator',
    schema: z.string(),
    default: undefined,
  },
} as const satisfies Readonly<Record<string, Setting<unknown>>>;

const KEY = /^profiles:([^:]+)(:instructions)?$/;
const NAME = /^[a-z0-9-]{1,40}$/;

interface ProfileTexts {
  readonly body?: StoredText;
  readonly instructions?: StoredText;
}

/** A profile with what it was read from: whoever reads again reads only what has changed. */
export interface ReadProfile {
  readonly texts: ProfileTexts;
  readonly defaults: ProfileDefaults;
  readonly profile: Result<Profile, BrokenProfile>;
}

export function isProfileKey(key: string): boolean {
  return KEY.test(key);
}

/**
 * Keys of `stored` are as in the store; `prefix` stands before `profiles:` in each of them. `before` is what an earlier
 * call gave.
 */
export function readProfiles(
  stored: ReadonlyMap<string, StoredValue>,
  prefix: string,
  { targets, outOfForce, secretSeconds, relayOnly }: ProfileDefaults,
  before?: ReadonlyMap<string, ReadProfile>,
): ReadonlyMap<string, ReadProfile> {
  const known = targets.map(({ name, deployment }) => ({ name, deployment }));
  const defaults = { targets: known, outOfForce, secretSeconds, relayOnly };
  return new Map(
    [...textsByName(stored, prefix)].map(([name, texts], index): [string, ReadProfile] => {
      if (index >= MAX_PROFILES) return [name, { texts: {}, defaults, profile: refuseSurplus(name, texts) }];
      const known = before?.get(name);
      const isKnown = isDeepStrictEqual([known?.texts, known?.defaults], [texts, defaults]);
      return [name, known && isKnown ? known : { texts, defaults, profile: readTexts(name, texts, defaults) }];
    }),
  );
}

export function toProfiles(read: ReadonlyMap<string, ReadProfile>): Profiles {
  return new Map([...read].map(([name, { profile }]) => [name, profile]));
}

function textsByName(stored: ReadonlyMap<string, StoredValue>, prefix: string): ReadonlyMap<string, ProfileTexts> {
  const key = `${prefix}profiles:${DEFAULT_PROFILE}`;
  const bare = readText(key, { text: '{}' }, 'json');
  const texts = new Map<string, ProfileTexts>([[DEFAULT_PROFILE, { body: bare }]]);
  for (const [key, value] of stored) {
    const [, name, suffix] = (key.startsWith(prefix) && KEY.exec(key.slice(prefix.length))) || [];
    if (name === undefined) continue;
    const text = readText(key, value, suffix === undefined ? 'json' : 'prose');
    // As with every other setting, an empty value is an absent one.
    if (text.text === '' && text.problem === undefined) continue;
    texts.set(name, { ...texts.get(name), [suffix === undefined ? 'body' : 'instructions']: text });
  }
  return texts;
}

function readText(key: string, value: StoredValue, kind: ValueKind): StoredText {
  const read = readStoredValue(value, kind);
  const storedLength = key.length + value.text.length;
  return { key, storedLength, text: read.ok ? read.value : '', problem: read.ok ? undefined : read.error };
}

function readTexts(name: string, { body, instructions }: ProfileTexts, defaults: ProfileDefaults) {
  if (!NAME.test(name))
    return broken(name, body ?? instructions, 'must have a name of a-z, 0-9 and -, at most 40 of them');
  // A profile that was deleted must not come back without its `requires` because its instructions were left behind.
  if (!body)
    return broken(name, instructions, 'belongs to no profile: set the profile’s own key too, or delete this one');
  return readProfile({ name, body, instructions }, defaults);
}

/** `requires` is read all the same, because the answer must not tell a caller who lacks it. */
function refuseSurplus(name: string, { body, instructions }: ProfileTexts): Result<Profile, BrokenProfile> {
  const problem = `is one profile too many: ${MAX_PROFILES} are read, in the order of their names`;
  return broken(name, body ?? instructions, problem, requirementIn(parseJson(body?.text ?? '')));
}

function broken(
  name: string,
  text: StoredText | undefined,
  problem: string,
  requires?: Requirement,
): Result<Profile, BrokenProfile> {
  return err({ name, requires, problems: [{ key: text?.key ?? '', problem }] });
}
