/**
 * Whether the clock of the calls runs: every instance reads the heartbeat of the sweeps, at most once a minute. Where
 * it has stopped, a request sweeps itself. Timers on Flex have been seen to stop for good (azure-functions-host#11828).
 */
import { type Clock, MS_PER_MINUTE, MS_PER_SECOND } from '../lib/clock.ts';
import { err, ok, type Result } from '../lib/result.ts';
import { describeSdkError } from '../lib/sdk-error.ts';
import type { CallError } from './call-error.ts';
import type { CallTable, Heartbeat } from './call-table.ts';

export interface ClockWatch {
  /** What the last sweep found out, which is less than three minutes old. */
  check(signal: AbortSignal): Promise<Result<Heartbeat, CallError>>;
  /**
   * Between two sweeps Azure has refused somebody's hang-up there: it is known as if a sweep had found it, and the next
   * one asks again. One that is under way writes over it, and meets the same refusal. Never rejects.
   */
  noteForbidden(resource: string): Promise<void>;
  /** What readiness warns of, as far as this instance has seen. */
  warnings(): {
    readonly hangup_forbidden: boolean;
    readonly leash_blind: boolean;
    readonly leash_unavailable: boolean;
  };
  /** Anew, however little time has passed; nobody sweeps. `undefined`: nobody ever has. Rejects as the table does. */
  read(signal: AbortSignal): Promise<Heartbeat | undefined>;
}

/** Three ticks have passed without a sweep. */
export const STALE_MS = 3 * MS_PER_MINUTE;
const BELIEVED_MS = MS_PER_MINUTE;
/** Of a read or a write. One that follows a sweep has its own: the sweep may have outlasted the check's. */
const TABLE_TIMEOUT_MS = MS_PER_SECOND;

export function createClockWatch({
  table,
  now,
  sweep,
}: {
  readonly table: Pick<CallTable, 'heartbeat' | 'beat'>;
  readonly now: Clock;
  /** By a request: bounded, and without waiting for what is due later. */
  readonly sweep: () => Promise<unknown>;
}): ClockWatch {
  let held: { readonly heartbeat: Heartbeat; readonly readAt: number } | undefined;
  let sweeping: Promise<unknown> | undefined;
  /** How the last check ended. */
  let isStopped = false;

  async function read(signal: AbortSignal): Promise<Heartbeat | undefined> {
    const heartbeat = await table.heartbeat(signal);
    held = heartbeat && { heartbeat, readAt: now() };
    return heartbeat;
  }

  const isFresh = (heartbeat: Heartbeat | undefined): heartbeat is Heartbeat =>
    heartbeat !== undefined && now() - heartbeat.at < STALE_MS;

  async function look(signal: AbortSignal): Promise<Result<Heartbeat, CallError>> {
    if (held && now() - held.readAt < BELIEVED_MS && isFresh(held.heartbeat)) return ok(held.heartbeat);
    try {
      const heartbeat = await read(signal);
      if (isFresh(heartbeat)) return ok(heartbeat);
      // All requests of this instance wait for the same sweep.
      sweeping ??= sweep().finally(() => {
        sweeping = undefined;
      });
      await sweeping;
      const after = await read(AbortSignal.timeout(TABLE_TIMEOUT_MS));
      return isFresh(after) ? ok(after) : err({ reason: 'leash_unavailable', cause: 'ClockStopped' });
    } catch (cause) {
      return err({ reason: 'leash_unavailable', cause: describeSdkError(cause).cause });
    }
  }

  async function note(resource: string): Promise<void> {
    const signal = AbortSignal.timeout(TABLE_TIMEOUT_MS);
    const heartbeat = await read(signal);
    if (!heartbeat || heartbeat.forbidden.includes(resource)) return;
    const noted = { ...heartbeat, forbidden: [...heartbeat.forbidden, resource] };
    held = { heartbeat: noted, readAt: now() };
    await table.beat(noted, signal);
  }

  return {
    noteForbidden: (resource) => note(resource).catch(() => undefined),
    warnings() {
      const { forbidden = [], asked = [], confirmed = [] } = held?.heartbeat ?? {};
      return {
        hangup_forbidden: forbidden.length > 0,
        leash_blind: asked.some((origin) => !confirmed.includes(origin)),
        leash_unavailable: isStopped,
      };
    },
    read,
    async check(signal) {
      const checked = await look(signal);
      isStopped = !checked.ok;
      return checked;
    },
  };
}
