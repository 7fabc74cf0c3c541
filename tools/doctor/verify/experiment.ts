/** A question about Azure that this project could only guess at, and how one's own account answers it. */
import type { Lab } from './lab.ts';

export interface Experiment {
  /** Public: never renamed. */
  readonly id: string;
  readonly question: string;
  /** To Azure OpenAI, at most: a person is told before. */
  readonly requests: number;
  /** What the code goes by, and the switch of the emulated Azure whose first value plays it; absent: nothing is assumed. */
  readonly assumes?: { readonly value: string; readonly switch?: string };
  run(lab: Lab): Promise<Finding>;
}

export type Finding =
  /** `value`: in the words of `assumes.value` and of the switch; `evidence`: what was seen, with nothing of the account. */
  | { readonly settled: true; readonly value: string; readonly evidence: string }
  /** Completes "not settled, because …". */
  | { readonly settled: false; readonly because: string };

/** What none of the switch's values plays. */
export const OTHER = 'other';

export function settled(value: string, ...evidence: readonly (string | undefined)[]): Finding {
  return { settled: true, value, evidence: evidence.filter((part) => part !== undefined).join('; ') };
}

export function unsettled(because: string): Finding {
  return { settled: false, because };
}
