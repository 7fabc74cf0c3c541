/**
 * One request of a call. What may be shown of it is made here, next to the secret, so that nothing secret goes further.
 * A browser tells a page only that a request failed; asking the same server once more without CORS tells a refused
 * preflight from a server that is not there.
 */
import { err, ok, type Result } from '../../../../src/lib/result.ts';
import type { CallPorts } from './ports.ts';
import { redactBody, redactHeader, redactText } from './redact-value.ts';
import type { StageTeller } from './stage-runner.ts';

export interface Outgoing {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** The longest wait for the whole answer. */
  readonly limitMs: number;
  /** It is sent though the page goes meanwhile. */
  readonly outlivesPage?: boolean;
}

export interface Answered {
  /** 0 for a redirect, which is not followed. */
  readonly status: number;
  readonly isOk: boolean;
  readonly headers: Headers;
  readonly body: string;
}

/** `refused`: the server is there and the browser does not let this page have its answer. */
export type NoAnswer = 'refused' | 'unreachable' | 'silent';

const PROBE_LIMIT_MS = 3_000;

export async function send(
  { fetch }: Pick<CallPorts, 'fetch'>,
  outgoing: Outgoing,
  tell: StageTeller,
  signal: AbortSignal,
): Promise<Result<Answered, NoAnswer>> {
  const { method, url, headers, body, limitMs, outlivesPage = false } = outgoing;
  const limit = AbortSignal.timeout(limitMs);
  const asked = {
    method,
    url: redactText(url),
    requestHeaders: Object.entries(headers).map(([name, value]) => [name, redactHeader(name, value)] as const),
    requestBody: redactBody(body ?? ''),
  };
  try {
    const response = await fetch(url, {
      method,
      headers,
      ...(body === undefined ? {} : { body }),
      cache: 'no-store',
      credentials: 'omit',
      redirect: 'manual',
      keepalive: outlivesPage,
      signal: AbortSignal.any([limit, signal]),
    });
    const text = await response.text();
    const shown = [...response.headers].map(([name, value]) => [name, redactHeader(name, value)] as const);
    tell.exchange({ ...asked, answer: { status: response.status, headers: shown, body: redactBody(text) } });
    return ok({ status: response.status, isOk: response.ok, headers: response.headers, body: text });
  } catch {
    tell.exchange(asked);
    if (limit.aborted) return err('silent');
    return err((await isThere(fetch, url, signal)) ? 'refused' : 'unreachable');
  }
}

/** An opaque answer says nothing but that somebody answered. */
async function isThere(fetch: CallPorts['fetch'], url: string, signal: AbortSignal): Promise<boolean> {
  try {
    const within = AbortSignal.any([AbortSignal.timeout(PROBE_LIMIT_MS), signal]);
    await fetch(url, { method: 'GET', mode: 'no-cors', cache: 'no-store', credentials: 'omit', signal: within });
    return true;
  } catch {
    return false;
  }
}
