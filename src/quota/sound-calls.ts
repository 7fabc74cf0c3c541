/** What the row of a caller's calls says, made sound before it decides anything. */
import { MS_PER_MINUTE, SECONDS_PER_MINUTE } from '../lib/clock.ts';
import { type CallerCalls, NO_CALLS, settle } from './caller-calls.ts';
import type { CallsRow } from './quota-table.ts';
import type { MinutesPolicy, PoliciesOf } from './settings.ts';

/** Azure ends a call after an hour; a slot is kept five minutes longer. */
const LONGEST_SLOT_MS = 65 * MS_PER_MINUTE;

/**
 * A row that cannot be read is as good as full: the calls that it held have ended within 65 minutes, and what it had
 * spent counts from now on.
 */
export function soundCalls(
  row: CallsRow | undefined,
  policies: PoliciesOf<MinutesPolicy>,
  perCaller: number | undefined,
  now: number,
): CallerCalls {
  const { calls } = row ?? { calls: NO_CALLS };
  if (calls) return settle(calls, now);
  const minutes = Math.max(0, ...Object.values(policies).map((policy) => policy.minutes));
  return {
    slots: Array.from({ length: perCaller ?? 0 }, (_, index) => ({
      id: `unknown-${index}`,
      until: now + LONGEST_SLOT_MS,
      grantSeconds: 0,
    })),
    spent: [{ endedAt: now, seconds: minutes * SECONDS_PER_MINUTE }],
  };
}
