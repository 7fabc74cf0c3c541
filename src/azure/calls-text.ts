/**
 * A caller's calls as they stand in a row: numbers in base 36, the parts of one call with `~` between them, calls with a
 * space. An instant counts in milliseconds since the epoch.
 */
import type { CallerCalls, Slot, Spent } from '../quota/caller-calls.ts';

const BASE = 36;
const NUMBER = /^[0-9a-z]{1,9}$/;
/** Ids of ours and of Azure's. */
const ID = /^[\w-]{1,128}$/;

export interface CallsText {
  readonly slots: string;
  readonly spent: string;
}

export function toCallsText({ slots, spent }: CallerCalls): CallsText {
  return {
    slots: slots
      .map(({ id, until, grantSeconds, live }) =>
        [id, toText(until), toText(grantSeconds), ...(live ? [toText(live.startedAt), live.callId] : [])].join('~'),
      )
      .join(' '),
    spent: spent.map(({ endedAt, seconds }) => `${toText(endedAt)}~${toText(seconds)}`).join(' '),
  };
}

/** `undefined` when one of the texts is none that `toCallsText` makes. */
export function parseCallsText({ slots, spent }: CallsText): CallerCalls | undefined {
  const readSlots = partsOf(slots).map(readSlot);
  const readSpent = partsOf(spent).map(readSpentCall);
  if (!readSlots.every((slot) => slot !== undefined) || !readSpent.every((one) => one !== undefined)) return undefined;
  return { slots: readSlots, spent: readSpent };
}

function readSlot(parts: readonly string[]): Slot | undefined {
  const [id = '', until = '', grant = '', startedAt, callId] = parts;
  const isLive = parts.length === 5;
  if (!(isLive || parts.length === 3) || !ID.test(id) || !NUMBER.test(until) || !NUMBER.test(grant)) return undefined;
  const slot = { id, until: toNumber(until), grantSeconds: toNumber(grant) };
  if (startedAt === undefined || callId === undefined) return slot;
  return NUMBER.test(startedAt) && ID.test(callId)
    ? { ...slot, live: { callId, startedAt: toNumber(startedAt) } }
    : undefined;
}

function readSpentCall(parts: readonly string[]): Spent | undefined {
  const [endedAt = '', seconds = ''] = parts;
  if (parts.length !== 2 || !NUMBER.test(endedAt) || !NUMBER.test(seconds)) return undefined;
  return { endedAt: toNumber(endedAt), seconds: toNumber(seconds) };
}

function partsOf(text: string): readonly (readonly string[])[] {
  return text === '' ? [] : text.split(' ').map((part) => part.split('~'));
}

function toText(value: number): string {
  return value.toString(BASE);
}

function toNumber(text: string): number {
  return Number.parseInt(text, BASE);
}
