import { followConversation, NO_CONVERSATION } from '../../../../../../local/page/app/call/conversation.ts';

const follow = (...events: readonly (readonly [atMs: number, event: object])[]) =>
  events.reduce((conversation, [atMs, event]) => followConversation(conversation, event, atMs), NO_CONVERSATION);

test('knows who is heard', () => {
  const started = { type: 'input_audio_buffer.speech_started' };
  const stopped = { type: 'input_audio_buffer.speech_stopped' };
  const answer = { type: 'output_audio_buffer.started' };
  expect(follow([1, started]).speaker).toBe('you');
  expect(follow([1, started], [2, stopped]).speaker).toBeUndefined();
  expect(follow([1, started], [2, stopped], [3, answer]).speaker).toBe('answer');
  expect(follow([1, answer], [2, { type: 'output_audio_buffer.stopped' }]).speaker).toBeUndefined();
});

test('keeps the person speaking when the answer is cut because they interrupt it', () => {
  const answer = { type: 'output_audio_buffer.started' };
  const interrupted = follow(
    [1, answer],
    [2, { type: 'input_audio_buffer.speech_started' }],
    [3, { type: 'output_audio_buffer.cleared' }],
  );
  expect(interrupted.speaker).toBe('you');
});

test('measures from the end of the turn to the start of its answer, and once', () => {
  const { answeredAfterMs } = follow(
    [1_000, { type: 'input_audio_buffer.speech_stopped' }],
    [1_420, { type: 'output_audio_buffer.started' }],
    [9_000, { type: 'output_audio_buffer.started' }],
  );
  expect(answeredAfterMs).toBe(420);
});

test('puts what was said in its place, though its transcript comes late', () => {
  const { turns } = follow(
    [1, { type: 'response.output_audio_transcript.delta', delta: 'Good ' }],
    [2, { type: 'conversation.item.input_audio_transcription.completed', transcript: 'Hello' }],
    [3, { type: 'response.output_audio_transcript.delta', delta: 'morning' }],
    [4, { type: 'response.output_audio_transcript.done', transcript: 'Good morning.' }],
  );
  expect(turns).toEqual([
    { who: 'you', text: 'Hello', isOver: true },
    { who: 'answer', text: 'Good morning.', isOver: true },
  ]);
});

test('follows an answer of text as it grows', () => {
  const { turns } = follow(
    [1, { type: 'response.output_text.delta', delta: 'Ye' }],
    [2, { type: 'response.output_text.delta', delta: 's' }],
  );
  expect(turns).toEqual([{ who: 'answer', text: 'Yes', isOver: false }]);
});

describe('of GPT-Live, whose transcripts have no end', () => {
  const you = (delta: unknown) => [1, { type: 'session.input_transcript.delta', delta }] as const;
  const answer = (delta: unknown) => [1, { type: 'session.output_transcript.delta', delta }] as const;

  test('lets a turn grow until the other side says something', () => {
    expect(follow(you('Good '), you('morning.'), answer('Hel'), answer('lo.'), you('How are you?')).turns).toEqual([
      { who: 'you', text: 'Good morning.', isOver: true },
      { who: 'answer', text: 'Hello.', isOver: true },
      { who: 'you', text: 'How are you?', isOver: true },
    ]);
  });

  test.each(['', undefined, 7])('begins no turn with a delta that holds no words: %j', (delta) => {
    expect(follow(answer(delta))).toBe(NO_CONVERSATION);
    expect(follow(you('Hello'), answer(delta), you(' there')).turns).toEqual([
      { who: 'you', text: 'Hello there', isOver: true },
    ]);
  });

  test('tells nobody’s turn by ear, and measures no answer: both sides may speak at once', () => {
    const { speaker, answeredAfterMs } = follow(you('Hello'), answer('Hello'));
    expect([speaker, answeredAfterMs]).toEqual([undefined, undefined]);
  });
});

test('is the same conversation after an event that says nothing about it', () => {
  expect(followConversation(NO_CONVERSATION, { type: 'session.created' }, 1)).toBe(NO_CONVERSATION);
  expect(followConversation(NO_CONVERSATION, { type: 7, delta: {} }, 1)).toBe(NO_CONVERSATION);
});

test('keeps the last forty turns', () => {
  const said = Array.from({ length: 50 }, (_, index): readonly [number, object] => [
    index,
    { type: 'conversation.item.input_audio_transcription.completed', transcript: `turn ${index}` },
  ]);
  const { turns } = follow(...said);
  expect([turns.length, turns[0]?.text]).toEqual([40, 'turn 10']);
});
