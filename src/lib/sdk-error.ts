/** What of an Azure SDK's error may be logged: its messages quote request and answer, headers included. */
export interface SdkErrorFacts {
  readonly status: number | undefined;
  /** Name and code, or `unknown`. */
  readonly cause: string;
}

export function describeSdkError(error: unknown): SdkErrorFacts {
  const { name, code, statusCode } = (error ?? {}) as { name?: unknown; code?: unknown; statusCode?: unknown };
  const words = [name, code].filter((word) => typeof word === 'string' && /^[\w.-]{1,80}$/.test(word));
  return { status: typeof statusCode === 'number' ? statusCode : undefined, cause: words.join(' ') || 'unknown' };
}
