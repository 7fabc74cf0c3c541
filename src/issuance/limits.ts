/** By what a caller is counted: the settings, or what the rule of an app says in their place for its end users. */
import type { Caller } from '../auth/caller.ts';
import type { CallRules } from '../calls/settings.ts';
import type { QuotaPolicies } from '../quota/settings.ts';
import type { Settings } from '../settings/keys.ts';

export interface Limits {
  readonly policies: QuotaPolicies;
  readonly calls: CallRules;
}

export function limitsOf({ callers, quota, calls }: Settings, { statedBy }: Caller): Limits {
  const own = statedBy && callers[statedBy.entry]?.onBehalf;
  return { policies: own?.quota ?? quota, calls: { ...calls, ...own?.calls } };
}
