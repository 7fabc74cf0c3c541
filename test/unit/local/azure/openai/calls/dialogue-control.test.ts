/** What the client does to a response, and the turns that are its own to end. */
import { aDialogue } from './dialogue-bench.ts';

describe('response.cancel', () => {
  test('ends the response and its sound', () => {
    const { clear, one, say, speakTurn, playing, types } = aDialogue();
    speakTurn();
    clear();
    say({ type: 'response.cancel' });
    expect(one('response.done')['response']).toMatchObject({
      status: 'cancelled',
      status_details: { type: 'cancelled', reason: 'client_cancelled' },
    });
    expect(types()).toEqual([
      'response.output_audio_transcript.done',
      'response.content_part.done',
      'conversation.item.done',
      'response.output_item.done',
      'response.done',
      'output_audio_buffer.stopped',
    ]);
    expect(playing()).toBeUndefined();
  });

  test('of another response, or of none, is refused', () => {
    const { one, clear, say, speakTurn, playing } = aDialogue();
    say({ type: 'response.cancel', event_id: 'mine' });
    expect(one('error')['error']).toEqual({
      type: 'invalid_request_error',
      code: 'response_cancel_not_active',
      message: 'Cancellation failed: no active response found',
      param: null,
      event_id: 'mine',
    });
    clear();
    speakTurn();
    say({ type: 'response.cancel', response_id: 'resp_other' });
    expect(one('error')['error']).toMatchObject({ code: 'response_cancel_not_active' });
    expect(playing()).toHaveLength(15);
  });

  test('of the one that is in progress is taken by its id', () => {
    const { one, say, speakTurn, playing } = aDialogue();
    speakTurn();
    say({ type: 'response.cancel', response_id: Reflect.get(Object(one('response.created')['response']), 'id') });
    expect(playing()).toBeUndefined();
  });
});

describe('output_audio_buffer.clear', () => {
  test('cuts the sound off and completes the response', () => {
    const { clear, one, say, speakTurn, playing, types } = aDialogue();
    speakTurn();
    clear();
    say({ type: 'output_audio_buffer.clear' });
    expect(types()[0]).toBe('output_audio_buffer.cleared');
    expect(one('response.done')['response']).toMatchObject({ status: 'completed' });
    expect(playing()).toBeUndefined();
    expect(types()).not.toContain('output_audio_buffer.stopped');
  });

  test('does nothing where nothing is heard', () => {
    const { clear, say, types } = aDialogue();
    clear();
    say({ type: 'output_audio_buffer.clear' });
    expect(types()).toEqual([]);
  });
});

test('a second response while one is in progress is refused, and can be had afterwards', () => {
  const { clear, one, of, say, speakTurn, playToEnd } = aDialogue();
  speakTurn();
  const { id } = Object(one('response.created')['response']);
  clear();
  say({ type: 'response.create' });
  expect(one('error')['error']).toMatchObject({
    code: 'conversation_already_has_active_response',
    message: expect.stringContaining(`in progress: ${id}.`),
  });
  playToEnd();
  say({ type: 'response.create' });
  expect(of('response.created')).toHaveLength(1);
});

