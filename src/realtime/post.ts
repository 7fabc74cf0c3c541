/** One POST to Azure OpenAI: bounded in time and size, redirects not followed, failures told apart by what they mean. */
import { type AnswerHead, isSuccess, type NoAnswer, type Send, UNTRUSTED_CERTIFICATE } from '../lib/http.ts';
import { err, ok, type Result } from '../lib/result.ts';

export interface PostRequest {
  readonly url: string;
  /** Of the identity, or a client secret. */
  readonly token: string;
  readonly contentType: 'application/json' | 'application/sdp';
  readonly body: string;
  readonly signal: AbortSignal;
}

export interface PostAnswer {
  readonly response: AnswerHead;
  readonly body: string;
}

export interface PostFailure {
  readonly kind: 'timeout' | 'unreachable' | 'interrupted' | 'invalid';
  /** Of a success that was too large. */
  readonly response: AnswerHead | undefined;
  /** Node’s or OpenSSL’s code for a connection that failed. */
  readonly cause: string | undefined;
  /** True only where the request surely never left: it may be sent again without being done twice. */
  readonly neverSent: boolean;
}

/** A mint’s answer repeats the session, whose instructions may be long; a call’s is a few KiB of SDP. */
const MAX_ANSWER_BYTES = 1024 * 1024;

export async function post(
  send: Send,
  { url, token, contentType, body, signal }: PostRequest,
): Promise<Result<PostAnswer, PostFailure>> {
  const answer = await send({
    url,
    method: 'POST',
    headers: { Authorization: `Bearer ${token}`, 'Content-Type': contentType },
    body,
    signal,
    maxBytes: MAX_ANSWER_BYTES,
  });
  if (!answer.ok) return err(signal.aborted ? LATE : readFailure(answer.error));
  const response = answer.value;
  if (response.body !== undefined) return ok({ response, body: response.body });
  // A refusal is one by its status and headers, whatever page comes with it.
  if (!isSuccess(response)) return ok({ response, body: '' });
  return err({ kind: 'invalid', response, cause: undefined, neverSent: false });
}

const LATE: PostFailure = { kind: 'timeout', response: undefined, cause: undefined, neverSent: false };

function readFailure({ code: cause, neverConnected }: NoAnswer): PostFailure {
  // A certificate is looked at before anything is sent.
  const neverSent = neverConnected || (cause !== undefined && UNTRUSTED_CERTIFICATE.test(cause));
  return { kind: neverSent ? 'unreachable' : 'interrupted', response: undefined, cause, neverSent };
}
