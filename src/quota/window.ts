/**
 * The arithmetic of the quotas, on the exact instants of issue and nothing else. A window slides: an instant counts
 * until its policy's window has passed over it. It counts two seconds longer than that, because the instances that
 * share a row have clocks of their own: an instant that a slow clock wrote looks older than it is to a fast one.
 */
import { MS_PER_SECOND } from '../lib/clock.ts';
import type { PoliciesOf, UnitsPolicy } from './settings.ts';

/** Between the clocks of any two instances; Azure's hosts are kept within milliseconds of each other. */
export const CLOCK_SKEW_MS = 2 * MS_PER_SECOND;

/** How a caller stands with one policy. */
export interface Standing {
  readonly name: string;
  readonly unit: 'units' | 'minutes';
  readonly limit: number;
  readonly windowSeconds: number;
  /** Whole units or minutes. */
  readonly remaining: number;
  /** Until the next unit comes back; 0 where none is out. */
  readonly resetSeconds: number;
}

export type Decision =
  | { readonly admitted: true; readonly issued: readonly number[]; readonly standings: readonly Standing[] }
  | {
      readonly admitted: false;
      /** Names of the policies that have no unit left. */
      readonly violated: readonly string[];
      /** Until every policy has one. */
      readonly waitSeconds: number;
      readonly standings: readonly Standing[];
    };

/**
 * `issued` in ascending order, in milliseconds since the epoch; so is what an admission returns, with `takenAt` in it,
 * which is now or a little later.
 */
export function decide(
  policies: PoliciesOf<UnitsPolicy>,
  issued: readonly number[],
  now: number,
  takenAt = now,
): Decision {
  const before = standingsOf(policies, issued, now);
  const violated = before.filter(({ remaining }) => remaining === 0);
  if (violated.length > 0) {
    return {
      admitted: false,
      violated: violated.map(({ name }) => name),
      waitSeconds: Math.max(...violated.map(({ resetSeconds }) => resetSeconds)),
      standings: before,
    };
  }
  const spans = Object.values(policies).map(spanOf);
  // Another instance's clock may be ahead, so the newest instant is not always this one.
  const after = [...countedIn(Math.max(...spans), issued, now), takenAt].sort((one, other) => one - other);
  return { admitted: true, issued: after, standings: standingsOf(policies, after, now) };
}

/** Without one unit that was taken at that instant; the same list where there is none. */
export function withoutInstant(issued: readonly number[], at: number): readonly number[] {
  const index = issued.lastIndexOf(at);
  return index < 0 ? issued : issued.toSpliced(index, 1);
}

function standingsOf(policies: PoliciesOf<UnitsPolicy>, issued: readonly number[], now: number): readonly Standing[] {
  return Object.entries(policies).map(([name, policy]) => {
    const span = spanOf(policy);
    const counted = countedIn(span, issued, now);
    // Where an operator has lowered the limit, several have to lapse before one is free.
    const next = counted[Math.max(0, counted.length - policy.limit)];
    return {
      name,
      unit: 'units',
      ...policy,
      remaining: Math.max(0, policy.limit - counted.length),
      resetSeconds: next === undefined ? 0 : Math.ceil((next + span - now) / MS_PER_SECOND),
    };
  });
}

function countedIn(spanMs: number, issued: readonly number[], now: number): readonly number[] {
  return issued.filter((at) => at > now - spanMs);
}

function spanOf({ windowSeconds }: UnitsPolicy): number {
  return windowSeconds * MS_PER_SECOND + CLOCK_SKEW_MS;
}
