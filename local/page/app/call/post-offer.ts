/** The offer goes out, to Azure or through our relay, and its answer is set. Only a success may be taken for SDP. */
import { err, ok, type Result } from '../../../../src/lib/result.ts';
import { isSessionDescription } from '../../../../src/realtime/session-description.ts';
import { readRefusal } from '../../../../src/realtime/upstream-answer.ts';
import { toMissingAnswer, toProblemFailure } from './endpoint-failure.ts';
import { messageOf } from './error-words.ts';
import { browserFailure, type Failure } from './failure.ts';
import { headerFact } from './mint-secret.ts';
import type { CallPorts } from './ports.ts';
import { redactText } from './redact-value.ts';
import { describeSdp } from './sdp-facts.ts';
import { type Answered, type NoAnswer, send } from './send.ts';
import type { StageTeller } from './stage-runner.ts';

export interface OfferOrder {
  readonly url: string;
  /** The client secret on the direct way, the caller's own token on the relay's. */
  readonly bearer: string;
  readonly offer: string;
  readonly isDirect: boolean;
  /** What a page does that forgets `response.ok`; for "Break it". */
  readonly ignoresStatus: boolean;
  /** What a page does that never hangs up: of so many calls it keeps the last. */
  readonly offers: number;
}

/** What is known of a call that has begun. */
export interface Placed {
  readonly callId: string | undefined;
  /** In milliseconds since the epoch, where the endpoint ends it. */
  readonly endsAt: number | undefined;
}

const LIMIT_MS = 15_000;

async function postOnce(
  ports: CallPorts,
  order: OfferOrder,
  tell: StageTeller,
  signal: AbortSignal,
): Promise<Result<Answered, Failure>> {
  const headers = { authorization: `Bearer ${order.bearer}`, 'content-type': 'application/sdp' };
  const outgoing = { method: 'POST', url: order.url, headers, body: order.offer, limitMs: LIMIT_MS };
  const answer = await send(ports, outgoing, tell, signal);
  if (!answer.ok) return err(order.isDirect ? toMissingAzure(answer.error) : toMissingAnswer(answer.error));
  const { value } = answer;
  if (!value.isOk && !order.ignoresStatus) return err(order.isDirect ? toAzureFailure(value) : toProblemFailure(value));
  if (value.isOk && !isSessionDescription(value.body)) {
    return err({ kind: 'azure', seen: 'invalid', status: value.status });
  }
  return ok(value);
}

export async function postOffer(
  ports: CallPorts,
  order: OfferOrder,
  peer: RTCPeerConnection,
  tell: StageTeller,
  signal: AbortSignal,
): Promise<Result<Placed, Failure>> {
  let answer = await postOnce(ports, order, tell, signal);
  for (let more = order.offers - 1; more > 0 && answer.ok; more -= 1) {
    answer = await postOnce(ports, order, tell, signal);
  }
  if (!answer.ok) return answer;
  const { value } = answer;
  try {
    await peer.setRemoteDescription({ type: 'answer', sdp: value.body });
  } catch (cause) {
    return err(browserFailure('answer_not_sdp', messageOf(cause)));
  }
  const callId = callIdOf(value.headers.get('location'));
  const endsAt = endOf(value.headers.get('realtime-call-ends'));
  tell.note(callId ?? 'without a call id');
  tell.facts([
    ...headerFact('Call id', callId ?? null),
    ...headerFact('Ends at', endsAt === undefined ? null : new Date(endsAt).toISOString()),
    ...headerFact('Azure’s request id', value.headers.get('apim-request-id')),
    ...describeSdp(value.body),
  ]);
  return ok({ callId, endsAt });
}

/** Unix seconds. */
function endOf(seconds: string | null): number | undefined {
  return seconds !== null && /^\d{1,12}$/.test(seconds) ? Number(seconds) * 1_000 : undefined;
}

/** The last segment of `Location`, which Azure writes without its own `/openai`. */
function callIdOf(location: string | null): string | undefined {
  return /\/(rtc_[A-Za-z0-9_-]+)$/.exec(location ?? '')?.[1];
}

function toMissingAzure(reason: NoAnswer): Failure {
  switch (reason) {
    case 'refused':
      return browserFailure(
        'azure_preflight_refused',
        'Azure answers, and the browser keeps the answer from this page.',
      );
    case 'unreachable':
      return browserFailure('azure_unreachable', 'The browser got no answer from it.');
    case 'silent':
      return { kind: 'azure', seen: 'timeout' };
  }
}

function toAzureFailure({ status, headers, body }: Answered): Failure {
  // A redirect is opaque to a page: there is nothing in it to be read.
  if (status === 0) return { kind: 'azure', seen: 'answered', status: 302 };
  const { symptom } = readRefusal(new Response(null, { status, headers }), body, Date.now);
  const { code, message, foreign } = symptom;
  return {
    kind: 'azure',
    seen: 'answered',
    status,
    ...(code === undefined || code === '' ? {} : { code: redactText(code) }),
    ...(message === undefined || message === '' ? {} : { message: redactText(message) }),
    ...(foreign === undefined ? {} : { foreign }),
  };
}
