/** What a caller asks of the relay: a profile in the query, and an SDP offer. Nothing else is theirs to say. */
import type { HttpRequest } from '@azure/functions';
import { readTextBody, toBodyError } from '../http/body.ts';
import { MIN_SECRET_SECONDS } from '../lib/azure-values.ts';
import { err, ok, type Result } from '../lib/result.ts';
import type { Refusal } from '../problems/problem.ts';
import { chooseProfile, type Permissions } from '../profiles/choose-profile.ts';
import { type Grant, narrow } from '../profiles/grant.ts';
import type { Profile, Profiles } from '../profiles/profile.ts';
import { endLastLine, isSessionDescription } from '../realtime/session-description.ts';
import type { Asked } from './issue.ts';

export interface CallGrant extends Grant {
  /** SDP. */
  readonly offer: string;
  readonly filter: boolean;
}

/** A browser's offer of audio has 2 to 6 KiB; one with many codecs, tracks and gathered candidates some tens. */
const MAX_OFFER_BYTES = 64 * 1024;

export async function readCallRequest(
  request: HttpRequest,
  profiles: Profiles,
  caller: Permissions,
): Promise<Result<Asked<CallGrant>, Refusal>> {
  const { searchParams } = new URL(request.url);
  // Whatever else a page could say there, such as the filter, is the profile's.
  if (searchParams.size > (searchParams.has('profile') ? 1 : 0)) return err({ reason: 'query_not_permitted' });
  const profile = chooseProfile(profiles, searchParams.get('profile') ?? undefined, caller);
  if (!profile.ok) return profile;
  return ok({ profile: profile.value, grant: await readGrant(request, profile.value) });
}

async function readGrant(request: HttpRequest, profile: Profile): Promise<Result<CallGrant, Refusal>> {
  const offer = await readTextBody(request, { mediaType: 'application/sdp', maxBytes: MAX_OFFER_BYTES });
  if (!offer.ok) return offer;
  if (!isSessionDescription(offer.value)) return err({ reason: 'invalid_offer' });
  // The shortest life that can be asked for: the secret is used at once, and never again.
  const grant = narrow(profile, { seconds: MIN_SECRET_SECONDS });
  if (!grant.ok) return err(toBodyError(grant.error));
  return ok({ ...grant.value, offer: endLastLine(offer.value), filter: profile.filter });
}
