import * as fc from 'fast-check';
import { type CallState, NO_CALL } from '../../../../../../local/page/app/call/call-state.ts';
import type { Stage, StageId } from '../../../../../../local/page/app/call/stage.ts';
import { barOf, createAxis, SET_UP_PERCENT } from '../../../../../../local/page/app/call/timeline.ts';
import { forAll } from '../../../../../support/property.ts';

const ran = (startedAtMs: number, endedAtMs?: number): Stage => ({
  state: endedAtMs === undefined ? 'running' : 'ok',
  startedAtMs,
  ...(endedAtMs === undefined ? {} : { endedAtMs }),
  details: [],
});
const call = (stages: Partial<Record<StageId, Stage>>, more: Partial<CallState> = {}): CallState => ({
  ...NO_CALL,
  phase: 'connecting',
  ...more,
  stages: { ...NO_CALL.stages, ...stages },
});

test('has no bar for a stage that has not begun', () => {
  const idle = call({}, { phase: 'idle' });
  expect(barOf('mint', idle, createAxis(idle, 5_000), 5_000)).toBeUndefined();
});

test('has a round length that holds all there is so far', () => {
  expect(createAxis(call({}), 90).setUpMs).toBe(250);
  expect(createAxis(call({}), 251).setUpMs).toBe(500);
  expect(createAxis(call({}), 7_000).setUpMs).toBe(10_000);
});

test('stops growing once the line is open, and measures the conversation on a scale of its own', () => {
  const live = call({ channel: ran(380, 400), speaking: ran(400) }, { phase: 'live' });
  const axis = createAxis(live, 60_400);
  expect(axis).toEqual({ setUpMs: 500, connectedAtMs: 400, talkMs: 60_000 });
  expect(barOf('channel', live, axis, 60_400)?.startPercent).toBeCloseTo((380 / 500) * SET_UP_PERCENT);
  expect(barOf('speaking', live, axis, 60_400)).toEqual({ startPercent: 74, widthPercent: 26 });
});

test('never leaves the track', () => {
  const times = fc.tuple(fc.nat(200_000), fc.nat(200_000), fc.nat(4_000_000));
  forAll(
    fc.property(times, fc.constantFrom<StageId>('ice', 'speaking'), ([begun, took, later], id) => {
      const state = call({ channel: ran(0, begun), [id]: ran(begun, begun + took) });
      const nowMs = begun + took + later;
      const bar = barOf(id, state, createAxis(state, nowMs), nowMs);
      expect(bar?.startPercent).toBeGreaterThanOrEqual(0);
      expect((bar?.startPercent ?? 101) + (bar?.widthPercent ?? 101)).toBeLessThanOrEqual(100 + 1e-9);
    }),
  );
});
