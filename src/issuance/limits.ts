/** By what a caller is counted: the settings, or what the rule of an app says in their place for its end users. */
import type { Caller } from '../auth/caller.ts';
import type { CallRules } from '../calls/settings.ts';
import { termsOf } from '../calls/terms.ts';
import type { CeilingOrder } from '../quota/ceiling.ts';
import type { QuotaPolicies } from '../quota/settings.ts';
import type { Settings } from '../settings/keys.ts';

export interface Limits {
  readonly policies: QuotaPolicies;
  readonly calls: CallRules;
  /** Over all end users of the app that speaks for the caller. */
  readonly ofApp: Omit<CeilingOrder, 'callerHash'> | undefined;
}

export function limitsOf(settings: Settings, { statedBy }: Caller): Limits {
  const rule = statedBy && settings.callers[statedBy.entry];
  const policies = rule?.onBehalf?.ceiling;
  return { ...limitsBy(settings, rule), ofApp: statedBy && policies && { app: statedBy.app, policies } };
}

/** Whether the settings make the app count or end calls: without storage no call begins then. */
export function needsStorage(settings: Settings): boolean {
  const profiles = [...settings.profiles.values()];
  return [undefined, ...settings.callers].some((rule) => {
    const { policies, calls: rules } = limitsBy(settings, rule);
    return profiles.some((profile) => {
      const maxMinutes = profile.ok ? profile.value.maxMinutes : undefined;
      return termsOf({ api: 'realtime', rules, policies, maxMinutes, isPerson: true, hasStorage: false }) !== undefined;
    });
  });
}

function limitsBy({ quota, calls }: Settings, rule: Settings['callers'][number] | undefined): Omit<Limits, 'ofApp'> {
  const own = rule?.onBehalf;
  return { policies: own?.quota ?? quota, calls: { ...calls, ...own?.calls } };
}
