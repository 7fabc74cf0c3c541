/** One POST to Azure OpenAI: bounded in time and size, redirects not followed, failures told apart by what they mean. */
import { UNTRUSTED_CERTIFICATE } from '../diagnosis/evidence.ts';
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
  /** Of a success that was too large. */
  readonly response: Response | undefined;
  /** Node’s or undici’s code for a connection that failed. */
  readonly cause: string | undefined;
  /** True only where the request surely never left: it may be sent again without being done twice. */
  readonly neverSent: boolean;
}

/** A mint’s answer repeats the session, whose instructions may be long; a call’s is a few KiB of SDP. */
const MAX_ANSWER_BYTES = 1024 * 1024;

/** Node’s codes for a connection that was never made; a connect that times out is ended by our own deadline before. */
const NEVER_CONNECTED: ReadonlySet<string> = new Set([
  'EAI_AGAIN',
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
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
    if (text.ok) return ok({ response, body: text.value });
    // A refusal is one by its status and headers, whatever page comes with it.
    if (!response.ok) return ok({ response, body: '' });
    return err({ kind: 'invalid', response, cause: undefined, neverSent: false });
  } catch (error) {
    return err(readFailure(error, signal));
  }
}

function readFailure(error: unknown, signal: AbortSignal): PostFailure {
  if (signal.aborted) return { kind: 'timeout', response: undefined, cause: undefined, neverSent: false };
  const { code } = Object((error as { cause?: unknown }).cause) as { code?: unknown };
  const cause = typeof code === 'string' && /^\w{1,64}$/.test(code) ? code : undefined;
  // A certificate is looked at before anything is sent.
  const neverSent = cause !== undefined && (NEVER_CONNECTED.has(cause) || UNTRUSTED_CERTIFICATE.test(cause));
  return { kind: neverSent ? 'unreachable' : 'interrupted', response: undefined, cause, neverSent };
}
