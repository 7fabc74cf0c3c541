/**
 * What is asked of Azure OpenAI about a call that has begun: to end it, and whether it is still on the line. Both take
 * the identity's token, which goes to a host of Azure OpenAI and nowhere else: a call's origin stands in a row.
 */
import { readMessage } from '../diagnosis/evidence.ts';
import type { Api } from '../lib/azure-values.ts';
import { type Clock, MS_PER_SECOND } from '../lib/clock.ts';
import { type AskUpgrade, isSuccess, type Send } from '../lib/http.ts';
import { err, ok, type Result } from '../lib/result.ts';
import { parseEndpoint, type RealtimeEndpoint } from './endpoint.ts';
import { type PostAnswer, post } from './post.ts';
import { readRefusal } from './upstream-answer.ts';

export interface CallAtAzure {
  /** Absent: Realtime. */
  readonly api?: Api | undefined;
  /** Of the resource where it was made. */
  readonly origin: string;
  readonly callId: string;
}

export type HangUp =
  /** Azure ends it now. `seconds` is what Azure counted, where it says so. */
  | { readonly kind: 'ended'; readonly seconds?: number | undefined }
  /** Azure knows no such call, or none that can be ended. */
  | { readonly kind: 'over' }
  /** `dataAction` is what Azure's message says that the identity lacks. */
  | { readonly kind: 'forbidden'; readonly dataAction: string | undefined }
  /** It may be asked again; whether the call has ended nobody knows. */
  | {
      readonly kind: 'unknown';
      readonly cause: string;
      readonly retryAfterMs: number | undefined;
      /** The message that asks for the end has been sent. */
      readonly isAsked?: true;
    };

/** `not_found` is no proof of an end: Azure may hide a call from whoever did not make it. */
export type Probe = 'alive' | 'not_found' | 'forbidden' | 'unknown';

export interface CallControl {
  /** Never rejects. */
  hangUp(call: CallAtAzure, signal: AbortSignal): Promise<HangUp>;
  /** A request for the call's WebSocket, which is closed on its status line. Never rejects. */
  probe(call: CallAtAzure, signal: AbortSignal): Promise<Probe>;
}

export interface CallControlPorts {
  readonly send: Send;
  readonly askUpgrade: AskUpgrade;
  readonly now: Clock;
  /** The identity's, of the scope that counts there. */
  readonly token: IdentityToken;
}

export type IdentityToken = (at: RealtimeEndpoint) => Promise<Result<string, { readonly cause: string }>>;

/** Of one request; the sweep has a deadline of its own. */
const TIMEOUT_MS = 5 * MS_PER_SECOND;
/** Seen for a call that has ended (OpenAI: 404 `call_id_not_found`), and taken for the same by others. */
const OVER: ReadonlySet<number> = new Set([404, 409, 410, 422]);
const FORBIDDEN: ReadonlySet<number> = new Set([401, 403]);

/** Each call by the control of its API. */
export function byApi(controls: Readonly<Record<Api, CallControl>>): CallControl {
  const of = ({ api = 'realtime' }: CallAtAzure): CallControl => controls[api];
  return {
    hangUp: (call, signal) => of(call).hangUp(call, signal),
    probe: (call, signal) => of(call).probe(call, signal),
  };
}

/** Of Realtime: `POST calls/{call_id}/hangup`, without a body. */
export function createCallControl({ send, askUpgrade, now, token }: CallControlPorts): CallControl {
  return {
    async hangUp({ origin, callId }, signal) {
      const reached = await reach(token, origin);
      if (!reached.ok) return unknown(reached.error);
      const answer = await post(send, {
        url: `${reached.value.endpoint.callsUrl}/${encodeURIComponent(callId)}/hangup`,
        token: reached.value.token,
        contentType: 'application/json',
        body: '',
        signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
      });
      if (!answer.ok) return unknown(answer.error.cause ?? answer.error.kind);
      return isSuccess(answer.value.response)
        ? { kind: 'ended' }
        : readRefusedHangUp(answer.value, { now, over: OVER });
    },
    async probe({ origin, callId }, signal) {
      const reached = await reach(token, origin);
      if (!reached.ok) return 'unknown';
      const url = `${reached.value.endpoint.origin}/openai/v1/realtime?call_id=${encodeURIComponent(callId)}`;
      return probeAt(askUpgrade, url, reached.value.token, signal);
    },
  };
}

interface Reached {
  readonly endpoint: RealtimeEndpoint;
  readonly token: string;
}

export async function reach(token: IdentityToken, origin: string): Promise<Result<Reached, string>> {
  const endpoint = parseEndpoint(origin);
  if (!endpoint.ok) return err('ForeignHost');
  const held = await token(endpoint.value);
  return held.ok ? ok({ endpoint: endpoint.value, token: held.value }) : err(held.error.cause);
}

/** @param url of the call's WebSocket. */
export async function probeAt(askUpgrade: AskUpgrade, url: string, token: string, signal: AbortSignal): Promise<Probe> {
  const answer = await askUpgrade({
    url,
    headers: { Authorization: `Bearer ${token}` },
    signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
  });
  return answer.ok ? readProbe(answer.value.status) : 'unknown';
}

/** @param terms.over statuses that say that there is no such call (any more). */
export function readRefusedHangUp(
  { response, body }: PostAnswer,
  { now, over }: { readonly now: Clock; readonly over: ReadonlySet<number> },
): HangUp {
  const { symptom, facts, retryAfterSeconds } = readRefusal(response, body, now);
  // A proxy on the way knows nothing of calls, nor of the identity's rights.
  if (facts.foreign === true) return unknown(String(response.status), retryAfterSeconds);
  if (over.has(response.status)) return { kind: 'over' };
  if (FORBIDDEN.has(response.status)) {
    return { kind: 'forbidden', dataAction: readMessage(symptom.message ?? '').deniedAction };
  }
  return unknown(String(response.status), retryAfterSeconds);
}

function readProbe(status: number): Probe {
  if (status === 101) return 'alive';
  if (status === 404) return 'not_found';
  return FORBIDDEN.has(status) ? 'forbidden' : 'unknown';
}

export function unknown(cause: string, retryAfterSeconds?: number): HangUp {
  const retryAfterMs = retryAfterSeconds === undefined ? undefined : retryAfterSeconds * MS_PER_SECOND;
  return { kind: 'unknown', cause, retryAfterMs };
}
