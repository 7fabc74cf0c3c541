/** What a sweep finds out, for its report and for the heartbeat that every instance reads. */

import { MAX_CALL_MINUTES } from '../lib/azure-values.ts';
import { MS_PER_MINUTE } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';
import type { CallControl } from '../realtime/call-control.ts';
import type { EndReason, LiveCall } from './call.ts';
import type { Heartbeat } from './call-table.ts';
import type { EndOutcome } from './end-call.ts';
import { resourceOf, unknownCallAt } from './resource-of.ts';

export interface Findings {
  /** Asks again if the identity may not end calls, because somebody may have fixed that. */
  recheck(upstream: CallControl, signal: AbortSignal): Promise<void>;
  isForbidden(call: LiveCall): boolean;
  note(call: LiveCall, reason: EndReason, outcome: EndOutcome): void;
  /** Without a hang-up. */
  ended(): void;
  /** An end that is so late already and still not confirmed. */
  failed(lateMs: number): void;
  counts(): { readonly ended: number; readonly failed: number; readonly overdueMs: number };
  heartbeat(at: number, by: Heartbeat['by']): Heartbeat;
  /** What an operator has to see to, once a sweep for as long as it holds: the alerts read these lines. */
  tell(log: Pick<Log, 'warn'>): void;
}

export function createFindings(before: Heartbeat | undefined): Findings {
  /** With the data action that Azure says is lacking. */
  const forbidden = new Map((before?.forbidden ?? []).map((origin) => [origin, before?.lacks]));
  const confirmed = new Set(before?.confirmed);
  const asked = new Set(before?.asked);
  let ended = 0;
  let failed = 0;
  let overdueMs = 0;

  return {
    async recheck(upstream, signal) {
      for (const resource of forbidden.keys()) {
        const said = await upstream.hangUp(unknownCallAt(resource), signal);
        if (said.kind === 'forbidden') forbidden.set(resource, said.dataAction);
        if (said.kind === 'ended' || said.kind === 'over') forbidden.delete(resource);
      }
    },
    isForbidden: (call) => forbidden.has(resourceOf(call)),
    note(call, reason, outcome) {
      const { startedAt, dueAt } = call;
      const resource = resourceOf(call);
      if (outcome.kind === 'forbidden') forbidden.set(resource, outcome.dataAction);
      if (outcome.kind !== 'ended') return;
      ended += 1;
      // Of a call that Azure ends at the same time its answer says nothing.
      const isOurs = dueAt - startedAt < MAX_CALL_MINUTES * MS_PER_MINUTE;
      if (reason !== 'due' || outcome.end.at < dueAt || !isOurs) return;
      asked.add(resource);
      if (outcome.said === 'ended') confirmed.add(resource);
    },
    ended() {
      ended += 1;
    },
    failed(lateMs) {
      failed += 1;
      overdueMs = Math.max(overdueMs, lateMs);
    },
    counts: () => ({ ended, failed, overdueMs }),
    heartbeat: (at, by) => ({
      at,
      by,
      forbidden: [...forbidden.keys()],
      lacks: [...forbidden.values()].find((dataAction) => dataAction !== undefined),
      confirmed: [...confirmed],
      asked: [...asked],
    }),
    tell(log) {
      for (const [origin, dataAction] of forbidden) log.warn({ event: 'hangup_forbidden', origin, dataAction });
      for (const origin of asked) if (!confirmed.has(origin)) log.warn({ event: 'leash_blind', origin });
    },
  };
}
