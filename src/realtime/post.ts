/** One POST to Azure OpenAI: bounded in time and size, redirects not followed, failures told apart by what they mean. */
import { readBoundedText } from '../lib/bounded-body.ts';
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
  readonly response: Response;
  readonly body: string;
}

export interface PostFailure {
  readonly kind: 'timeout' | 'unreachable' | 'interrupted' | 'invalid';
  /** Of an answer that was too large. */
  readonly response: Response | undefined;
  /** True only where the request surely never left: it may be sent again without being done twice. */
  readonly neverSent: boolean;
}

/** A mint’s answer repeats the session, whose instructions may be long; a call’s is a few KiB of SDP. */
const MAX_ANSWER_BYTES = 1024 * 1024;

/** Codes of Node and undici for a connection that was never made. */
const NEVER_CONNECTED: ReadonlySet<unknown> = new Set([
  'EAI_AGAIN',
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'UND_ERR_CONNECT_TIMEOUT',
]);

export async function post(
  fetchFrom: typeof fetch,
  { url, token, contentType, body, signal }: PostRequest,
): Promise<Result<PostAnswer, PostFailure>> {
  try {
    const response = await fetchFrom(url, {
      method: 'POST',
      headers: { Authorization: `Bearer ${token}`, 'Content-Type': contentType },
      body,
      signal,
      // A redirect would carry the token to a host that nobody checked.
      redirect: 'manual',
    });
    const text = await readBoundedText(response, MAX_ANSWER_BYTES);
    return text.ok ? ok({ response, body: text.value }) : err({ kind: 'invalid', response, neverSent: false });
  } catch (cause) {
    return err(readFailure(cause, signal));
  }
}

function readFailure(cause: unknown, signal: AbortSignal): PostFailure {
  if (signal.aborted) return { kind: 'timeout', response: undefined, neverSent: false };
  const { code } = ((cause as { cause?: unknown }).cause ?? {}) as { code?: unknown };
  const neverSent = NEVER_CONNECTED.has(code);
  return { kind: neverSent ? 'unreachable' : 'interrupted', response: undefined, neverSent };
}
