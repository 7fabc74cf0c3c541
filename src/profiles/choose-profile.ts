/** Which profile a caller gets. Who may not use a profile learns nothing about it, not even that it exists. */
import { err, type Result } from '../lib/result.ts';
import type { SettingProblem } from '../lib/setting.ts';
import { DEFAULT_PROFILE, type Profile, type Profiles, type Requirement } from './profile.ts';

export type ProfileError =
  /** One answer for both causes; the log has the one that it was. */
  | { readonly reason: 'profile_not_permitted'; readonly cause: 'unknown' | 'requirement' }
  /** The default profile, which everybody knows to exist. */
  | {
      readonly reason: 'profile_forbidden';
      readonly scope: string | undefined;
      readonly role: string | undefined;
    }
  | { readonly reason: 'profile_invalid'; readonly profile: string; readonly problems: readonly SettingProblem[] };

/** What a verified token carries. */
export interface Permissions {
  readonly scopes: readonly string[];
  readonly roles: readonly string[];
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
  if (requires && !meets(caller, requires)) {
    return wanted === DEFAULT_PROFILE
      ? err({ reason: 'profile_forbidden', scope: undefined, role: undefined, ...requires })
      : err({ reason: 'profile_not_permitted', cause: 'requirement' });
  }
  return found.ok ? found : err({ reason: 'profile_invalid', profile: wanted, problems: found.error.problems });
}

function meets({ scopes, roles }: Permissions, requires: Requirement): boolean {
  return 'scope' in requires ? scopes.includes(requires.scope) : roles.includes(requires.role);
}
