/** A check: what it is called, what it looks at, and how. */
import type { CheckId } from './check-ids.ts';
import type { Verdict } from './verdict.ts';

export interface Check<F> {
  readonly id: CheckId;
  /** A sentence or two for docs/doctor.md: what is looked at, and why it matters. */
  readonly about: string;
  run(facts: F): Promise<Verdict> | Verdict;
}
