/** A named session that callers can ask for, as the settings describe it. */
import type { Result } from '../lib/result.ts';
import type { SettingProblem } from '../lib/setting.ts';
import type { Choice } from './choices.ts';
import { isSessionReadable, type LiveSession } from './live-session-schema.ts';
import type { ServedAt } from './served-at.ts';
import type { Session } from './session-schema.ts';
import type { Variables } from './variables.ts';

/** What a caller's token must carry. */
export type Requirement = { readonly scope: string } | { readonly role: string };

export interface ProfileBase {
  readonly name: string;
  /** The first is asked before the others. */
  readonly servedAt: readonly [ServedAt, ...ServedAt[]];
  /** What a caller may set, by the JSON pointer into the session. */
  readonly choices: ReadonlyMap<string, Choice>;
  /** What an app fills into the instructions for its end user. */
  readonly variables: Variables;
  readonly requires: Requirement | undefined;
  /** What a call of it may last; `undefined`: what every call may. */
  readonly maxMinutes: number | undefined;
}

/** Of Azure's Realtime API. */
export interface RealtimeProfile extends ProfileBase {
  readonly api: 'realtime';
  readonly session: Session;
  /** Lifetime of its secrets, and the most that a caller can ask for. */
  readonly secretSeconds: number;
  /** False where only the relay may serve it: the page never holds a secret. */
  readonly direct: boolean;
  /** The relay asks Azure to keep the session from the page's data channel (`webrtcfilter=on`). */
  readonly filter: boolean;
}

/** Of GPT-Live, which has no client secrets: every session of it goes through the relay. */
export interface LiveProfile extends ProfileBase {
  readonly api: 'live';
  readonly session: LiveSession;
  /** Azure is told the caller's pseudonym, `safety_identifier`. */
  readonly safetyIdentifier: boolean;
}

export type Profile = RealtimeProfile | LiveProfile;
/** One text, and its key as it stands in the store. */
export interface StoredText {
  readonly key: string;
  readonly text: string;
  /** Characters in the store, key included. */
  readonly storedLength: number;
  /** Why it cannot be read; completes the sentence "<key> …". */
  readonly problem: string | undefined;
}

/** A profile that cannot be used, and refuses its own callers only. */
export interface BrokenProfile {
  readonly name: string;
  /** As far as it could be read: who lacks it is not told that the profile exists. */
  readonly requires: Requirement | undefined;
  readonly problems: readonly SettingProblem[];
}

/** By name; the default one is always there. */
export type Profiles = ReadonlyMap<string, Result<Profile, BrokenProfile>>;

export const DEFAULT_PROFILE = 'default';

/**
 * Whether the page can read the instructions: always, unless a Realtime session goes through the relay and its filter,
 * or a Live session's allow-list leaves out what repeats them.
 */
export function hasReadableInstructions(profile: Profile): boolean {
  if (profile.session.instructions === undefined) return false;
  return profile.api === 'live' ? isSessionReadable(profile.session) : profile.direct || !profile.filter;
}

/** Names of those whose pages get a secret: nobody knows the calls that are made with it. */
export function unleashedIn(profiles: Profiles): readonly string[] {
  return [...profiles.values()].flatMap((profile) =>
    profile.ok && profile.value.api === 'realtime' && profile.value.direct ? profile.value.name : [],
  );
}
