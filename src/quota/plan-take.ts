/** What becomes of a caller's rows when they ask for a unit, and for a call: the decision, without I/O. */
import { MS_PER_SECOND } from '../lib/clock.ts';
import { err, ok, type Result } from '../lib/result.ts';
import { type CallerCalls, MAX_SLOTS, withoutOldSpent } from './caller-calls.ts';
import type { Plan } from './ledger.ts';
import type { CallsExceeded, QuotaError } from './quota-error.ts';
import type { CallerRows, CallsRow, QuotaRow } from './quota-table.ts';
import { hasMinutes, minutesPolicies, type QuotaPolicies, unitsPolicies } from './settings.ts';
import { soundCalls } from './sound-calls.ts';
import { freeInstant, soundInstants } from './sound-instants.ts';
import { decideSpeech, speechStandings } from './speech.ts';
import { decide, type Standing, withoutInstant } from './window.ts';

/** A call that the caller wants to begin. */
export interface CallOrder {
  /** The issuance id. */
  readonly id: string;
  /** What it may last by everything but the policies of minutes. */
  readonly wantedSeconds: number;
  /** At once; `undefined`: no cap. */
  readonly perCaller: number | undefined;
}

export interface TakeOrder {
  readonly callerHash: string;
  readonly policies: QuotaPolicies;
  readonly call: CallOrder | undefined;
  /** Instants of the units that this instance's requests have taken and may give back. */
  readonly inFlight: readonly number[];
}

/** One unit of every policy that counts them, and the slot of a call that is counted. */
export interface Share {
  readonly callerHash: string;
  /** `undefined` where no policy counts units, and none was taken. */
  readonly takenAt: number | undefined;
  readonly standings: readonly Standing[];
  /** What the call may last; absent where none was ordered. */
  readonly grantSeconds?: number;
  /** Its id; absent where nothing counts calls. */
  readonly slot?: string | undefined;
  /** What was taken of the app that speaks for the caller. */
  readonly ofApp?: readonly Share[];
}

/** Above the deadlines of everything that a relay does before it knows whether the call is live. */
export const RESERVED_MS = 40 * MS_PER_SECOND;
/** Most mints have ended by then, and their units are issued or back. */
const IN_FLIGHT_WAIT_SECONDS = 1;

/** Whether anything counts the call: a cap, or minutes. */
export function isCounted({ policies, call }: Pick<TakeOrder, 'policies' | 'call'>): boolean {
  return call !== undefined && (call.perCaller !== undefined || hasMinutes(policies));
}

export function planTake(order: TakeOrder, rows: CallerRows, now: number): Plan<Result<Share, QuotaError>> {
  const { callerHash, policies, call } = order;
  const units = decideUnits(order, rows.issued, now);
  const slot = call && isCounted(order) ? decideSlot(policies, call, rows.calls, now) : undefined;
  const standings = [...units.standings, ...(slot?.standings ?? [])];
  const violated = [...units.violated, ...(slot?.violated ?? [])];
  if (violated.length > 0) {
    const waitSeconds = Math.max(units.waitSeconds, slot?.waitSeconds ?? 0);
    const inFlight = units.inFlight && violated.length === units.violated.length;
    const outcome = err<QuotaError>({ reason: 'quota_exceeded', violated, waitSeconds, inFlight, standings });
    const issued = units.violated.length > 0 ? units.issued : undefined;
    return { outcome, change: changeOf({ issued, calls: slot?.mended }) };
  }
  if (slot?.full) {
    const outcome = err<QuotaError>({ reason: 'calls_exceeded', ...slot.full, standings });
    return { outcome, change: changeOf({ calls: slot.mended }) };
  }
  const share = { callerHash, takenAt: units.takenAt, standings };
  return {
    outcome: ok(
      call ? { ...share, grantSeconds: slot?.grantSeconds ?? call.wantedSeconds, slot: slot && call.id } : share,
    ),
    change: changeOf({ issued: units.issued, calls: slot?.calls }),
  };
}

interface Units {
  readonly standings: readonly Standing[];
  readonly violated: readonly string[];
  readonly waitSeconds: number;
  readonly inFlight: boolean;
  readonly takenAt: number | undefined;
  /** What the row should hold; `undefined`: what it holds. */
  readonly issued: readonly number[] | undefined;
}

function decideUnits({ policies, inFlight }: TakeOrder, row: QuotaRow, now: number): Units {
  const counted = unitsPolicies(policies);
  const nothing = {
    standings: [],
    violated: [],
    waitSeconds: 0,
    inFlight: false,
    takenAt: undefined,
    issued: undefined,
  };
  if (Object.keys(counted).length === 0) return nothing;
  const issued = soundInstants(row, counted, now);
  const takenAt = freeInstant(now, [...issued, ...inFlight]);
  const { standings, ...decision } = decide(counted, issued, now, takenAt);
  if (decision.admitted) return { ...nothing, standings, takenAt, issued: decision.issued };
  // Nothing is issued yet that would refuse the caller.
  const rest = inFlight.reduce(withoutInstant, issued);
  const isInFlight = rest !== issued && decide(counted, rest, now).admitted;
  return {
    ...nothing,
    standings,
    violated: decision.violated,
    waitSeconds: isInFlight ? IN_FLIGHT_WAIT_SECONDS : decision.waitSeconds,
    inFlight: isInFlight,
    issued: issued === row.issued ? undefined : issued,
  };
}

interface SlotDecision {
  readonly standings: readonly Standing[];
  readonly violated: readonly string[];
  readonly waitSeconds: number;
  /** As many calls are on the line as may be. */
  readonly full?: Pick<CallsExceeded, 'slots' | 'perCaller' | 'waitSeconds'>;
  readonly grantSeconds?: number;
  /** With the slot in it. */
  readonly calls?: CallerCalls;
  /** In the place of a row that cannot be read; without the slot. */
  readonly mended?: CallerCalls | undefined;
}

function decideSlot(policies: QuotaPolicies, call: CallOrder, row: CallsRow | undefined, now: number): SlotDecision {
  const spoken = minutesPolicies(policies);
  const calls = soundCalls(row, spoken, call.perCaller, now);
  const speech = decideSpeech(spoken, calls, call.wantedSeconds, now);
  const mended = row !== undefined && row.calls === undefined ? calls : undefined;
  const refused = { standings: speechStandings(spoken, calls, now), violated: [], waitSeconds: 0, mended };
  if (!speech.admitted) return { ...refused, violated: speech.violated, waitSeconds: speech.waitSeconds };
  const perCaller = Math.min(call.perCaller ?? MAX_SLOTS, MAX_SLOTS);
  if (calls.slots.length >= perCaller) {
    const lapses = calls.slots.map(({ until }) => until).sort((one, other) => one - other);
    const waitSeconds = Math.max(1, Math.ceil(((lapses[calls.slots.length - perCaller] ?? now) - now) / MS_PER_SECOND));
    return { ...refused, full: { slots: calls.slots, perCaller, waitSeconds } };
  }
  const { grantSeconds } = speech;
  const longest = Math.max(0, ...Object.values(spoken).map(({ windowSeconds }) => windowSeconds));
  const kept = withoutOldSpent(calls, longest, now);
  const taken = { ...kept, slots: [...kept.slots, { id: call.id, until: now + RESERVED_MS, grantSeconds }] };
  return { ...refused, standings: speechStandings(spoken, taken, now), grantSeconds, calls: taken };
}

function changeOf({ issued, calls }: { issued?: readonly number[] | undefined; calls?: CallerCalls | undefined }) {
  return issued || calls ? { ...(issued && { issued }), ...(calls && { calls }) } : undefined;
}
