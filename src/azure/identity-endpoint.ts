/**
 * How the managed identity's endpoint is asked. The SDK's errors lose the headers of the answer, and with them how long
 * the endpoint asks to be left alone; and its own repetitions would not wait for so long. So the requests are sent from
 * here: one repetition where that may be of use at once, everything else is the cell's to decide.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { ManagedIdentityCredentialClientIdOptions } from '@azure/identity';
import { readBoundedText } from '../lib/bounded-body.ts';
import type { Clock } from '../lib/clock.ts';
import { readRetryAfter } from '../lib/retry-after.ts';
import { TOKEN_TIMEOUT_MS } from '../realtime/upstream-token.ts';

type HttpClient = NonNullable<ManagedIdentityCredentialClientIdOptions['httpClient']>;
type SdkRequest = Parameters<HttpClient['sendRequest']>[0];
type SdkHeaders = SdkRequest['headers'];

export interface IdentityEndpoint extends HttpClient {
  /** Of its last answer, where that was a refusal. */
  refusal(): Pick<Response, 'status' | 'headers'> | undefined;
}

/** An endpoint that has just started answers 500 for a moment, or not at all. */
const REPEAT_AFTER_MS = 800;
const MAX_ANSWER_BYTES = 64 * 1024;

export function createIdentityEndpoint({
  fetch: fetchFrom,
  now,
}: {
  readonly fetch: typeof fetch;
  readonly now: Clock;
}): IdentityEndpoint {
  let refused: Response | undefined;

  async function attempt({ url, method, headers }: SdkRequest, signal: AbortSignal) {
    const response = await fetchFrom(url, {
      method,
      headers: [...headers].map(([name, value]): [string, string] => [name, value]),
      redirect: 'manual',
      signal,
    });
    refused = response.ok ? undefined : response;
    const body = await readBoundedText(response, MAX_ANSWER_BYTES);
    return { status: response.status, headers: toSdkHeaders(response.headers), bodyAsText: body.ok ? body.value : '' };
  }

  function mayBeMomentary(answer: Awaited<ReturnType<typeof attempt>> | undefined): boolean {
    return answer === undefined || (answer.status >= 500 && readRetryAfter(answer.headers, now) === undefined);
  }

  return {
    refusal: () => refused,
    async sendRequest(request) {
      refused = undefined;
      // As long as the cell waits: after it nobody is there to take the token.
      const signal = AbortSignal.timeout(TOKEN_TIMEOUT_MS);
      const first = await attempt(request, signal).catch(() => undefined);
      if (first && !mayBeMomentary(first)) return { request, ...first };
      await sleep(REPEAT_AFTER_MS, undefined, { signal });
      return { request, ...(await attempt(request, signal)) };
    },
  };
}

function toSdkHeaders(headers: Headers): SdkHeaders {
  return {
    get: (name) => headers.get(name) ?? undefined,
    has: (name) => headers.has(name),
    set: (name, value) => headers.set(name, String(value)),
    delete: (name) => headers.delete(name),
    toJSON: () => Object.fromEntries(headers),
    [Symbol.iterator]: () => headers[Symbol.iterator](),
  };
}
