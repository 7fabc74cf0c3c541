/**
 * Each minute: what is on the line, what has to end, what has ended by itself. A sweep waits in its own process for the
 * ends that are due before the next one, so that a call ends on the second. Two sweeps at a time do no harm.
 */

import { atMostAtOnce } from '../lib/at-most-at-once.ts';
import { type Clock, MS_PER_HOUR, MS_PER_SECOND } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';
import { describeSdkError } from '../lib/sdk-error.ts';
import type { CallControl } from '../realtime/call-control.ts';
import { isReadable, type LiveCall, toCall, type UnreadableCall } from './call.ts';
import { digestOfCall } from './call-digest.ts';
import type { CallTable } from './call-table.ts';
import type { Ender } from './end-call.ts';
import { endOf, isGone, lapsedEnd } from './end-time.ts';
import { createFindings, type Findings } from './sweep-findings.ts';
import { type EndVerdict, type SweepRules, type Verdict, verdictOf } from './sweep-verdict.ts';

export interface SweepReport {
  readonly by: 'timer' | 'request';
  readonly rows: number;
  readonly ended: number;
  /** Ends that were due and could not be confirmed. */
  readonly failed: number;
  /** How late the latest of those still is; 0 where none failed. */
  readonly overdueMs: number;
}

export interface SweepParts {
  readonly table: CallTable;
  readonly ender: Ender;
  readonly upstream: CallControl;
  /** By the settings as they are now, or as they were last; a call ends at its time even where nobody knows them. */
  readonly rules: () => Promise<SweepRules>;
  readonly now: Clock;
  /** Rejects when the signal aborts. */
  readonly pause: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  readonly log: Log;
  readonly swept: (report: SweepReport) => void;
}

export interface SweepOrder {
  readonly by: 'timer' | 'request';
  /**
   * How far ahead it waits. What is due after that and before the next sweep is as late as that is away. A timer's sweep
   * leaves the next one time to begin: a run that is late skips a tick.
   */
  readonly lookAheadMs: number;
  readonly deadlineMs: number;
}

export const BY_TIMER: SweepOrder = { by: 'timer', lookAheadMs: 58 * MS_PER_SECOND, deadlineMs: 58.8 * MS_PER_SECOND };
export const BY_REQUEST: SweepOrder = { by: 'request', lookAheadMs: 0, deadlineMs: 5 * MS_PER_SECOND };

/** Hang-ups and looks at the same time. */
const AT_ONCE = 20;
/** Of a hang-up within one sweep: 100, 200 and 400 ms apart, or as Azure asks. */
const ATTEMPTS = 4;
const FIRST_PAUSE_MS = 100;
const KEPT_MS = 24 * MS_PER_HOUR;

export function createSweep(parts: SweepParts): (order: SweepOrder) => Promise<SweepReport> {
  const { table, ender, upstream, now, pause, log } = parts;

  /** As often as may be of use now; the row stays, and the next sweep goes on. */
  async function end(call: LiveCall, { at, reason }: EndVerdict, findings: Findings, signal: AbortSignal) {
    await pause(Math.max(0, at - now()), signal);
    for (let attempt = 0; attempt < ATTEMPTS && !findings.isForbidden(call); attempt += 1) {
      const outcome = await ender.end(call, reason, signal);
      findings.note(call, reason, outcome);
      if (outcome.kind === 'ended') return;
      const { said } = outcome.kind === 'pending' ? outcome : { said: undefined };
      // Who was asked to end by a message needs time, not another message: the next sweep looks.
      if (said?.kind !== 'unknown' || said.isAsked) break;
      await pause(said.retryAfterMs ?? FIRST_PAUSE_MS * 2 ** attempt, signal);
    }
    findings.failed(now() - at);
  }

  async function look(call: LiveCall, findings: Findings, signal: AbortSignal): Promise<void> {
    switch (await upstream.probe(call, signal)) {
      case 'alive':
        await table.change(call, { ...toCall(call), lastSeenAlive: now() }, signal);
        return;
      case 'not_found': {
        // Azure may hide it: what is due only a hang-up ends, however late the answer to a look comes.
        if (!isGone(call, now())) return;
        const gone = endOf(call, 'gone', { kind: 'over' }, now());
        if (!gone) return;
        await ender.settle(call, gone, signal);
        return findings.ended();
      }
      case 'forbidden':
      case 'unknown':
        return;
    }
  }

  async function act(call: LiveCall, verdict: Verdict, findings: Findings, signal: AbortSignal): Promise<void> {
    switch (verdict.kind) {
      case 'end':
        return end(call, verdict, findings, signal);
      case 'look':
        return look(call, findings, signal);
      case 'lapsed':
        await ender.settle(call, lapsedEnd(call), signal);
        return findings.ended();
      case 'leave':
        return;
    }
  }

  /** Nobody can say whose it is or when it ends: it is kept as long as Azure keeps a call. */
  async function judgeUnreadable(row: UnreadableCall, signal: AbortSignal): Promise<void> {
    log.error({ event: 'call_row_unreadable', call: digestOfCall(row.callId) });
    if (now() - row.writtenAt > MS_PER_HOUR) await table.drop(row, signal);
  }

  return async function sweep({ by, lookAheadMs, deadlineMs }) {
    const begunAt = now();
    const signal = AbortSignal.timeout(deadlineMs);
    const [rules, rows, before] = await Promise.all([parts.rules(), table.live(signal), table.heartbeat(signal)]);
    const findings = createFindings(before);
    await findings.recheck(upstream, signal);
    // The clock has run: what follows may take a minute, and who looks meanwhile shall know.
    await table.beat(findings.heartbeat(begunAt, by), signal);
    const calls = rows.filter(isReadable);
    for (const row of rows) if (!isReadable(row)) await judgeUnreadable(row, signal);
    const verdicts = calls
      .map((call) => ({ call, verdict: verdictOf(call, rules, begunAt, begunAt + lookAheadMs) }))
      .sort((one, other) => dueOf(one.verdict, begunAt) - dueOf(other.verdict, begunAt));
    await atMostAtOnce(
      AT_ONCE,
      verdicts,
      ({ call, verdict }) => act(call, verdict, findings, signal),
      ({ call, verdict }, cause) => {
        if (signal.aborted) return;
        findings.failed(verdict.kind === 'end' ? now() - verdict.at : 0);
        log.error({ event: 'sweep_failed', id: call.id, ...describeSdkError(cause) });
      },
    );
    if (!signal.aborted) await table.forget(now() - KEPT_MS, signal);
    findings.tell(log);
    await table.beat(findings.heartbeat(now(), by), AbortSignal.timeout(MS_PER_SECOND));
    const report = { by, rows: rows.length, ...findings.counts() };
    parts.swept(report);
    return report;
  };
}

/** Looks come before the ends that have to be waited for, and after those that have not. */
function dueOf(verdict: Verdict, now: number): number {
  return verdict.kind === 'end' ? verdict.at : now + 1;
}
