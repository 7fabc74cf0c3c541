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
 * Waits at most `timeoutMs` for `work`, then throws a TimeoutError. The work itself goes on: some of what we wait for
 * (the managed identity credential) has no way to be stopped, and a late answer may still be of use.
 */
export async function withTimeout<T>(work: Promise<T>, timeoutMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new TimeoutError(timeoutMs)), timeoutMs);
  });
  try {
    return await Promise.race([work, limit]);
  } finally {
    clearTimeout(timer);
  }
}
