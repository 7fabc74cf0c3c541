/** Spoken turns: what is heard, answered, interrupted, and not transcribed. */
import { aDialogue, SPOKEN_TURN, withoutRepeats } from './dialogue-bench.ts';

describe('a spoken turn', () => {
  test('is told in the recorded order, with one id for its item', () => {
    const { clear, of, speakTurn, playToEnd, types } = aDialogue();
    clear();
    speakTurn();
    playToEnd();
    expect(withoutRepeats(types())).toEqual(SPOKEN_TURN);
    const speech = ['speech_started', 'speech_stopped', 'committed'].flatMap((name) =>
      of(`input_audio_buffer.${name}`),
    );
    const [item] = of('conversation.item.added').map((event) => event['item']);
    expect(new Set(speech.map((event) => event['item_id']))).toEqual(new Set([Reflect.get(Object(item), 'id')]));
    expect(item).toMatchObject({ role: 'user', status: 'completed', content: [{ type: 'input_audio' }] });
  });

  test('comes back as the packets that it was, and the transcript says that it is none', () => {
    const { one, playing, speakTurn, playToEnd } = aDialogue();
    speakTurn();
    expect(playing()).toHaveLength(15);
    playToEnd();
    expect(one('response.output_audio_transcript.done')).toMatchObject({
      transcript: expect.stringContaining('nobody has transcribed it'),
    });
  });

  test('is answered in writing where the session is', () => {
    const { one, playing, speakTurn } = aDialogue({ output_modalities: ['text'] });
    speakTurn();
    expect(one('response.output_text.done')).toMatchObject({ text: expect.stringContaining('nobody has transcribed') });
    expect(playing()).toBeUndefined();
  });

  test('is not answered where the session says so, until the client asks', () => {
    const turn_detection = { type: 'server_vad', create_response: false } as const;
    const { say, speakTurn, playing, types } = aDialogue({ audio: { input: { turn_detection } } });
    speakTurn();
    expect(types()).not.toContain('response.created');
    say({ type: 'response.create' });
    expect(playing()).toHaveLength(15);
  });

  test('cuts the answer off and is answered itself', () => {
    const { clear, one, of, speakTurn, speak, playing, types } = aDialogue();
    speakTurn();
    clear();
    speak(3);
    expect(types().slice(0, 2)).toEqual(['input_audio_buffer.speech_started', 'output_audio_buffer.cleared']);
    expect(one('response.done')['response']).toMatchObject({
      status: 'cancelled',
      status_details: { type: 'cancelled', reason: 'turn_detected' },
      output: [{ status: 'incomplete' }],
    });
    expect(playing()).toBeUndefined();
    speak(10, 100);
    expect(of('response.created')).toHaveLength(1);
    expect(types()).not.toContain('output_audio_buffer.stopped');
  });

  test('does not cut the answer off where the session says so, and gets none while it lasts', () => {
    const turn_detection = { type: 'server_vad', interrupt_response: false } as const;
    const { of, speakTurn, playing, playToEnd, types } = aDialogue({ audio: { input: { turn_detection } } });
    speakTurn();
    speakTurn();
    expect(playing()).toHaveLength(15);
    expect(of('input_audio_buffer.committed')).toHaveLength(2);
    expect(of('response.created')).toHaveLength(1);
    playToEnd();
    expect(types()).not.toContain('output_audio_buffer.cleared');
  });

  test('with semantic turn detection ends after half a second', () => {
    const turn_detection = { type: 'semantic_vad' } as const;
    const { speak, types } = aDialogue({ audio: { input: { turn_detection } } });
    speak(5);
    speak(24, 100);
    expect(types()).not.toContain('input_audio_buffer.speech_stopped');
    speak(1, 100);
    expect(types()).toContain('response.created');
  });
});

describe('transcription', () => {
  const transcribing = (model: string, rest = {}) =>
    aDialogue({ audio: { input: { transcription: { model }, ...rest } } });

  test('by a deployment that does not exist fails as recorded, after the response has begun', () => {
    const { one, speakTurn, types } = transcribing('gpt-nothing');
    speakTurn();
    const [item_id] = [one('input_audio_buffer.committed')['item_id']];
    expect(one('conversation.item.input_audio_transcription.failed')).toEqual({
      type: 'conversation.item.input_audio_transcription.failed',
      item_id,
      content_index: 0,
      error: {
        type: 'server_error',
        code: 'DeploymentNotFound',
        message: `Input transcription failed for item '${String(item_id)}'.`,
        param: null,
      },
    });
    const at = types().indexOf('conversation.item.input_audio_transcription.failed');
    expect([types()[at - 1], types()[at + 1]]).toEqual(['response.created', 'response.output_item.added']);
  });

  test('fails the same where no response is made', () => {
    const { speakTurn, types } = transcribing('gpt-nothing', {
      turn_detection: { type: 'server_vad', create_response: false },
    });
    speakTurn();
    expect(types().at(-1)).toBe('conversation.item.input_audio_transcription.failed');
  });

  test('by a deployment that exists does not happen', () => {
    const { speakTurn, playToEnd, types } = transcribing('gpt-4o-mini-transcribe');
    speakTurn();
    playToEnd();
    expect(types().filter((type) => type.includes('transcription'))).toEqual([]);
  });
});
