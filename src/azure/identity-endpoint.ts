/**
 * How the managed identity's endpoint is asked. The SDK's errors lose the headers of the answer, and with them how long
 * the endpoint asks to be left alone; and its own repetitions would not wait for so long. So the requests are sent from
 * here: one repetition where that may be of use at once, everything else is the cell's to decide.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { ManagedIdentityCredentialClientIdOptions } from '@azure/identity';
import type { Clock } from '../lib/clock.ts';
import { type AnswerHead, type HttpAnswer, isSuccess, type NoAnswer, type Send } from '../lib/http.ts';
import type { Result } from '../lib/result.ts';
import { readRetryAfter } from '../lib/retry-after.ts';
import { TOKEN_TIMEOUT_MS } from '../realtime/upstream-token.ts';

type HttpClient = NonNullable<ManagedIdentityCredentialClientIdOptions['httpClient']>;
type SdkRequest = Parameters<HttpClient['sendRequest']>[0];
type SdkHeaders = SdkRequest['headers'];

export interface IdentityEndpoint extends HttpClient {
  /** Of its last answer, where that was a refusal. */
  refusal(): AnswerHead | undefined;
}

/** An endpoint that has just started answers 500 for a moment, or not at all. */
const REPEAT_AFTER_MS = 800;
const MAX_ANSWER_BYTES = 64 * 1024;

export function createIdentityEndpoint({ send, now }: { readonly send: Send; readonly now: Clock }): IdentityEndpoint {
  let refused: AnswerHead | undefined;

  async function attempt(request: SdkRequest, signal: AbortSignal): Promise<Result<HttpAnswer, NoAnswer>> {
    const answer = await send({
      url: request.url,
      method: 'GET',
      headers: request.headers.toJSON({ preserveCase: true }),
      signal,
      maxBytes: MAX_ANSWER_BYTES,
    });
    refused = answer.ok && !isSuccess(answer.value) ? answer.value : undefined;
    return answer;
  }

  function mayBeMomentary(answer: Result<HttpAnswer, NoAnswer>): boolean {
    return !answer.ok || (answer.value.status >= 500 && readRetryAfter(answer.value.headers, now) === undefined);
  }

  return {
    refusal: () => refused,
    async sendRequest(request) {
      refused = undefined;
      // As long as the cell waits: after it nobody is there to take the token.
      const signal = AbortSignal.timeout(TOKEN_TIMEOUT_MS);
      let answer = await attempt(request, signal);
      if (mayBeMomentary(answer)) {
        await sleep(REPEAT_AFTER_MS, undefined, { signal });
        answer = await attempt(request, signal);
      }
      // What the SDK expects of its own client.
      if (!answer.ok) throw Object.assign(new Error('The identity endpoint gave no answer.'), answer.error);
      const { status, headers, body = '' } = answer.value;
      return { request, status, headers: toSdkHeaders(headers), bodyAsText: body };
    },
  };
}

function toSdkHeaders(headers: HttpAnswer['headers']): SdkHeaders {
  const fields = new Map(headers);
  return {
    get: (name) => fields.get(name.toLowerCase()),
    has: (name) => fields.has(name.toLowerCase()),
    set: (name, value) => void fields.set(name.toLowerCase(), String(value)),
    delete: (name) => void fields.delete(name.toLowerCase()),
    toJSON: () => Object.fromEntries(fields),
    [Symbol.iterator]: () => fields[Symbol.iterator](),
  };
}
