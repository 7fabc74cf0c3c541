/** From the two texts of one profile in the store to the profile, or to everything that is wrong with it. */
import * as z from 'zod/mini';
import { err, type Result } from '../lib/result.ts';
import { jsonText, type SettingProblem } from '../lib/setting.ts';
import { type Finding, validate } from '../lib/validation.ts';
import type { BrokenProfile, Profile, StoredText } from './profile.ts';
import { readProfileBody, requirementIn } from './profile-body.ts';
import type { KnownTargets } from './served-at.ts';

export interface StoredProfile {
  readonly name: string;
  readonly body: StoredText;
  readonly instructions: StoredText | undefined;
}

/** What a profile has where it does not say otherwise: the app's own settings. */
export interface ProfileDefaults extends KnownTargets {
  readonly secretSeconds: number;
  /** Minutes of speech are counted, and nobody counts those of a call that a page makes with a secret. */
  readonly relayOnly: boolean;
}

/** App Configuration's limit of one key-value. */
const STORE_LIMIT = 10_000;

export const storedJson = jsonText(z.looseObject({}));

export function readProfile(stored: StoredProfile, defaults: ProfileDefaults): Result<Profile, BrokenProfile> {
  const { name, body, instructions } = stored;
  const json = validate(storedJson, body.text);
  const value = json.ok ? json.value : undefined;
  const broken = (problems: readonly SettingProblem[]) => err({ name, requires: requirementIn(value), problems });

  const unreadable = [instructions, body].flatMap((text) => (text === undefined ? [] : findUnreadable(text)));
  if (unreadable.length > 0) return broken(unreadable);
  if (!json.ok) return broken(toProblems(body.key, json.error));
  const read = readProfileBody(json.value, instructions, { name, ...defaults });
  return read.ok ? read : broken(toProblems(body.key, read.error));
}

function findUnreadable({ key, storedLength, problem }: StoredText): readonly SettingProblem[] {
  if (problem !== undefined) return [{ key, problem }];
  return storedLength >= STORE_LIMIT ? [{ key, problem: toLimitProblem(key) }] : [];
}

function toLimitProblem(key: string): string {
  const fix = key.endsWith(':instructions') ? 'shorten it' : `move the session’s instructions to ${key}:instructions`;
  return `is at the store’s limit of ${STORE_LIMIT} characters, key included, so its end may be cut off: ${fix}`;
}

function toProblems(key: string, findings: readonly Finding[]): readonly SettingProblem[] {
  return findings.map(({ pointer, message }) => ({
    key,
    problem: pointer === '' ? message : `at ${pointer} ${message}`,
  }));
}
