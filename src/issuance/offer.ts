/** The SDP offer of a page, and the profile's name beside it. */
import type { HttpRequest } from '@azure/functions';
import { readTextBody } from '../http/body.ts';
import { err, ok, type Result } from '../lib/result.ts';
import type { Refusal } from '../problems/to-problem.ts';
import { endLastLine, isSessionDescription } from '../realtime/session-description.ts';

/** SDP, or why there is none. */
export type Offer = { readonly offer: string } | { readonly fault: Refusal };

/** A browser's offer of audio has 2 to 6 KiB; one with many codecs, tracks and gathered candidates some tens. */
export const MAX_OFFER_BYTES = 64 * 1024;

/** Of a body that is the offer and nothing else. */
export async function readOffer(request: HttpRequest): Promise<Offer> {
  const text = await readTextBody(request, { mediaType: 'application/sdp', maxBytes: MAX_OFFER_BYTES });
  return text.ok ? toOffer(text.value) : { fault: text.error };
}

export function toOffer(text: string): Offer {
  return isSessionDescription(text) ? { offer: endLastLine(text) } : { fault: { reason: 'invalid_offer' } };
}

/** Whatever else a page could say in the query, such as the filter, is the profile's. */
export function readProfileName({ url }: HttpRequest): Result<string | undefined, Refusal> {
  const { searchParams } = new URL(url);
  if (searchParams.size > (searchParams.has('profile') ? 1 : 0))
    return err({ reason: 'query_not_permitted', permitted: ['profile'] });
  return ok(searchParams.get('profile') ?? undefined);
}
