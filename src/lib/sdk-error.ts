/** What of an Azure SDK's error may be logged: its messages quote request and answer, headers included. */
import type { Clock } from './clock.ts';
import { type CredentialFailure, describeCredentialError, isCredentialError } from './credential-failure.ts';
import { type HeaderReader, readRetryAfter } from './retry-after.ts';

export interface SdkErrorFacts {
  readonly status: number | undefined;
  /** Name and code, or `unknown`. */
  readonly cause: string;
  /** Of the identity, which gave no token: the service itself was never asked. */
  readonly failure?: CredentialFailure | undefined;
}

/** What the answer that the error is about asked for, where there was one: the SDK keeps its headers. */
export function readSdkRetryAfter(error: unknown, now: Clock): number | undefined {
  const { response } = (error ?? {}) as { response?: { headers?: Partial<HeaderReader> } };
  const headers = response?.headers;
  return typeof headers?.get === 'function' ? readRetryAfter(headers as HeaderReader, now) : undefined;
}

export function describeSdkError(error: unknown): SdkErrorFacts {
  const { name, code, statusCode } = (error ?? {}) as { name?: unknown; code?: unknown; statusCode?: unknown };
  const words = [name, code].filter((word) => typeof word === 'string' && /^[\w.-]{1,80}$/.test(word));
  return {
    status: typeof statusCode === 'number' ? statusCode : undefined,
    cause: words.join(' ') || 'unknown',
    ...(isCredentialError(error) && { failure: describeCredentialError(error).failure }),
  };
}
