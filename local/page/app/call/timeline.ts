/**
 * The common time axis of all stages. Connecting takes milliseconds and talking takes minutes, so the axis has two
 * parts, each with its own scale: what happens until the data channel is open, and what happens afterwards.
 */
import type { CallState } from './call-state.ts';
import type { StageId } from './stage.ts';

export interface Axis {
  /** Length of the first part in milliseconds, as drawn. */
  readonly setUpMs: number;
  /** When the data channel opened; absent while it has not. */
  readonly connectedAtMs?: number;
  /** Length of the second part in milliseconds, as drawn. */
  readonly talkMs: number;
}

/** Percent of the track's width. */
export interface Bar {
  readonly startPercent: number;
  readonly widthPercent: number;
}

/** Share of the track that belongs to the first part. */
export const SET_UP_PERCENT = 72;
const TALK_FROM_PERCENT = 74;
const TALKING: ReadonlySet<StageId> = new Set(['first-audio', 'speaking', 'hang-up']);
const SET_UP_STEPS_MS = [250, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 60_000, 120_000];
const TALK_STEPS_MS = [10_000, 30_000, 60_000, 300_000, 900_000, 3_600_000];

export function createAxis({ stages, phase, endedAtMs }: CallState, nowMs: number): Axis {
  const connectedAtMs = stages.channel.state === 'ok' ? stages.channel.endedAtMs : undefined;
  const untilMs = endedAtMs ?? (phase === 'idle' ? 0 : nowMs);
  return {
    setUpMs: stepAbove(SET_UP_STEPS_MS, connectedAtMs ?? untilMs),
    talkMs: stepAbove(TALK_STEPS_MS, connectedAtMs === undefined ? 0 : untilMs - connectedAtMs),
    ...(connectedAtMs === undefined ? {} : { connectedAtMs }),
  };
}

/** Where a stage stands on the axis; absent where it has not begun. */
export function barOf(id: StageId, { stages }: CallState, axis: Axis, nowMs: number): Bar | undefined {
  const { startedAtMs, endedAtMs = nowMs } = stages[id];
  if (startedAtMs === undefined) return undefined;
  const toPercent = TALKING.has(id) ? talkPercent : setUpPercent;
  const startPercent = toPercent(startedAtMs, axis);
  return { startPercent, widthPercent: Math.max(0, toPercent(endedAtMs, axis) - startPercent) };
}

function setUpPercent(atMs: number, { setUpMs }: Axis): number {
  return Math.min(1, atMs / setUpMs) * SET_UP_PERCENT;
}

function talkPercent(atMs: number, { connectedAtMs = 0, talkMs }: Axis): number {
  return TALK_FROM_PERCENT + Math.min(1, (atMs - connectedAtMs) / talkMs) * (100 - TALK_FROM_PERCENT);
}

function stepAbove(steps: readonly number[], ms: number): number {
  return steps.find((step) => step >= ms) ?? ms;
}
