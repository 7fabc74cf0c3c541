/**
 * What a caller asks of the relay: a profile in the query, and an SDP offer. An app that speaks for its end users has
 * variables to send as well, and an offer is no place for them: it sends both in JSON. In the query or in a header
 * every proxy on the way would log them.
 */
import type { HttpRequest } from '@azure/functions';
import * as z from 'zod/mini';
import { hasMediaType, readJsonBody, toBodyError } from '../http/body.ts';
import { MIN_SECRET_SECONDS } from '../lib/azure-values.ts';
import { isJsonObject } from '../lib/json.ts';
import { err, ok, type Result } from '../lib/result.ts';
import { validate } from '../lib/validation.ts';
import type { Refusal } from '../problems/to-problem.ts';
import { narrow } from '../profiles/grant.ts';
import type { RealtimeProfile } from '../profiles/profile.ts';
import { REALTIME_SESSION } from '../profiles/session-form.ts';
import type { Session } from '../profiles/session-schema.ts';
import { variablesOfRequest } from './mint-contract.ts';
import { MAX_OFFER_BYTES, type Offer, readOffer, readProfileName, toOffer } from './offer.ts';

export interface RelayWish {
  readonly kind: 'relay';
  readonly profileName: string | undefined;
  readonly variables: unknown;
  /** Why there is no offer; the answer says so only to a caller who may have the profile. */
  readonly body: Offer;
}

export interface RelayGrant {
  readonly kind: 'relay';
  readonly session: Session;
  readonly seconds: number;
  /** SDP. */
  readonly offer: string;
  readonly filter: boolean;
}

/** `sdp` is what OpenAI's own form calls it, and a page's RTCSessionDescription. */
export const callRequestSchema = z.strictObject({ sdp: z.string(), variables: z.optional(variablesOfRequest) });

export async function readRelayWish(request: HttpRequest): Promise<Result<RelayWish, Refusal>> {
  const profileName = readProfileName(request);
  if (!profileName.ok) return profileName;
  const said = hasMediaType(request, 'application/json')
    ? await readJson(request)
    : { variables: undefined, body: await readOffer(request) };
  return ok({ kind: 'relay', profileName: profileName.value, ...said });
}

async function readJson(request: HttpRequest): Promise<Pick<RelayWish, 'body' | 'variables'>> {
  const json = await readJsonBody(request, MAX_OFFER_BYTES);
  if (!json.ok) return { variables: undefined, body: { fault: json.error } };
  const read = validate(callRequestSchema, json.value);
  // As they were sent: the profile judges them once more, by name.
  const variables = isJsonObject(json.value) ? json.value['variables'] : undefined;
  return { variables, body: read.ok ? toOffer(read.value.sdp) : { fault: toBodyError(read.error) } };
}

export function grantRelay(profile: RealtimeProfile, { body, variables }: RelayWish): Result<RelayGrant, Refusal> {
  if ('fault' in body) return err(body.fault);
  const session = narrow(profile, REALTIME_SESSION, { variables });
  if (!session.ok) return err(toBodyError(session.error));
  // The shortest life that can be asked for: the secret is used at once, and never again.
  const seconds = Math.min(MIN_SECRET_SECONDS, profile.secretSeconds);
  return ok({ kind: 'relay', session: session.value, seconds, offer: body.offer, filter: profile.filter });
}
