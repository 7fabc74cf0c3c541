/** What a caller asks of the relay: a profile in the query, and an SDP offer. Nothing else is theirs to say. */
import type { HttpRequest } from '@azure/functions';
import { readTextBody, toBodyError } from '../http/body.ts';
import { MIN_SECRET_SECONDS } from '../lib/azure-values.ts';
import { err, ok, type Result } from '../lib/result.ts';
import type { Refusal } from '../problems/problem.ts';
import { type Grant, narrow } from '../profiles/grant.ts';
import type { Profile } from '../profiles/profile.ts';
import { endLastLine, isSessionDescription } from '../realtime/session-description.ts';

export interface RelayWish {
  readonly kind: 'relay';
  readonly profileName: string | undefined;
  /** Why there is none is told only to whom the profile is open. */
  readonly body: { readonly offer: string } | { readonly fault: Refusal };
}

export interface RelayGrant extends Grant {
  readonly kind: 'relay';
  /** SDP. */
  readonly offer: string;
  readonly filter: boolean;
}

/** A browser's offer of audio has 2 to 6 KiB; one with many codecs, tracks and gathered candidates some tens. */
const MAX_OFFER_BYTES = 64 * 1024;

export async function readRelayWish(request: HttpRequest): Promise<Result<RelayWish, Refusal>> {
  const { searchParams } = new URL(request.url);
  // Whatever else a page could say there, such as the filter, is the profile's.
  if (searchParams.size > (searchParams.has('profile') ? 1 : 0))
    return err({ reason: 'query_not_permitted', permitted: ['profile'] });
  const profileName = searchParams.get('profile') ?? undefined;
  return ok({ kind: 'relay', profileName, body: await readOffer(request) });
}

async function readOffer(request: HttpRequest): Promise<RelayWish['body']> {
  const text = await readTextBody(request, { mediaType: 'application/sdp', maxBytes: MAX_OFFER_BYTES });
  if (!text.ok) return { fault: text.error };
  return isSessionDescription(text.value) ? { offer: endLastLine(text.value) } : { fault: { reason: 'invalid_offer' } };
}

export function grantRelay(profile: Profile, { body }: RelayWish): Result<RelayGrant, Refusal> {
  if ('fault' in body) return err(body.fault);
  // The shortest life that can be asked for: the secret is used at once, and never again.
  const grant = narrow(profile, { seconds: MIN_SECRET_SECONDS });
  if (!grant.ok) return err(toBodyError(grant.error));
  return ok({ kind: 'relay', ...grant.value, offer: body.offer, filter: profile.filter });
}
