import type { CallEvent } from '../../../../../../local/page/app/call/call-event.ts';
import { createCallState, NO_CALL, troubledStage } from '../../../../../../local/page/app/call/call-state.ts';
import { browserFailure } from '../../../../../../local/page/app/call/failure.ts';
import { MAX_EVENTS, reduceCall } from '../../../../../../local/page/app/call/reduce-call.ts';

const START: CallEvent = {
  type: 'call-started',
  number: 3,
  endpoint: 'https://app.example/api',
  way: 'relay',
  profile: 'p',
  startedAt: '2026-11-27T04:00:00Z',
};
const after = (...events: readonly CallEvent[]) => events.reduce(reduceCall, NO_CALL);
const event = (raw: string, direction: 'in' | 'out' = 'in'): CallEvent => ({
  type: 'channel-event',
  direction,
  atMs: 5,
  raw,
});

test('begins afresh with each call', () => {
  const first = after(START, event('{"type":"a"}'));
  const second = reduceCall(first, { ...START, number: 4 });
  expect(second).toEqual({ ...createCallState({ ...START, number: 4 }), phase: 'connecting' });
});

test('names the first stage with something wrong', () => {
  const failure = browserFailure('ice_failed');
  expect(troubledStage(after(START))).toBeUndefined();
  expect(troubledStage(after(START, { type: 'stage-failed', stage: 'ice', atMs: 9, failure }))).toBe('ice');
});

test('leaves nothing running at the end, and what was not reached is skipped', () => {
  const { stages, phase } = after(
    START,
    { type: 'stage-started', stage: 'token', atMs: 0 },
    { type: 'stage-done', stage: 'token', atMs: 4 },
    { type: 'stage-started', stage: 'microphone', atMs: 4 },
    { type: 'call-over', atMs: 9, how: 'ended' },
  );
  expect([phase, stages.token.state, stages.microphone, stages.offer.state]).toEqual([
    'ended',
    'ok',
    expect.objectContaining({ state: 'skipped', startedAtMs: 4, endedAtMs: 9 }),
    'skipped',
  ]);
});

test('keeps the newest events, and their numbers', () => {
  const many = Array.from({ length: MAX_EVENTS + 20 }, (_, index) => event(`{"type":"e${index}"}`));
  const { events } = after(START, ...many);
  expect([events.length, events[0]?.number, events.at(-1)?.number]).toEqual([MAX_EVENTS, 21, MAX_EVENTS + 20]);
});

test.each(['not JSON', '[]', '7', 'null', '{"type":5}'])('takes the event %s as it comes', (raw) => {
  const { events } = after(START, event(raw));
  expect(events).toEqual([expect.objectContaining({ type: '(no type)', bytes: raw.length })]);
});

test('counts bytes as they go over the wire', () => {
  expect(after(START, event('{"type":"ä"}')).events[0]?.bytes).toBe(13);
});

test('takes only what the person typed for words of theirs', () => {
  const typed = { type: 'conversation.item.create', item: { content: [{ type: 'input_text', text: 'Hi' }] } };
  const sent = after(START, event(JSON.stringify(typed), 'out'), event('{"type":"response.create"}', 'out'));
  expect(sent.conversation.turns).toEqual([{ who: 'you', text: 'Hi', isOver: true }]);
  expect(after(START, event(JSON.stringify(typed), 'in')).conversation.turns).toEqual([]);
});

describe('a trouble of a stage that goes on', () => {
  const troubled = (type: string): CallEvent => ({
    type: 'stage-troubled',
    stage: 'speaking',
    failure: { kind: 'event', event: { type } },
  });
  const FAILED = troubled('response.done');
  const UNHEARD = troubled('conversation.item.input_audio_transcription.failed');
  const answered = event('{"type":"response.done","response":{"status":"completed"}}');
  const speakingAfter = (...events: readonly CallEvent[]) => {
    const end: CallEvent = { type: 'stage-done', stage: 'speaking', atMs: 9 };
    const before = [START, ...events].reduce(reduceCall, NO_CALL);
    const { state, failure } = reduceCall(before, end).stages.speaking;
    return { troubled: troubledStage(before), state, failure };
  };

  test('is past once an answer is good, and is still told', () => {
    expect(speakingAfter(FAILED, answered)).toMatchObject({
      troubled: undefined,
      state: 'ok',
      failure: { event: { type: 'response.done' } },
    });
  });

  test('is there while no answer is good, and when it comes again', () => {
    const cancelled = event('{"type":"response.done","response":{"status":"cancelled"}}');
    expect(speakingAfter(FAILED, cancelled)).toMatchObject({ troubled: 'speaking', state: 'failed' });
    expect(speakingAfter(FAILED, answered, FAILED)).toMatchObject({ troubled: 'speaking', state: 'failed' });
  });

  test('is there as long as nothing is transcribed, though the answers are good', () => {
    const heard = event('{"type":"conversation.item.input_audio_transcription.completed"}');
    expect(speakingAfter(UNHEARD, answered)).toMatchObject({ troubled: 'speaking', state: 'failed' });
    expect(speakingAfter(UNHEARD, heard)).toMatchObject({ troubled: undefined, state: 'ok' });
  });
});
