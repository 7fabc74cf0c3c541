/**
 * The end of a Live session, which has no route of its own for WebRTC: whoever attaches to the session says
 * `session.close`, and is told the seconds that Azure counted. Before the browser's ICE is connected Azure has been seen
 * to answer 404 (docs/azure.md).
 */
import * as z from 'zod/mini';
import { MS_PER_SECOND } from '../lib/clock.ts';
import { parseJson } from '../lib/json.ts';
import type { Converse } from '../lib/web-socket.ts';
import {
  type CallControl,
  type CallControlPorts,
  type HangUp,
  probeAt,
  reach,
  readRefusedHangUp,
  unknown,
} from './call-control.ts';
import type { RealtimeEndpoint } from './endpoint.ts';

export interface LiveControlPorts extends Omit<CallControlPorts, 'send'> {
  readonly converse: Converse;
}

const HANDSHAKE_MS = 5 * MS_PER_SECOND;
/** Together with a sweep's other attempts it stays below 25 s; who closes later is found closed by the next sweep. */
const PATIENCE_MS = 9 * MS_PER_SECOND;
/** Of one event. Azure may send all audio as events, about 64 kB a second each way. */
const MAX_EVENT_BYTES = 1024 * 1024;
const CLOSED = 'session.closed';
/** Of an attach: any other refusal, such as 409 for one listener too many, is of a session that may go on. */
const OVER: ReadonlySet<number> = new Set([404, 410]);

/** What of the seconds cannot be read leaves them to our clock: the session has ended all the same. */
const closedSchema = z.object({
  type: z.literal(CLOSED),
  usage: z.catch(z.optional(z.object({ seconds: z.optional(z.number().check(z.gte(0))) })), undefined),
});

export function createLiveControl({ askUpgrade, converse, now, token }: LiveControlPorts): CallControl {
  return {
    async hangUp({ origin, callId }, signal) {
      const reached = await reach(token, origin);
      if (!reached.ok) return unknown(reached.error);
      const closed = await converse({
        url: attachUrl(reached.value.endpoint, callId),
        headers: { Authorization: `Bearer ${reached.value.token}` },
        signal: AbortSignal.any([signal, AbortSignal.timeout(PATIENCE_MS)]),
        handshakeMs: HANDSHAKE_MS,
        maxBytes: MAX_EVENT_BYTES,
        say: JSON.stringify({ type: 'session.close' }),
        hear: readClosed,
      });
      if (closed.ok) return { kind: 'ended', seconds: closed.value.usage?.seconds };
      switch (closed.error.kind) {
        case 'refused':
          return readRefusedHangUp(
            { response: closed.error.answer, body: closed.error.answer.body ?? '' },
            { now, over: OVER },
          );
        case 'unanswered':
          return unknown(closed.error.code ?? 'unanswered');
        case 'closed':
          return NOT_CONFIRMED;
      }
    },
    async probe({ origin, callId }, signal) {
      const reached = await reach(token, origin);
      if (!reached.ok) return 'unknown';
      return probeAt(askUpgrade, attachUrl(reached.value.endpoint, callId), reached.value.token, signal);
    },
  };
}

const NOT_CONFIRMED: HangUp = { kind: 'unknown', cause: 'NotConfirmed', retryAfterMs: undefined, isAsked: true };

function attachUrl({ liveSessionsUrl }: RealtimeEndpoint, sessionId: string): string {
  return `${liveSessionsUrl}/${encodeURIComponent(sessionId)}/attach`;
}

/** Of other events nothing is parsed: one may be a second of sound. */
function readClosed(text: string): z.infer<typeof closedSchema> | undefined {
  return text.includes(CLOSED) ? closedSchema.safeParse(parseJson(text)).data : undefined;
}
