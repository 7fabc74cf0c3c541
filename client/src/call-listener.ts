/** What is told of a call while it goes on. */
import type { EndedBy } from './call.ts';
import type { CallError } from './call-error.ts';
import type { Placed } from './place-offer.ts';
import type { StepListener } from './step.ts';

/** Why a call is over. */
export type Outcome =
  | { readonly how: 'ended'; readonly by: EndedBy }
  | { readonly how: 'failed'; readonly error: CallError };

/** Nothing is told after `over` but how the hang-up at the endpoint went. */
export interface CallListener {
  readonly step: StepListener;
  /** Of the microphone, or of the answer. */
  stream(who: 'you' | 'answer', stream: MediaStream): void;
  placed(placed: Placed): void;
  live(): void;
  /** As it came over the data channel. */
  message(data: string): void;
  /** By when the call ends, in milliseconds since the epoch; told again where it becomes earlier. */
  ends(at: number): void;
  heard(): void;
  /** Something is wrong in a call that goes on. */
  trouble(error: CallError): void;
  over(outcome: Outcome): void;
  /** The endpoint was asked to hang up; with what is wrong, if anything is. */
  hungUp(error: CallError | undefined): void;
}

/** The same listener, deaf once the signal aborts: what comes in later belongs to a call that nobody looks at. */
export function untilAborted(listener: CallListener, signal: AbortSignal): Omit<CallListener, 'over' | 'hungUp'> {
  const guard =
    <Args extends readonly unknown[]>(tell: (...args: Args) => void) =>
    (...args: Args): void => {
      if (!signal.aborted) tell(...args);
    };
  const { step } = listener;
  return {
    step: { begun: guard(step.begun), done: guard(step.done), failed: guard(step.failed) },
    stream: guard(listener.stream),
    placed: guard(listener.placed),
    live: guard(listener.live),
    message: guard(listener.message),
    ends: guard(listener.ends),
    heard: guard(listener.heard),
    trouble: guard(listener.trouble),
  };
}
