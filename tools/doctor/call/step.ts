/** One step of a call of the doctor's own, and how it went. */
import type { Verdict } from '../verdict.ts';

export type StepName = 'token' | 'mint' | 'offer' | 'probe' | 'hang-up';

export interface Step {
  readonly name: StepName;
  readonly verdict: Verdict;
}

/** What is asked, one thing after the other; the last two only where a call has begun. */
export interface CallWay {
  readonly names: readonly StepName[];
  /** Completes "4 requests go to …". */
  readonly to: string;
  readonly requests: number;
  /** Each step as soon as it is there. `undefined`: no call has begun that it could end. */
  begin(told: (step: Step) => void): Promise<string | undefined>;
  probe(callId: string): Promise<Verdict>;
  hangUp(callId: string): Promise<Verdict>;
}
