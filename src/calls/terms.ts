/** On what terms a call begins: the least of what the profile, the settings and Azure allow. Without I/O. */
import { isDeepStrictEqual } from 'node:util';
import { type Api, MAX_CALL_MINUTES } from '../lib/azure-values.ts';
import { MS_PER_SECOND, SECONDS_PER_MINUTE } from '../lib/clock.ts';
import { err, ok, type Result } from '../lib/result.ts';
import { hasMinutes, type QuotaPolicies } from '../quota/settings.ts';
import type { CallError } from './call-error.ts';
import { CALL_SETTINGS, type CallRules } from './settings.ts';

export interface Terms {
  readonly api: Api;
  /** What it may last; less where a policy of minutes leaves less. */
  readonly seconds: number;
  /** Whether we end it; otherwise Azure does, after an hour. */
  readonly leashed: boolean;
  /** Whether it may have to end before Azure ends it: then nobody but us does. */
  readonly short: boolean;
  /** At once; `undefined`: any number. */
  readonly perCaller: number | undefined;
  readonly perDeployment: number | undefined;
  readonly atLimit: CallRules['atLimit'];
}

export interface TermsOrder {
  readonly api: Api;
  readonly rules: CallRules;
  readonly policies: QuotaPolicies;
  /** The profile's. */
  readonly maxMinutes: number | undefined;
  /** Whether the token acts for a person: an app has no cap. */
  readonly isPerson: boolean;
  readonly hasStorage: boolean;
}

/** `undefined` where nothing limits a call, and no storage is asked. */
export function termsOf({ api, rules, policies, maxMinutes, isPerson, hasStorage }: TermsOrder): Terms | undefined {
  const isTimed = maxMinutes !== undefined || hasMinutes(policies);
  const isAsked = isTimed || !isDeepStrictEqual(rules, CALL_SETTINGS.calls.default);
  // Who has never named a storage, and asks for nothing that needs one, is served as before there were limits.
  if (!hasStorage && !isAsked) return undefined;
  const perCaller = isPerson ? rules.perCaller : undefined;
  // Nobody has published when Azure ends a Live session: where it can be ended, it is.
  const leashed = isTimed || rules.maxMinutes !== undefined || api === 'live';
  if (!leashed && perCaller === undefined && rules.perDeployment === undefined) return undefined;
  const minutes = Math.min(maxMinutes ?? MAX_CALL_MINUTES, rules.maxMinutes ?? MAX_CALL_MINUTES);
  return {
    api,
    seconds: minutes * SECONDS_PER_MINUTE,
    leashed,
    // What is left of a policy of minutes is known only when the slot is taken.
    short: minutes < MAX_CALL_MINUTES || hasMinutes(policies) || api === 'live',
    perCaller,
    perDeployment: rules.perDeployment,
    atLimit: rules.atLimit,
  };
}

/** A call that begins before `endBefore` is one that the next sweep ends: it does not begin. */
export function mayBegin(endBefore: number | undefined, now: number): Result<undefined, CallError> {
  if (endBefore === undefined || now >= endBefore) return ok(undefined);
  const waitSeconds = Math.ceil((endBefore - now) / MS_PER_SECOND);
  return err({ reason: 'leash_unavailable', cause: 'EndBefore', waitSeconds });
}
