/** Profiles as they stand in the store, and what they are read as. */
import type { BrokenProfile, LiveProfile, Profile, Profiles, RealtimeProfile } from '../../../src/profiles/profile.ts';
import { readProfiles, toProfiles } from '../../../src/profiles/settings.ts';
import { errorOf, unwrap } from '../../support/result.ts';

const DEFAULTS = {
  targets: [{ name: 'default', deployment: 'gpt-realtime' }],
  outOfForce: [],
  secretSeconds: 60,
  relayOnly: false,
};

/** `texts` by key without the prefix, as in `storedSettings`. */
export function readTexts(texts: Readonly<Record<string, string>>): Profiles {
  const stored = new Map(Object.entries(texts).map(([key, text]) => [`realtime:${key}`, { text }] as const));
  return toProfiles(readProfiles(stored, 'realtime:', DEFAULTS));
}

/** The profile `kiosk`, of this JSON. */
export function aProfile(body: Readonly<Record<string, unknown>> = {}, instructions?: string): Profile {
  return unwrap(readKiosk(JSON.stringify(body), instructions));
}

export function aRealtimeProfile(body: Readonly<Record<string, unknown>> = {}, instructions?: string): RealtimeProfile {
  const profile = aProfile(body, instructions);
  if (profile.api !== 'realtime') throw new Error('The profile is of Live.');
  return profile;
}

export function aLiveProfile(body: Readonly<Record<string, unknown>> = {}, instructions?: string): LiveProfile {
  const profile = aProfile({ api: 'live', deployment: 'gpt-live', ...body }, instructions);
  if (profile.api !== 'live') throw new Error('The profile is of Realtime.');
  return profile;
}

export function aBrokenProfile(body: Readonly<Record<string, unknown>> | string, instructions?: string): BrokenProfile {
  return errorOf(readKiosk(typeof body === 'string' ? body : JSON.stringify(body), instructions));
}

/** The sentences that say what is wrong with it. */
export function problemsOf(body: Readonly<Record<string, unknown>> | string, instructions?: string): readonly string[] {
  return aBrokenProfile(body, instructions).problems.map(({ problem }) => problem);
}

/** What is wrong with the profile of this session. */
export function sessionProblems(session: Readonly<Record<string, unknown>>): readonly string[] {
  return problemsOf({ session: { type: 'realtime', ...session } });
}

function readKiosk(body: string, instructions?: string) {
  const texts = {
    'profiles:kiosk': body,
    ...(instructions === undefined ? {} : { 'profiles:kiosk:instructions': instructions }),
  };
  const read = readTexts(texts).get('kiosk');
  if (!read) throw new Error('There is no profile kiosk.');
  return read;
}
