/**
 * Waits for `work` until the signal aborts, then throws the signal's reason. The work itself goes on: a credential
 * cannot be stopped, so that only the wait ends.
 */
export async function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const { promise: limit, reject } = Promise.withResolvers<never>();
  const give = (): void => reject(signal.reason);
  signal.addEventListener('abort', give, { once: true });
  if (signal.aborted) give();
  try {
    return await Promise.race([work, limit]);
  } finally {
    signal.removeEventListener('abort', give);
  }
}
