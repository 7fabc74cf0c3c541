/**
 * The end of a call, whoever ends it: hang up, charge, keep the record. An instance may repeat each step, and if one is
 * killed between two steps, the next that finds the row goes on. Whoever removes the slot charges the seconds.
 */
import type { Clock } from '../lib/clock.ts';
import type { Quota } from '../quota/quota.ts';
import type { CallControl, HangUp } from '../realtime/call-control.ts';
import type { End, EndReason, LiveCall } from './call.ts';
import type { CallTable } from './call-table.ts';
import { endOf } from './end-time.ts';

export type EndOutcome =
  | { readonly kind: 'ended'; readonly end: End; readonly said: 'ended' | 'over' }
  /** Its end is written down as asked for; a sweep asks Azure again. */
  | { readonly kind: 'pending'; readonly said: HangUp }
  | { readonly kind: 'forbidden'; readonly dataAction: string | undefined };

export interface Ender {
  /** Rejects when a table does. `patience` bounds Azure's part alone. */
  end(call: LiveCall, reason: EndReason, signal: AbortSignal, patience?: AbortSignal): Promise<EndOutcome>;
  /** Of a call whose end is known: charges it and keeps the record. */
  settle(call: LiveCall, end: End, signal: AbortSignal): Promise<void>;
}

export interface EnderParts {
  readonly table: CallTable;
  readonly quota: Pick<Quota, 'release'>;
  readonly upstream: CallControl;
  readonly now: Clock;
  /** Told once of each call. */
  readonly ended: (call: LiveCall, end: End) => void;
}

export function createEnder({ table, quota, upstream, now, ended }: EnderParts): Ender {
  async function settle(call: LiveCall, end: End, signal: AbortSignal): Promise<void> {
    if (call.counted) {
      const released = await quota.release(call.caller, call.id, { endedAt: end.at, seconds: end.seconds });
      // The row stays, and with it the next sweep's reason to charge.
      if (!released.ok) throw new Error(released.error.cause);
    }
    if (await table.end(call, end, signal)) ended(call, end);
  }

  return {
    settle,
    async end(call, reason, signal, patience = signal) {
      const said = await upstream.hangUp(call, patience);
      if (said.kind === 'forbidden') return said;
      if (said.kind === 'unknown') return { kind: 'pending', said };
      const end = endOf(call, reason, said, now());
      if (end === undefined) return { kind: 'pending', said };
      await settle(call, end, signal);
      return { kind: 'ended', end, said: said.kind };
    },
  };
}
