/** What to do if `realtime:targets` is set: a command for a key that nobody reads would fix nothing. */
import type { Advice, Cause } from './catalogue-entry.ts';

export function causesWithTargets(causes: readonly Cause[]): readonly Cause[] {
  return causes.map((cause) => ({ ...cause, check: inForce(cause.check), fix: inForce(cause.fix) }));
}

function inForce({ withTargets, ...advice }: Advice): Advice {
  return withTargets ?? (advice as Advice);
}
