/** The parts of the calls, handed to each other: what an issuance needs, what a route does, what the timer runs. */
import { setTimeout as sleep } from 'node:timers/promises';
import { type Clock, MS_PER_SECOND } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';
import type { Quota } from '../quota/quota.ts';
import type { CallControl } from '../realtime/call-control.ts';
import type { Telemetry } from '../telemetry/telemetry.ts';
import { apiOf, type Call, type End, type LiveCall } from './call.ts';
import { digestOfCall } from './call-digest.ts';
import { type CallManagement, createCallManagement } from './call-management.ts';
import type { CallTable } from './call-table.ts';
import { type ClockWatch, createClockWatch } from './clock-watch.ts';
import { createEnder } from './end-call.ts';
import { createLeash, type Leash } from './leash.ts';
import { BY_REQUEST, BY_TIMER, createSweep, type SweepReport } from './sweep.ts';
import type { SweepRules } from './sweep-verdict.ts';
import { createUndo } from './undo-beginning.ts';

export interface Governance {
  readonly leash: Leash;
  readonly clock: ClockWatch;
  readonly management: CallManagement;
  /** What the timer runs each minute. */
  sweep(): Promise<void>;
}

export interface GovernanceParts {
  readonly table: CallTable;
  readonly quota: Quota;
  readonly control: CallControl;
  /** By the settings as they are now, or as they were last. */
  readonly rules: () => Promise<SweepRules>;
  readonly now: Clock;
  readonly log: Log;
  readonly telemetry: Telemetry;
}

export function createGovernance(parts: GovernanceParts): Governance {
  const { table, quota, control, now, log, telemetry } = parts;

  function begun(call: Call & { readonly callId: string }): void {
    telemetry.event('call_started', factsOf(call));
  }

  function ended(call: LiveCall, end: End): void {
    const lateMs = Math.max(0, now() - end.at);
    const { id, caller, profile } = call;
    const { reason, seconds, measured } = end;
    log.info({ event: 'call_ended', id, caller, profile, reason, seconds, measured, lateMs });
    const measures = { seconds, lateness: lateMs / MS_PER_SECOND };
    telemetry.event('call_ended', { ...factsOf(call), reason, measured: measured && 'true' }, measures);
  }

  function swept({ by, rows, ended: count, failed, overdueMs }: SweepReport): void {
    const overdue = overdueMs / MS_PER_SECOND;
    if (rows > 0) log.info({ event: 'sweep', by, rows, ended: count, failed, overdue });
    telemetry.event('sweep', { by }, { rows, ended: count, failed, overdue });
  }

  const ender = createEnder({ table, quota, upstream: control, now, ended });
  const pause = async (milliseconds: number, signal: AbortSignal) =>
    void (await sleep(milliseconds, undefined, { signal }));
  const sweep = createSweep({ table, ender, upstream: control, rules: parts.rules, now, pause, log, swept });
  const clock = createClockWatch({ table, now, sweep: () => sweep(BY_REQUEST) });
  const undo = createUndo({ table, quota, control, clock, pause });
  const leash = createLeash({ table, quota, control, ender, clock, undo, now, begun });
  return {
    leash,
    clock,
    management: createCallManagement({ table, ender, clock, now }),
    sweep: async () => void (await sweep(BY_TIMER)),
  };
}

function factsOf(call: Call & { readonly callId: string }) {
  const { id, caller, profile, target, deployment, callId } = call;
  return { id, api: apiOf(call), caller, profile, target, deployment, call: digestOfCall(callId) };
}
