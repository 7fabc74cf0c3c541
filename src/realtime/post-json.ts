/** One POST to Azure OpenAI: bounded in time and size, redirects not followed, failures told apart by what they mean. */
import type { Symptom } from '../diagnosis/catalogue-entry.ts';
import { readBoundedText } from '../lib/bounded-body.ts';
import { err, ok, type Result } from '../lib/result.ts';

export interface UpstreamAnswer {
  readonly response: Response;
  readonly body: string;
}

export interface UpstreamFailure {
  readonly symptom: Symptom;
  /** True only where the request surely never left: it may be sent again without making a second secret. */
  readonly neverSent: boolean;
}

/** The answer repeats the session, whose instructions may be long. */
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

export async function postJson(
  fetchFrom: typeof fetch,
  request: { readonly url: string; readonly token: string; readonly body: unknown; readonly signal: AbortSignal },
): Promise<Result<UpstreamAnswer, UpstreamFailure>> {
  try {
    const response = await fetchFrom(request.url, {
      method: 'POST',
      headers: { Authorization: `Bearer ${request.token}`, 'Content-Type': 'application/json' },
      body: JSON.stringify(request.body),
      signal: request.signal,
      // A redirect would carry the token to a host that nobody checked.
      redirect: 'manual',
    });
    const body = await readBoundedText(response, MAX_ANSWER_BYTES);
    return body.ok
      ? ok({ response, body: body.value })
      : err({ symptom: { kind: 'invalid', status: response.status }, neverSent: false });
  } catch (cause) {
    return err(readFailure(cause, request.signal));
  }
}

function readFailure(cause: unknown, signal: AbortSignal): UpstreamFailure {
  if (signal.aborted) return { symptom: { kind: 'timeout' }, neverSent: false };
  const { code } = ((cause as { cause?: unknown }).cause ?? {}) as { code?: unknown };
  const neverSent = NEVER_CONNECTED.has(code);
  return { symptom: { kind: neverSent ? 'unreachable' : 'interrupted' }, neverSent };
}
