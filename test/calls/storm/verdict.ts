/** What the storm promises, held against what Azure and the tables know. */
import type { EndedCall as EndedAtAzure } from '../../../local/azure/openai/calls/ended-calls.ts';
import type { EndedCall } from '../../../src/calls/call.ts';
import { settle } from '../../../src/quota/caller-calls.ts';
import type { Books } from './books.ts';
import type { AnsweredCall } from './callers.ts';

export interface Evidence {
  readonly answered: readonly AnsweredCall[];
  /** Ids of what is on the line at Azure still. */
  readonly openAtAzure: readonly string[];
  readonly endedAtAzure: readonly EndedAtAzure[];
  readonly books: Books;
  readonly perCaller: number;
  readonly perDeployment: number;
  /** By the instances' clock. */
  readonly now: number;
}

export interface Verdict {
  /** By what was promised: how often it was broken. All are 0. */
  readonly broken: Readonly<Record<string, number>>;
  readonly peakOfCaller: number;
  readonly peakOfDeployment: number;
  /** From the promised end to Azure's, in ms, ascending; of calls that nobody ended before. */
  readonly lateness: readonly number[];
  readonly reasons: Readonly<Record<string, number>>;
  /** Calls of which no answer came through and no row was written. */
  readonly unknownAtAzure: number;
}

/** A grant of a minute, and five. */
const SLOT_KEPT_MS = 6 * 60_000;
const SKEW_MS = 3_000;

export function judge(evidence: Evidence): Verdict {
  const { answered, openAtAzure, endedAtAzure, books, perCaller, perDeployment, now } = evidence;
  const atAzure = new Map(endedAtAzure.map((call) => [call.id, call]));
  const rows = new Map(books.ended.map((row) => [row.callId, row]));
  const ids = new Set(answered.map(({ id }) => id));
  const peaks = [...Map.groupBy(answered, ({ caller }) => caller).values()].map((calls) => peakOf(calls, atAzure));
  const peakOfDeployment = peakOf(answered, atAzure);
  const charged = books.ended.filter(({ end }) => end.seconds > 0);
  const charges = [...Map.groupBy(charged, ({ caller }) => caller)].map(([caller, calls]) => {
    const spent = books.callers.get(caller)?.spent ?? [];
    const spoken = calls.map((call) => spokenSeconds(call, atAzure.get(call.callId)));
    const sum = spent.reduce((total, { seconds }) => total + seconds, 0);
    // Whole seconds, and the row begins a moment after the call.
    const least = spoken.reduce((total, seconds) => total + seconds, 0) - 2 * calls.length;
    const most = calls.reduce((total, { grantSeconds }) => total + grantSeconds, 0);
    return { missing: calls.length - spent.length, isWrong: sum < least || sum > most };
  });
  const sumOf = (numbers: readonly number[]) => numbers.reduce((sum, number) => sum + number, 0);
  const later = [...books.callers.values()].map((calls) => calls && settle(calls, now + SLOT_KEPT_MS + SKEW_MS));
  return {
    broken: {
      'answered calls not hung up': answered.filter(({ id }) => openAtAzure.includes(id)).length,
      'answered calls without a record': answered.filter(({ id }) => !rows.has(id)).length,
      'callers above their cap': peaks.filter((peak) => peak > perCaller).length,
      'deployments above theirs': peakOfDeployment > perDeployment ? 1 : 0,
      'calls never charged': sumOf(charges.map(({ missing }) => Math.max(0, missing))),
      'calls charged twice': sumOf(charges.map(({ missing }) => Math.max(0, -missing))),
      'callers charged too little or too much': charges.filter(({ isWrong }) => isWrong).length,
      'slots kept too long': sumOf(later.map((calls) => calls?.slots.length ?? 1)),
      'places kept too long': books.places.filter((until) => until === 0 || until > now + SLOT_KEPT_MS).length,
      'calls left in the table': books.live.length,
    },
    peakOfCaller: Math.max(0, ...peaks),
    peakOfDeployment,
    lateness: [...rows.values()]
      .filter(({ callId, end }) => ids.has(callId) && end.reason === 'due')
      .flatMap(({ callId, dueAt }) => {
        const ended = atAzure.get(callId);
        return ended ? [Date.parse(ended.endedAt) - dueAt] : [];
      })
      .sort((one, other) => one - other),
    reasons: Object.fromEntries(
      [...Map.groupBy(books.ended, ({ end }) => end.reason)].map(([name, all]) => [name, all.length]),
    ),
    unknownAtAzure: openAtAzure.filter((id) => !ids.has(id)).length,
  };
}

/** Of calls at a time, by Azure's clock; one that goes on still is counted to the end. */
function peakOf(calls: readonly AnsweredCall[], atAzure: ReadonlyMap<string, EndedAtAzure>): number {
  const changes = calls
    .flatMap(({ id }) => atAzure.get(id) ?? [])
    .flatMap(({ since, endedAt }) => [
      { at: Date.parse(since), by: 1 },
      { at: Date.parse(endedAt), by: -1 },
    ])
    // In the millisecond of an end another may begin.
    .sort((one, other) => one.at - other.at || one.by - other.by);
  let [now, peak] = [0, 0];
  for (const { by } of changes) {
    now += by;
    peak = Math.max(peak, now);
  }
  return peak;
}

/** Neither Azure's delay nor ours is the caller's: they pay to when its end was asked for, or promised. */
function spokenSeconds({ asked, dueAt }: EndedCall, ended: EndedAtAzure | undefined): number {
  if (!ended) return 0;
  const until = Math.min(Date.parse(ended.endedAt), dueAt, asked?.at ?? dueAt);
  return Math.max(0, until - Date.parse(ended.since)) / 1_000;
}
