/** `functionTimeout` of host.json: bounds one invocation. The work itself cannot be stopped; the host ends the worker. */
import { TimeoutError, within } from '../../src/lib/within.ts';

/** Told apart from a failure of the function by its class. */
export class FunctionTimeoutError extends Error {
  override readonly name = 'FunctionTimeoutError';
}

/** Waits at most `timeoutMs`, which may be Infinity, for `work`. */
export async function withFunctionTimeout<T>(work: Promise<T>, functionName: string, timeoutMs: number): Promise<T> {
  if (timeoutMs === Number.POSITIVE_INFINITY) return work;
  try {
    return await within(work, timeoutMs);
  } catch (error) {
    if (!(error instanceof TimeoutError)) throw error;
    throw new FunctionTimeoutError(`Timeout value of ${timeoutMs} ms was exceeded by function: ${functionName}`);
  }
}
