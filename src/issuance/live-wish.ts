/**
 * What a caller asks of the Live relay: a profile, an SDP offer, and of the session what the profile leaves to them.
 * In JSON it is the body of OpenAI's own route, so that its SDK can send it; as SDP alone the profile is in the query.
 */
import type { HttpRequest } from '@azure/functions';
import * as z from 'zod/mini';
import { hasMediaType, readJsonBody, toBodyError } from '../http/body.ts';
import { isJsonObject, type JsonObject } from '../lib/json.ts';
import { err, ok, type Result } from '../lib/result.ts';
import { type Finding, validate } from '../lib/validation.ts';
import type { Refusal } from '../problems/to-problem.ts';
import { narrow } from '../profiles/grant.ts';
import type { LiveSession } from '../profiles/live-session-schema.ts';
import type { LiveProfile } from '../profiles/profile.ts';
import { LIVE_SESSION } from '../profiles/session-form.ts';
import { variablesOfRequest } from './mint-contract.ts';
import { MAX_OFFER_BYTES, type Offer, readOffer, readProfileName, toOffer } from './offer.ts';

export interface LiveWish {
  readonly kind: 'live';
  readonly profileName: string | undefined;
  readonly session: JsonObject | undefined;
  readonly variables: unknown;
  /** What is wrong with the body, which is told together with what the profile does not permit. */
  readonly findings: readonly Finding[];
  /** Why there is no offer; the answer says so only to a caller who may have the profile. */
  readonly body: Offer;
}

export interface LiveGrant {
  readonly kind: 'live';
  readonly session: LiveSession;
  /** Whether Azure is told the caller's pseudonym. */
  readonly identified: boolean;
  /** SDP. */
  readonly offer: string;
}

/** Named as in OpenAI's `live.create`. */
export const liveRequestSchema = z.strictObject({
  transport: z.strictObject({ type: z.literal('webrtc'), sdp: z.string() }),
  profile: z.optional(z.string()),
  // Its members are judged by the profile that is asked for.
  session: z.optional(z.looseObject({})),
  variables: z.optional(variablesOfRequest),
});

export const liveResponseSchema = z.strictObject({
  session: z.strictObject({ id: z.string() }),
  transport: z.strictObject({ type: z.literal('webrtc'), sdp: z.string() }),
});

export async function readLiveWish(request: HttpRequest): Promise<Result<LiveWish, Refusal>> {
  const profileName = readProfileName(request);
  if (!profileName.ok) return profileName;
  if (!hasMediaType(request, 'application/json')) return toWishOf(await readOffer(request), profileName.value);
  const json = await readJsonBody(request, MAX_OFFER_BYTES);
  return json.ok ? ok(toWish(json.value, profileName.value)) : toWishOf({ fault: json.error }, profileName.value);
}

/** Of a body that names no profile. One that cannot be read may name one: then that is what is wrong with the request. */
function toWishOf(body: Offer, profileName: string | undefined): Result<LiveWish, Refusal> {
  const isUnread = 'fault' in body && body.fault.reason !== 'invalid_offer';
  if (isUnread && profileName === undefined) return err(body.fault);
  return ok({ kind: 'live', session: undefined, variables: undefined, findings: [], profileName, body });
}

function toWish(body: unknown, inQuery: string | undefined): LiveWish {
  const read = validate(liveRequestSchema, body);
  const { profile, session, variables } = isJsonObject(body) ? body : {};
  const ofTwo = inQuery !== undefined && profile !== undefined ? [NAMED_TWICE] : [];
  return {
    kind: 'live',
    // A name that is no text is among the findings.
    profileName: inQuery ?? (typeof profile === 'string' ? profile : undefined),
    session: isJsonObject(session) ? session : undefined,
    variables,
    findings: [...ofTwo, ...(read.ok ? [] : read.error)],
    body: read.ok ? toOffer(read.value.transport.sdp) : { fault: toBodyError(read.error) },
  };
}

const NAMED_TWICE: Finding = {
  pointer: '/profile',
  message: 'stands in the query too: keep one of the two',
  unknownMember: false,
};

export function grantLive(profile: LiveProfile, { body, findings, ...wish }: LiveWish): Result<LiveGrant, Refusal> {
  const session = narrow(profile, LIVE_SESSION, wish);
  // Every member that is not permitted is named at once, wherever it stands.
  const all = [...findings, ...(session.ok ? [] : session.error)];
  if (!session.ok || all.length > 0) return err(toBodyError(all));
  if ('fault' in body) return err(body.fault);
  return ok({ kind: 'live', session: session.value, identified: profile.safetyIdentifier, offer: body.offer });
}
