/**
 * GPT-Live: one POST to Azure OpenAI creates the session, with the page's SDP offer inside, and answers with its own SDP
 * and the session's id. It takes the identity's token: there are no client secrets. It is never repeated: OpenAI's host
 * bills 15 s at once, and a session may have begun.
 */
import * as z from 'zod/mini';
import { parseJson } from '../lib/json.ts';
import { err, ok, type Result } from '../lib/result.ts';
import type { Call } from './calls.ts';
import type { Permit } from './not-before.ts';
import { isSessionDescription } from './session-description.ts';
import type { Site } from './target.ts';
import {
  askUpstream,
  toUpstreamError,
  type UpstreamError,
  type UpstreamPorts,
  type UpstreamRequest,
} from './upstream.ts';
import { originOf } from './upstream-answer.ts';

export interface LiveOrder extends Pick<UpstreamRequest, 'token' | 'signal' | 'report'> {
  readonly target: Site;
  /** What the profile grants, without `model`. */
  readonly session: Readonly<Record<string, unknown>>;
  /** SDP. */
  readonly offer: string;
  /** Of the end user; documented by OpenAI, on Azure unverified. */
  readonly safetyIdentifier: string | undefined;
  readonly permit: Permit;
}

export interface LiveSessions {
  create(order: LiveOrder): Promise<Result<Call, UpstreamError>>;
}

/** Opaque: OpenAI's begin with `live_`, Azure's pages print `sess_123`. */
const SESSION_ID = /^[\w-]{1,200}$/;

/** Whether it has the form of an id of a Live session. */
export function isLiveSessionId(text: string): boolean {
  return SESSION_ID.test(text);
}

const answerSchema = z.object({
  session: z.optional(z.object({ id: z.optional(z.unknown()) })),
  transport: z.object({ sdp: z.string() }),
});

export function createLiveSessions(ports: UpstreamPorts): LiveSessions {
  return {
    async create({ target, session, offer, safetyIdentifier, permit, ...order }) {
      const answered = await askUpstream(ports, {
        operation: 'live_sessions',
        url: target.endpoint.liveSessionsUrl,
        contentType: 'application/json',
        body: JSON.stringify({
          session: { ...session, model: target.deployment, safety_identifier: safetyIdentifier },
          transport: { type: 'webrtc', sdp: offer },
        }),
        ...order,
      });
      permit.ended('live_sessions', answered);
      if (!answered.ok) return answered;
      const { response, body } = answered.value;
      const answer = answerSchema.safeParse(parseJson(body)).data;
      if (!answer || !isSessionDescription(answer.transport.sdp)) {
        return err(toUpstreamError({ kind: 'invalid', operation: 'live_sessions' }, response));
      }
      const id = answer.session?.id;
      return ok({
        answer: answer.transport.sdp,
        id: typeof id === 'string' && isLiveSessionId(id) ? id : undefined,
        ...originOf(response),
      });
    },
  };
}
