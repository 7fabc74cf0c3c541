/** Which profile a caller gets. Who may not use a profile learns nothing about it, not even that it exists. */
import type { Api } from '../lib/azure-values.ts';
import { err, type Result } from '../lib/result.ts';
import type { SettingProblem } from '../lib/setting.ts';
import { type BrokenProfile, DEFAULT_PROFILE, type Profile, type Profiles, type Requirement } from './profile.ts';

export type ProfileError =
  /** One answer for both causes; the log has the one that it was. */
  | { readonly reason: 'profile_not_permitted'; readonly cause: 'unknown' | Lack }
  /** The default profile, which everybody knows to exist. */
  | {
      readonly reason: 'profile_forbidden';
      readonly cause: Lack;
      readonly scope: string | undefined;
      readonly role: string | undefined;
    }
  | { readonly reason: 'profile_invalid'; readonly profile: string; readonly problems: readonly SettingProblem[] };

/** What the profile asks for, or that the caller cannot fill in its variables. */
type Lack = 'requirement' | 'variables';

/** What a verified token carries. */
export interface Permissions {
  readonly scopes: readonly string[];
  readonly roles: readonly string[];
  /** Of an end user: the app that speaks for them. */
  readonly statedBy?: object;
}

export function chooseProfile(
  profiles: Profiles,
  name: string | undefined,
  caller: Permissions,
): Result<Profile, ProfileError> {
  const wanted = name ?? DEFAULT_PROFILE;
  const found = profiles.get(wanted);
  if (!found) return err({ reason: 'profile_not_permitted', cause: 'unknown' });
  const { requires } = found.ok ? found.value : found.error;
  const lack = lackOf(caller, found);
  if (lack !== undefined) {
    return wanted === DEFAULT_PROFILE
      ? err({ reason: 'profile_forbidden', cause: lack, scope: undefined, role: undefined, ...requires })
      : err({ reason: 'profile_not_permitted', cause: lack });
  }
  return found.ok ? found : err({ reason: 'profile_invalid', profile: wanted, problems: found.error.problems });
}

/** Names of the profiles of that API that this caller may use, in their order. */
export function namesOpenTo(profiles: Profiles, api: Api, caller: Permissions): readonly string[] {
  return [...profiles].flatMap(([name, profile]) =>
    profile.ok && profile.value.api === api && lackOf(caller, profile) === undefined ? name : [],
  );
}

function lackOf(caller: Permissions, profile: Result<Profile, BrokenProfile>): Lack | undefined {
  const { requires } = profile.ok ? profile.value : profile.error;
  if (requires && !meets(caller, requires)) return 'requirement';
  return profile.ok && profile.value.variables.size > 0 && !caller.statedBy ? 'variables' : undefined;
}

function meets({ scopes, roles }: Permissions, requires: Requirement): boolean {
  return 'scope' in requires ? scopes.includes(requires.scope) : roles.includes(requires.role);
}
