/** A request to Azure OpenAI with what is known of it afterwards: how long it took, and what a refusal means. */
import type { Operation, UpstreamEntry, UpstreamSymptom } from '../diagnosis/catalogue-entry.ts';
import { type MessageFacts, readAsker, readMessage, weigh } from '../diagnosis/evidence.ts';
import { recognise } from '../diagnosis/recognise.ts';
import type { Clock } from '../lib/clock.ts';
import { type AnswerHead, isSuccess, type Send } from '../lib/http.ts';
import { err, type Result } from '../lib/result.ts';
import { type PostAnswer, type PostRequest, post } from './post.ts';
import { type AnswerFacts, originOf, readRefusal } from './upstream-answer.ts';

export interface UpstreamPorts {
  readonly send: Send;
  readonly now: Clock;
}

export interface UpstreamRequest extends PostRequest {
  readonly operation: Operation;
  /** Is told of the request once it has ended. */
  readonly report?: ((ended: RequestReport) => void) | undefined;
}

export interface RequestReport {
  readonly operation: Operation;
  readonly target: string;
  readonly startedAtEpochMs: number;
  readonly durationMs: number;
  /** `undefined`: there was no answer. */
  readonly status: number | undefined;
  readonly requestId: string | undefined;
}

export interface UpstreamError {
  readonly reason: 'upstream';
  readonly operation: Operation;
  readonly entry: UpstreamEntry;
  /** `undefined`: there was no answer. */
  readonly facts: AnswerFacts | undefined;
  readonly retryAfterSeconds: number | undefined;
  /** For the operator: what Azure’s message says, and who asked. */
  readonly evidence: (MessageFacts & { readonly askedAs: string | undefined }) | undefined;
  /** Node’s or OpenSSL’s code for a connection that failed. */
  readonly cause: string | undefined;
  /** True only where the request surely never left. */
  readonly neverSent: boolean;
}

/** A success is an answer of the class 2xx; whether it holds what it should is the caller’s to judge. */
export async function askUpstream(
  { send, now }: UpstreamPorts,
  { operation, report, ...request }: UpstreamRequest,
): Promise<Result<PostAnswer, UpstreamError>> {
  const startedAtEpochMs = now();
  const begun = performance.now();
  const posted = await post(send, request);
  const response = posted.ok ? posted.value.response : posted.error.response;
  report?.({
    operation,
    target: new URL(request.url).host,
    startedAtEpochMs,
    durationMs: performance.now() - begun,
    status: response?.status,
    requestId: response && originOf(response).requestId,
  });
  if (!posted.ok) {
    const { kind, cause, neverSent } = posted.error;
    const error = toUpstreamError({ kind, operation }, response);
    return err({ ...error, entry: weigh(error.entry, { connection: cause }), cause, neverSent });
  }
  if (isSuccess(posted.value.response)) return posted;
  const { symptom, facts, retryAfterSeconds } = readRefusal(posted.value.response, posted.value.body, now);
  const said = readMessage(symptom.message ?? '');
  const asker = readAsker(request.token);
  const entry = weigh(recognise({ ...symptom, operation }), { said, asker });
  return err({
    reason: 'upstream',
    operation,
    entry,
    facts,
    retryAfterSeconds: entry.waitingHelps === false ? undefined : retryAfterSeconds,
    evidence: { ...said, askedAs: said.deniedPrincipal && asker.principal },
    cause: undefined,
    neverSent: false,
  });
}

/** Where there was an answer, `response` is it. */
export function toUpstreamError(symptom: UpstreamSymptom, response: AnswerHead | undefined): UpstreamError {
  return {
    reason: 'upstream',
    operation: symptom.operation ?? 'client_secrets',
    entry: recognise(symptom),
    facts: response && {
      status: response.status,
      errorCode: undefined,
      param: undefined,
      ...originOf(response),
    },
    retryAfterSeconds: undefined,
    evidence: undefined,
    cause: undefined,
    neverSent: false,
  };
}
