/** `functionTimeout` of host.json: bounds one invocation. The work itself cannot be stopped; the host ends the worker. */

/** Told apart from a failure of the function by its class. */
export class FunctionTimeoutError extends Error {
  override readonly name = 'FunctionTimeoutError';
}

/** Waits at most `timeoutMs`, which may be Infinity, for `work`. */
export async function withFunctionTimeout<T>(work: Promise<T>, functionName: string, timeoutMs: number): Promise<T> {
  if (timeoutMs === Number.POSITIVE_INFINITY) return work;
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_resolve, reject) => {
    const message = `Timeout value of ${timeoutMs} ms was exceeded by function: ${functionName}`;
    timer = setTimeout(() => reject(new FunctionTimeoutError(message)), timeoutMs);
  });
  try {
    return await Promise.race([work, limit]);
  } finally {
    clearTimeout(timer);
  }
}
