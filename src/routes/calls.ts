/**
 * POST /api/realtime/calls, the relay: the caller's own token and an SDP offer come in, Azure's SDP answer goes out.
 * The client secret in between is of 10 seconds and never leaves this process.
 */
import type { HttpResponseInit } from '@azure/functions';
import type { IssuedCall } from '../issuance/issued.ts';
import { MS_PER_SECOND } from '../lib/clock.ts';
import { rateLimitFields } from '../quota/rate-limit-fields.ts';

export function toCallResponse({ call, standings, deployment, endsAt }: IssuedCall): HttpResponseInit {
  const { answer, id, requestId } = call;
  return {
    status: 201,
    headers: {
      'Content-Type': 'application/sdp',
      // The SDKs take what stands after the last slash.
      ...(id === undefined ? {} : { Location: `/api/realtime/calls/${id}` }),
      // Unix seconds.
      'Realtime-Call-Ends': String(Math.floor(endsAt / MS_PER_SECOND)),
      'Realtime-Model': deployment,
      ...rateLimitFields(standings),
      ...(requestId === undefined ? {} : { 'apim-request-id': requestId }),
    },
    body: answer,
  };
}
