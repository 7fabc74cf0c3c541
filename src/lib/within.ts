/** How long somebody waits. */

/** Told apart from every other failure by its class. */
export class TimeoutError extends Error {
  override readonly name = 'TimeoutError';
  readonly afterMs: number;

  constructor(afterMs: number) {
    super(`No answer within ${afterMs} ms.`);
    this.afterMs = afterMs;
  }
}

/**
 * Waits for `work`, at most so many milliseconds or until the signal aborts; then throws a TimeoutError or the signal's
 * reason. The work itself goes on: some of it has no way to be stopped, and a late answer may still be of use.
 */
export async function within<T>(work: Promise<T>, limit: number | AbortSignal): Promise<T> {
  let forget = (): void => undefined;
  // Not Promise.withResolvers: the doctor waits by this too, under Node 20.
  const over = new Promise<never>((_resolve, reject) => {
    forget = typeof limit === 'number' ? rejectAfter(limit, reject) : rejectOnAbort(limit, reject);
  });
  try {
    return await Promise.race([work, over]);
  } finally {
    forget();
  }
}

type Reject = (reason: unknown) => void;

function rejectAfter(milliseconds: number, reject: Reject): () => void {
  const timer = setTimeout(() => reject(new TimeoutError(milliseconds)), milliseconds);
  return () => clearTimeout(timer);
}

function rejectOnAbort(signal: AbortSignal, reject: Reject): () => void {
  const give = (): void => reject(signal.reason);
  signal.addEventListener('abort', give, { once: true });
  if (signal.aborted) give();
  return () => signal.removeEventListener('abort', give);
}
