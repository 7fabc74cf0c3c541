/**
 * POST /api/live/sessions, the relay of GPT-Live: the caller's own token and an SDP offer come in, Azure's SDP answer
 * and the session's id go out. Azure's session, which repeats the instructions, stays here.
 */
import type { HttpResponseInit } from '@azure/functions';
import type * as z from 'zod/mini';
import type { IssuedLiveSession } from '../issuance/issued.ts';
import type { liveResponseSchema } from '../issuance/live-wish.ts';
import { beginningFields } from './calls.ts';

export function toLiveResponse({ call, ...begun }: IssuedLiveSession): HttpResponseInit {
  const { id = '', answer } = call;
  const body: z.infer<typeof liveResponseSchema> = {
    session: { id },
    transport: { type: 'webrtc', sdp: answer },
  };
  return { status: 201, headers: beginningFields({ ...begun, call }, '/api/live/sessions'), jsonBody: body };
}
