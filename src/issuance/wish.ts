/** What can be asked for. A wish is read of the request alone: neither its caller nor the settings change it. */
import type { HttpRequest } from '@azure/functions';
import type { Caller } from '../auth/caller.ts';
import { err, type Result } from '../lib/result.ts';
import type { Refusal } from '../problems/problem.ts';
import { chooseProfile } from '../profiles/choose-profile.ts';
import type { Profile, Profiles } from '../profiles/profile.ts';
import { grantMint, type MintGrant, type MintWish, readMintWish } from './mint-wish.ts';
import { grantRelay, type RelayGrant, type RelayWish, readRelayWish } from './relay-wish.ts';

type AnyWish = MintWish | RelayWish;
export type AnyGrant = MintGrant | RelayGrant;
/** Also the name of the log line and of the event. */
export type Kind = AnyWish['kind'];

export function readWish(kind: Kind, request: HttpRequest): Promise<Result<AnyWish, Refusal>> {
  switch (kind) {
    case 'mint':
      return readMintWish(request);
    case 'relay':
      return readRelayWish(request);
  }
}

/** What no page may choose, its server may say of its user: of everybody else it is refused, whatever the profile. */
export function profileFor(
  profiles: Profiles,
  { variables, profileName }: AnyWish,
  caller: Caller,
): Result<Profile, Refusal> {
  return variables === undefined || caller.statedBy
    ? chooseProfile(profiles, profileName, caller)
    : err({ reason: 'variables_refused' });
}

export function toGrant(profile: Profile, wish: AnyWish, relayUrl: string): Result<AnyGrant, Refusal> {
  switch (wish.kind) {
    case 'mint':
      return grantMint(profile, wish, relayUrl);
    case 'relay':
      return grantRelay(profile, wish);
  }
}