describe('manual turns', () => {
  const manual = () => aDialogue({ audio: { input: { turn_detection: null } } });

  test('are an item when the client commits them, and answered when it asks', () => {
    const { clear, say, speak, types, playing } = manual();
    clear();
    speak(50);
    speak(50, 100);
    expect(types()).toEqual([]);
    say({ type: 'input_audio_buffer.commit' });
    expect(types()).toEqual(['input_audio_buffer.committed', 'conversation.item.added', 'conversation.item.done']);
    say({ type: 'response.create' });
    expect(playing()).toHaveLength(100);
  });

  test('can be thrown away', () => {
    const { clear, one, say, speak, types } = manual();
    speak(50);
    clear();
    say({ type: 'input_audio_buffer.clear' });
    say({ type: 'input_audio_buffer.commit' });
    expect(types()).toEqual(['input_audio_buffer.cleared', 'error']);
    expect(one('error')['error']).toMatchObject({
      code: 'input_audio_buffer_commit_empty',
      message: expect.stringContaining('only has 0.00ms of audio'),
    });
  });

  test('have at least a tenth of a second', () => {
    const { one, say, speak, types } = manual();
    speak(4);
    say({ type: 'input_audio_buffer.commit' });
    expect(one('error')['error']).toMatchObject({ message: expect.stringContaining('only has 80.00ms') });
    speak(5);
    say({ type: 'input_audio_buffer.commit' });
    expect(types()).toContain('input_audio_buffer.committed');
  });

  test('fail to be transcribed as others do', () => {
    const { say, speak, types } = aDialogue({
      audio: { input: { turn_detection: null, transcription: { model: 'gpt-nothing' } } },
    });
    speak(5);
    say({ type: 'input_audio_buffer.commit' });
    expect(types().at(-1)).toBe('conversation.item.input_audio_transcription.failed');
  });
});

describe('the end of a response, by switch', () => {
  test('failed: nothing but the error', () => {
    const { clear, switches, types, one, write } = aDialogue();
    switches.set('calls.response', 'failed');
    clear();
    write('Hello.');
    expect(types().slice(-2)).toEqual(['response.created', 'response.done']);
    expect(one('response.done')['response']).toMatchObject({
      status: 'failed',
      status_details: {
        type: 'failed',
        error: { type: 'server_error', message: expect.stringContaining('Sorry about that!') },
      },
      output: [],
    });
  });

  test.each([
    ['incomplete-max-output-tokens', 'max_output_tokens'],
    ['incomplete-content-filter', 'content_filter'],
  ])('%s: half of the text, and the reason', (value, reason) => {
    const { switches, one, write } = aDialogue({ output_modalities: ['text'] });
    switches.set('calls.response', value);
    write('one two three four');
    expect(one('response.done')['response']).toMatchObject({
      status: 'incomplete',
      status_details: { type: 'incomplete', reason },
      output: [{ status: 'incomplete', content: [{ type: 'output_text', text: 'one two ' }] }],
    });
  });

  test('incomplete: half of the sound', () => {
    const { switches, one, speakTurn, playing, playToEnd } = aDialogue();
    switches.set('calls.response', { value: 'incomplete-content-filter', times: 1 });
    speakTurn();
    expect(playing()).toHaveLength(8);
    playToEnd();
    expect(one('response.done')['response']).toMatchObject({ status: 'incomplete' });
    speakTurn();
    expect(playing()).toHaveLength(15);
  });
});

test('usage adds up, and sound counts as sound', () => {
  const { one, speakTurn, playToEnd } = aDialogue({ instructions: 'Say nothing but the weather.' });
  speakTurn();
  playToEnd();
  const { usage } = Object(one('response.done')['response']);
  const { input_token_details: input, output_token_details: output } = usage;
  expect(usage.input_tokens).toBe(input.text_tokens + input.audio_tokens);
  expect(usage.output_tokens).toBe(output.text_tokens + output.audio_tokens);
  expect(usage.total_tokens).toBe(usage.input_tokens + usage.output_tokens);
  expect([input.audio_tokens, output.audio_tokens, input.text_tokens]).toEqual([3, 6, 7]);
});

test('usage grows over the turns, and what was read before is cached, which is part of the input', () => {
  const { of, speakTurn, playToEnd } = aDialogue({ instructions: 'Say nothing but the weather.' });
  for (let turn = 0; turn < 3; turn += 1) {
    speakTurn();
    playToEnd();
  }
  const details = of('response.done').map(({ response }) => Object(response).usage.input_token_details);
  expect(details.map(({ cached_tokens }) => cached_tokens)).toEqual([
    0,
    ...details.slice(0, 2).map(({ text_tokens, audio_tokens }) => text_tokens + audio_tokens),
  ]);
  for (const { audio_tokens, cached_tokens_details: cached } of details) {
    expect(cached.audio_tokens).toBeLessThan(audio_tokens);
  }
});
