/**
 * One request of a call. A browser tells a page only that a request failed; asking the same server once more without CORS
 * tells a refused origin from a server that is not there.
 */
import { err, ok, type Result } from '../../src/lib/result.ts';
import type { Ports } from './ports.ts';

export interface Outgoing {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** The longest wait for the whole answer. */
  readonly limitMs: number;
  /** It is sent though the page goes meanwhile (Fetch, keepalive). */
  readonly outlivesPage?: boolean;
}

export interface Answer {
  /** 0 for a redirect, which is not followed. */
  readonly status: number;
  readonly isOk: boolean;
  readonly headers: Headers;
  readonly body: string;
}

/** `refused`: the server is there, and the browser does not let this page have its answer. */
export type NoAnswer = 'refused' | 'unreachable' | 'silent';

const PROBE_LIMIT_MS = 3_000;

/** It is on its way when this returns: whoever leaves the page need not wait. */
export async function ask(
  { fetch }: Pick<Ports, 'fetch'>,
  { method, url, headers, body, limitMs, outlivesPage = false }: Outgoing,
  signal: AbortSignal,
): Promise<Result<Answer, NoAnswer>> {
  const limit = AbortSignal.timeout(limitMs);
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
    return ok({ status: response.status, isOk: response.ok, headers: response.headers, body: text });
  } catch {
    if (limit.aborted) return err('silent');
    return err((await isThere(fetch, url, signal)) ? 'refused' : 'unreachable');
  }
}

/** An opaque answer says nothing but that somebody answered. */
async function isThere(fetch: Ports['fetch'], url: string, signal: AbortSignal): Promise<boolean> {
  try {
    const within = AbortSignal.any([AbortSignal.timeout(PROBE_LIMIT_MS), signal]);
    await fetch(url, { method: 'GET', mode: 'no-cors', cache: 'no-store', credentials: 'omit', signal: within });
    return true;
  } catch {
    return false;
  }
}

/** `{}` for what is no JSON object: whoever looks for a member finds none. */
export function readObject(body: string): Readonly<Record<string, unknown>> {
  try {
    const parsed: unknown = JSON.parse(body);
    return typeof parsed === 'object' && parsed !== null ? { ...parsed } : {};
  } catch {
    return {};
  }
}
