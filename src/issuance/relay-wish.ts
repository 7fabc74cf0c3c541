/**
 * What a caller asks of the relay: a profile in the query, and an SDP offer. An app that speaks for its end users has
 * variables to send as well, and an offer is no place for them: it sends both in JSON. In the query or in a header
 * every proxy on the way would log them.
 */
import type { HttpRequest } from '@azure/functions';
import * as z from 'zod/mini';
import { hasMediaType, readJsonBody, readTextBody, toBodyError } from '../http/body.ts';
import { MIN_SECRET_SECONDS } from '../lib/azure-values.ts';
import { isJsonObject } from '../lib/json.ts';
import { err, ok, type Result } from '../lib/result.ts';
import { validate } from '../lib/validation.ts';
import type { Refusal } from '../problems/problem.ts';
import { type Grant, narrow } from '../profiles/grant.ts';
import type { Profile } from '../profiles/profile.ts';
import { endLastLine, isSessionDescription } from '../realtime/session-description.ts';
import { variablesOfRequest } from './mint-contract.ts';

export interface RelayWish {
  readonly kind: 'relay';
  readonly profileName: string | undefined;
  readonly variables: unknown;
  /** Why there is no offer; the answer says so only to a caller who may have the profile. */
  readonly body: { readonly offer: string } | { readonly fault: Refusal };
}

export interface RelayGrant extends Grant {
  readonly kind: 'relay';
  /** SDP. */
  readonly offer: string;
  readonly filter: boolean;
}

/** `sdp` is what OpenAI's own form calls it, and a page's RTCSessionDescription. */
export const callRequestSchema = z.strictObject({ sdp: z.string(), variables: z.optional(variablesOfRequest) });

/** A browser's offer of audio has 2 to 6 KiB; one with many codecs, tracks and gathered candidates some tens. */
const MAX_OFFER_BYTES = 64 * 1024;

export async function readRelayWish(request: HttpRequest): Promise<Result<RelayWish, Refusal>> {
  const { searchParams } = new URL(request.url);
  // Whatever else a page could say there, such as the filter, is the profile's.
  if (searchParams.size > (searchParams.has('profile') ? 1 : 0))
    return err({ reason: 'query_not_permitted', permitted: ['profile'] });
  const profileName = searchParams.get('profile') ?? undefined;
  const said = hasMediaType(request, 'application/json') ? await readJson(request) : await readOffer(request);
  return ok({ kind: 'relay', profileName, ...said });
}

type Said = Pick<RelayWish, 'body' | 'variables'>;

async function readOffer(request: HttpRequest): Promise<Said> {
  const text = await readTextBody(request, { mediaType: 'application/sdp', maxBytes: MAX_OFFER_BYTES });
  return { variables: undefined, body: text.ok ? toOffer(text.value) : { fault: text.error } };
}

async function readJson(request: HttpRequest): Promise<Said> {
  const json = await readJsonBody(request, MAX_OFFER_BYTES);
  if (!json.ok) return { variables: undefined, body: { fault: json.error } };
  const read = validate(callRequestSchema, json.value);
  // As they were sent: the profile judges them once more, by name.
  const variables = isJsonObject(json.value) ? json.value['variables'] : undefined;
  return { variables, body: read.ok ? toOffer(read.value.sdp) : { fault: toBodyError(read.error) } };
}

function toOffer(text: string): RelayWish['body'] {
  return isSessionDescription(text) ? { offer: endLastLine(text) } : { fault: { reason: 'invalid_offer' } };
}

export function grantRelay(profile: Profile, { body, variables }: RelayWish): Result<RelayGrant, Refusal> {
  if ('fault' in body) return err(body.fault);
  // The shortest life that can be asked for: the secret is used at once, and never again.
  const grant = narrow(profile, { seconds: MIN_SECRET_SECONDS, variables });
  if (!grant.ok) return err(toBodyError(grant.error));
  return ok({ kind: 'relay', ...grant.value, offer: body.offer, filter: profile.filter });
}
