/** What a sweep does about a call, and when. Without I/O. */
import type { Revocation } from '../auth/revocation.ts';
import type { Api } from '../lib/azure-values.ts';
import { MS_PER_HOUR, MS_PER_MINUTE, MS_PER_SECOND } from '../lib/clock.ts';
import { apiOf, type EndReason, isCallOf, type LiveCall } from './call.ts';
import { CALL_SETTINGS, type CallRules } from './settings.ts';

export interface EndVerdict {
  readonly kind: 'end';
  readonly reason: EndReason;
  readonly at: number;
}

export type Verdict =
  | EndVerdict
  /** Azure has ended it long ago. */
  | { readonly kind: 'lapsed' }
  | { readonly kind: 'look' }
  | { readonly kind: 'leave' };

export interface SweepRules {
  readonly calls: CallRules;
  readonly revoked: Revocation;
  /** In milliseconds since the epoch; 0: none. */
  readonly endBefore: number;
}

/** Where nobody knows the settings: what was promised holds. */
export const NO_RULES: SweepRules = { calls: CALL_SETTINGS.calls.default, revoked: { subjects: [] }, endBefore: 0 };

/** Azure ends a call after 60 minutes (docs/azure.md). When it ends a Live session is published nowhere. */
const LAPSES_AFTER_MS: Readonly<Record<Api, number>> = { realtime: 61 * MS_PER_MINUTE, live: 24 * MS_PER_HOUR };

/** `horizon` is the latest instant that the sweep can wait for. */
export function verdictOf(call: LiveCall, rules: SweepRules, now: number, horizon: number): Verdict {
  if (now >= call.startedAt + LAPSES_AFTER_MS[apiOf(call)]) return { kind: 'lapsed' };
  const reason = reasonToEndNow(call, rules);
  if (reason !== undefined) return { kind: 'end', reason, at: now };
  if (call.leashed && call.dueAt <= horizon) return { kind: 'end', reason: 'due', at: Math.max(now, call.dueAt) };
  const { probeMinutes } = rules.calls;
  // A little less than the minutes, because the next sweep comes a full minute later.
  const lookedAt = call.lastSeenAlive ?? call.startedAt;
  const isTime = probeMinutes !== undefined && now >= lookedAt + probeMinutes * MS_PER_MINUTE - 5 * MS_PER_SECOND;
  return { kind: isTime ? 'look' : 'leave' };
}

function reasonToEndNow(call: LiveCall, { revoked, endBefore }: SweepRules): EndReason | undefined {
  if (call.asked) return call.asked.reason;
  if (call.startedAt < endBefore) return 'operator';
  const isNamed = revoked.subjects.some((hash) => isCallOf(call, hash));
  const { issuedBeforeMs } = revoked;
  // As when a token is verified: one that does not say its age may be an old one.
  const isOld = issuedBeforeMs !== undefined && (call.tokenIssuedAt ?? 0) < issuedBeforeMs;
  return isNamed || isOld ? 'revoked' : undefined;
}
