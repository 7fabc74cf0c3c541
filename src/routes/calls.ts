/**
 * POST /api/realtime/calls, the relay: the caller's own token and an SDP offer come in, Azure's SDP answer goes out.
 * The client secret in between is of 10 seconds and never leaves this process.
 */
import type { HttpResponseInit } from '@azure/functions';
import type { IssuedCall, IssuedLiveSession } from '../issuance/issued.ts';
import { MS_PER_SECOND } from '../lib/clock.ts';
import { rateLimitFields } from '../quota/rate-limit-fields.ts';

export function toCallResponse(issued: IssuedCall): HttpResponseInit {
  const headers = { 'Content-Type': 'application/sdp', ...beginningFields(issued, '/api/realtime/calls') };
  return { status: 201, headers, body: issued.call.answer };
}

/** Of a call that has begun, whichever the API. */
export function beginningFields(
  { call, standings, deployment, endsAt }: IssuedCall | Omit<IssuedLiveSession, 'kind'>,
  path: string,
): Readonly<Record<string, string>> {
  const { id, requestId } = call;
  return {
    // The SDKs take what stands after the last slash.
    ...(id === undefined ? {} : { Location: `${path}/${id}` }),
    // Unix seconds.
    ...(endsAt === undefined ? {} : { 'Realtime-Call-Ends': String(Math.floor(endsAt / MS_PER_SECOND)) }),
    'Realtime-Model': deployment,
    ...rateLimitFields(standings),
    ...(requestId === undefined ? {} : { 'apim-request-id': requestId }),
  };
}
