/** The arithmetic of the minutes: what a caller may speak now, of each policy. */
import { MS_PER_SECOND, SECONDS_PER_MINUTE } from '../lib/clock.ts';
import { type CallerCalls, spentIn } from './caller-calls.ts';
import type { MinutesPolicy, PoliciesOf } from './settings.ts';
import { CLOCK_SKEW_MS, type Standing } from './window.ts';

/** Less is no conversation: who has less left of a policy is refused. */
const LEAST_GRANT_SECONDS = SECONDS_PER_MINUTE;

export type SpeechDecision =
  | { readonly admitted: true; readonly grantSeconds: number }
  | {
      readonly admitted: false;
      readonly violated: readonly string[];
      /** Until a minute is free of every policy, as far as is known: calls on the line may end before. */
      readonly waitSeconds: number;
    };

/** `calls` settled; `wantedSeconds` is what the call may last by everything else. */
export function decideSpeech(
  policies: PoliciesOf<MinutesPolicy>,
  calls: CallerCalls,
  wantedSeconds: number,
  now: number,
): SpeechDecision {
  const left = Object.entries(policies).map(([name, policy]) => ({
    name,
    policy,
    seconds: leftOf(policy, calls, now),
  }));
  const violated = left.filter(({ seconds }) => seconds < LEAST_GRANT_SECONDS);
  if (violated.length === 0) {
    return { admitted: true, grantSeconds: Math.min(wantedSeconds, ...left.map(({ seconds }) => seconds)) };
  }
  return {
    admitted: false,
    violated: violated.map(({ name }) => name),
    waitSeconds: Math.max(...violated.map(({ policy }) => waitFor(policy, calls, now))),
  };
}

export function speechStandings(
  policies: PoliciesOf<MinutesPolicy>,
  calls: CallerCalls,
  now: number,
): readonly Standing[] {
  return Object.entries(policies).map(([name, policy]) => ({
    name,
    unit: 'minutes',
    limit: policy.minutes,
    windowSeconds: policy.windowSeconds,
    remaining: Math.floor(Math.max(0, leftOf(policy, calls, now)) / SECONDS_PER_MINUTE),
    resetSeconds: Math.ceil(Math.max(0, (usesOf(policy, calls, now)[0]?.freeAt ?? now) - now) / MS_PER_SECOND),
  }));
}

function leftOf({ minutes, windowSeconds }: MinutesPolicy, calls: CallerCalls, now: number): number {
  const used = usesOf({ minutes, windowSeconds }, calls, now).reduce((sum, { seconds }) => sum + seconds, 0);
  return minutes * SECONDS_PER_MINUTE - used;
}

/** Where an operator has lowered the minutes, several have to lapse before one is free. */
function waitFor(policy: MinutesPolicy, calls: CallerCalls, now: number): number {
  let missing = LEAST_GRANT_SECONDS - leftOf(policy, calls, now);
  let at = now;
  for (const { seconds, freeAt } of usesOf(policy, calls, now)) {
    if (missing <= 0) break;
    missing -= seconds;
    at = freeAt;
  }
  return Math.max(1, Math.ceil((at - now) / MS_PER_SECOND));
}

/** What counts against a policy, by when it counts no longer. A call on the line has its whole grant. */
function usesOf({ windowSeconds }: MinutesPolicy, calls: CallerCalls, now: number) {
  const span = windowSeconds * MS_PER_SECOND + CLOCK_SKEW_MS;
  const ended = spentIn(calls, windowSeconds, now).map(({ seconds, endedAt }) => ({ seconds, freeAt: endedAt + span }));
  const onTheLine = calls.slots.map(({ grantSeconds, until, live }) => ({
    seconds: grantSeconds,
    freeAt: live === undefined ? until : live.startedAt + grantSeconds * MS_PER_SECOND + span,
  }));
  return [...ended, ...onTheLine].sort((one, other) => one.freeAt - other.freeAt);
}
