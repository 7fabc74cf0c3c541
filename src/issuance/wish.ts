/** What can be asked for. A wish is read of the request alone: neither its caller nor the settings change it. */
import type { HttpRequest } from '@azure/functions';
import type { Result } from '../lib/result.ts';
import type { Refusal } from '../problems/problem.ts';
import type { Profile } from '../profiles/profile.ts';
import { grantMint, type MintGrant, type MintWish, readMintWish } from './mint-wish.ts';
import { grantRelay, type RelayGrant, type RelayWish, readRelayWish } from './relay-wish.ts';

type AnyWish = MintWish | RelayWish;
type AnyGrant = MintGrant | RelayGrant;
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

export function toGrant(profile: Profile, wish: AnyWish, relayUrl: string): Result<AnyGrant, Refusal> {
  switch (wish.kind) {
    case 'mint':
      return grantMint(profile, wish, relayUrl);
    case 'relay':
      return grantRelay(profile, wish);
  }
}
