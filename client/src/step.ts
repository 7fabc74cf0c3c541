/** How one step of a call is run. */
import { err, type Result } from '../../src/lib/result.ts';
import type { Step } from './call.ts';
import { browserError, type CallError } from './call-error.ts';

export type StepRunner = <T>(step: Step, work: () => Promise<Result<T, CallError>>) => Promise<Result<T, CallError>>;

export interface StepListener {
  begun(step: Step): void;
  done(step: Step): void;
  failed(step: Step, error: CallError): void;
}

/** What a step does not foresee fails the call and never the page. */
export function createStepRunner(listener: StepListener, signal: AbortSignal): StepRunner {
  return async (step, work) => {
    // Ended between two steps: nothing is begun any more, and nobody hears of it.
    if (signal.aborted) return err(browserError('unexpected'));
    listener.begun(step);
    const outcome = await work().catch((cause: unknown) => err(toUnexpected(cause)));
    if (outcome.ok) listener.done(step);
    else listener.failed(step, outcome.error);
    return outcome;
  };
}

function toUnexpected(cause: unknown): CallError {
  return browserError('unexpected', { name: nameOf(cause) }, cause);
}

/** A DOMException is not an Error everywhere, so only its members count. */
export function nameOf(cause: unknown): string {
  const name: unknown = typeof cause === 'object' && cause !== null ? Reflect.get(cause, 'name') : undefined;
  return typeof name === 'string' ? name : '';
}
