/** What can be asked for. A wish is read of the request alone: neither its caller nor the settings change it. */
import type { HttpRequest } from '@azure/functions';
import type { Caller } from '../auth/caller.ts';
import type { Api } from '../lib/azure-values.ts';
import { err, type Result } from '../lib/result.ts';
import type { Refusal } from '../problems/to-problem.ts';
import { chooseProfile, namesOpenTo } from '../profiles/choose-profile.ts';
import type { Profile, Profiles } from '../profiles/profile.ts';
import { grantLive, type LiveGrant, type LiveWish, readLiveWish } from './live-wish.ts';
import { grantMint, type MintGrant, type MintWish, readMintWish } from './mint-wish.ts';
import { grantRelay, type RelayGrant, type RelayWish, readRelayWish } from './relay-wish.ts';

type AnyWish = MintWish | RelayWish | LiveWish;
export type AnyGrant = MintGrant | RelayGrant | LiveGrant;
/** Also the name of the log line and of the event. */
export type Kind = AnyWish['kind'];

/** Where each API takes an offer. */
export type RelayUrls = Readonly<Record<Api, string>>;

export function readWish(kind: Kind, request: HttpRequest): Promise<Result<AnyWish, Refusal>> {
  switch (kind) {
    case 'mint':
      return readMintWish(request);
    case 'relay':
      return readRelayWish(request);
    case 'live':
      return readLiveWish(request);
  }
}

/** What no page may choose, its server may say of its user: of everybody else it is refused, whatever the profile. */
export function profileFor(
  profiles: Profiles,
  { kind, variables, profileName }: AnyWish,
  caller: Caller,
): Result<Profile, Refusal> {
  if (variables !== undefined && !caller.statedBy) return err({ reason: 'variables_refused' });
  // The default profile is of the Realtime API.
  if (kind === 'live' && profileName === undefined) {
    return err({ reason: 'profile_required', profiles: namesOpenTo(profiles, 'live', caller) });
  }
  return chooseProfile(profiles, profileName, caller);
}

export function toGrant(profile: Profile, wish: AnyWish, urls: RelayUrls): Result<AnyGrant, Refusal> {
  if (wish.kind === 'live') {
    return profile.api === 'live' ? grantLive(profile, wish) : err(toOtherApi(profile, urls));
  }
  if (profile.api === 'live') return err(toOtherApi(profile, urls));
  return wish.kind === 'mint' ? grantMint(profile, wish, urls.realtime) : grantRelay(profile, wish);
}

function toOtherApi({ api, name }: Profile, urls: RelayUrls): Refusal {
  return { reason: 'profile_of_other_api', url: `${urls[api]}?profile=${name}` };
}
