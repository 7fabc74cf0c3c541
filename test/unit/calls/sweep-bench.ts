/** A sweep over tables in memory, on a clock that its own pauses move; Azure answers as the test says. */
import type { Call, End, LiveCall } from '../../../src/calls/call.ts';
import { createEnder } from '../../../src/calls/end-call.ts';
import { CALL_SETTINGS } from '../../../src/calls/settings.ts';
import { BY_TIMER, createSweep, type SweepOrder, type SweepReport } from '../../../src/calls/sweep.ts';
import type { SweepRules } from '../../../src/calls/sweep-verdict.ts';
import { createQuota } from '../../../src/quota/quota.ts';
import type { HangUp, Probe } from '../../../src/realtime/call-control.ts';
import { aClock, NOON_MS } from '../../support/clock.ts';
import { aMemoryCallTable } from '../../support/memory-call-table.ts';
import { aMemoryQuotaTable } from '../../support/memory-quota-table.ts';
import { aLog } from '../../support/recording-log.ts';

export const ORIGIN = 'https://contoso.openai.azure.com';
export const MINUTE = 60_000;
export const RULES: SweepRules = { calls: CALL_SETTINGS.calls.default, revoked: { subjects: [] }, endBefore: 0 };
const signal = new AbortController().signal;

function aCall(overrides: Partial<Call> = {}): Call {
  return {
    id: 'mint_1',
    caller: 'ada',
    formerCallers: [],
    rule: 'rule',
    profile: 'default',
    deployment: 'mini',
    origin: ORIGIN,
    startedAt: NOON_MS,
    dueAt: NOON_MS + 10 * MINUTE,
    leashed: true,
    grantSeconds: 600,
    counted: true,
    ...overrides,
  };
}

export function aSweepBench() {
  const clock = aClock();
  const table = aMemoryCallTable();
  const quotaTable = aMemoryQuotaTable();
  const log = aLog();
  const quota = createQuota({ table: quotaTable, now: clock.now, random: () => 0, timeoutMs: 2_000, log });
  const asked: { readonly what: string; readonly callId: string; readonly at: number }[] = [];
  const told: { readonly callId: string; readonly end: End }[] = [];
  const reports: SweepReport[] = [];
  const azure: { hangUp: (callId: string) => HangUp; probe: (callId: string) => Probe; rules: SweepRules } = {
    hangUp: () => ({ kind: 'ended' }),
    probe: () => 'alive',
    rules: RULES,
  };
  const upstream = {
    async hangUp({ callId }: { readonly callId: string }) {
      asked.push({ what: 'hang up', callId, at: clock.now() });
      return azure.hangUp(callId);
    },
    async probe({ callId }: { readonly callId: string }) {
      asked.push({ what: 'probe', callId, at: clock.now() });
      return azure.probe(callId);
    },
  };
  const ended = ({ callId }: LiveCall, end: End) => told.push({ callId, end });
  const ender = createEnder({ table, quota, upstream, now: clock.now, ended });
  const sweepAs = createSweep({
    table,
    ender,
    upstream,
    rules: async () => azure.rules,
    now: clock.now,
    pause: async (milliseconds) => clock.advance(milliseconds),
    log,
    swept: (report) => reports.push(report),
  });
  /** Begins a call as the relay does: its slot in the caller's row, then its own row. */
  async function begin(callId: string, overrides: Partial<Call> = {}): Promise<LiveCall> {
    const call = aCall({
      id: `mint_${callId}`,
      startedAt: clock.now(),
      dueAt: clock.now() + 10 * MINUTE,
      ...overrides,
    });
    await quota.take(call.caller, {}, { id: call.id, wantedSeconds: call.grantSeconds, perCaller: 100 });
    await quota.confirm(call.caller, call.id, { callId, startedAt: call.startedAt, until: call.dueAt + 5 * MINUTE });
    const row = await table.begin(callId, call, undefined, signal);
    if (!row) throw new Error('The call was there already.');
    return row;
  }
  return {
    ...{ clock, table, quotaTable, quota, log, asked, told, reports, azure, upstream, ender, begin, signal },
    sweep: (order: SweepOrder = BY_TIMER) => sweepAs(order),
    hangUps: () => asked.filter(({ what }) => what === 'hang up').map(({ callId }) => callId),
  };
}
