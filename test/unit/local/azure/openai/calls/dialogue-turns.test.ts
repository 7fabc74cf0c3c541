/** Written turns and their responses: which events there are, in which order, and what is in them. */
import { aDialogue, SILENCE, withoutRepeats } from './dialogue-bench.ts';

const anId = (prefix: string) => expect.stringMatching(new RegExp(`^${prefix}_[A-Za-z0-9]{21}$`));

describe('a written turn', () => {
  test('is told in the recorded order', () => {
    const { clear, types, write } = aDialogue({ output_modalities: ['text'] });
    expect(types()).toEqual(['session.created']);
    clear();
    write('Good morning, all of you.');
    expect(withoutRepeats(types())).toEqual([
      'conversation.item.added',
      'conversation.item.done',
      'response.created',
      'response.output_item.added',
      'conversation.item.added',
      'response.content_part.added',
      'response.output_text.delta',
      'response.output_text.done',
      'response.content_part.done',
      'conversation.item.done',
      'response.output_item.done',
      'response.done',
    ]);
  });

  test('comes back in pieces that make up the whole', () => {
    const { of, one, write } = aDialogue({ output_modalities: ['text'] });
    const text = 'Good morning, all of you.';
    write(text);
    const deltas = of('response.output_text.delta').map(({ delta }) => delta);
    expect(deltas.length).toBeGreaterThan(2);
    expect(deltas.join('')).toBe(text);
    expect(one('response.output_text.done')).toMatchObject({ text });
    const item = { type: 'message', role: 'assistant', status: 'completed', content: [{ type: 'output_text', text }] };
    expect(one('response.done')['response']).toMatchObject({ status: 'completed', output: [item] });
  });

  test('of many words comes back in not so many pieces', () => {
    const { of, write } = aDialogue({ output_modalities: ['text'] });
    const text = 'word '.repeat(5_000);
    write(text);
    const deltas = of('response.output_text.delta').map(({ delta }) => delta);
    expect([deltas.length, deltas.join('')]).toEqual([40, text]);
  });

  test('without a word in it comes back as it is', () => {
    const { one, write } = aDialogue({ output_modalities: ['text'] });
    write('');
    expect(one('response.output_text.done')).toMatchObject({ text: '' });
  });

  test('has ids as recorded, and each event of its response names the response and the item', () => {
    const { one, of, write } = aDialogue({ output_modalities: ['text'] });
    write('Hello.');
    const { response } = one('response.created');
    expect(response).toMatchObject({
      id: anId('resp'),
      conversation_id: anId('conv'),
      status: 'in_progress',
      output: [],
    });
    const items = of('conversation.item.added').map(({ item }) => item);
    expect(items).toEqual([
      expect.objectContaining({ id: anId('item'), role: 'user' }),
      expect.objectContaining({ id: anId('item'), role: 'assistant', content: [] }),
    ]);
    const place = {
      response_id: Reflect.get(Object(response), 'id'),
      item_id: Reflect.get(Object(items[1]), 'id'),
      output_index: 0,
      content_index: 0,
    };
    for (const type of ['response.content_part.added', 'response.output_text.delta', 'response.content_part.done']) {
      expect(one(type)).toMatchObject(place);
    }
  });

  test('follows the one before it, as each item says', () => {
    const { of, write } = aDialogue({ output_modalities: ['text'] });
    write('One.');
    write('Two.');
    const ids = of('conversation.item.done').map(({ item }) => Reflect.get(Object(item), 'id'));
    expect(of('conversation.item.added').map((event) => event['previous_item_id'])).toEqual([null, ...ids.slice(0, 3)]);
    expect(of('conversation.item.done').map((event) => event['previous_item_id'])).toEqual([null, ...ids.slice(0, 3)]);
  });

  test('is answered with its transcript and silence where the session has sound', () => {
    const { one, playing, playToEnd, types, write } = aDialogue();
    write('Good morning.');
    expect(playing()?.length).toBeGreaterThan(0);
    expect(new Set(playing())).toEqual(new Set([SILENCE]));
    expect(types()).not.toContain('response.done');
    playToEnd();
    expect(one('response.output_audio_transcript.done')).toMatchObject({ transcript: 'Good morning.' });
    expect(types().slice(-2)).toEqual(['response.done', 'output_audio_buffer.stopped']);
  });

  test('is answered in writing where the response asks for it, whatever the session says', () => {
    const { one, write } = aDialogue();
    write('Hello.', { output_modalities: ['text'], metadata: { topic: 'weather' } });
    expect(one('response.output_text.done')).toMatchObject({ text: 'Hello.' });
    expect(one('response.done')['response']).toMatchObject({
      output_modalities: ['text'],
      metadata: { topic: 'weather' },
    });
  });

  test('has no sound left behind it, and no rate limits', () => {
    const { types, write, speakTurn, playToEnd } = aDialogue();
    write('Hello.');
    playToEnd();
    speakTurn();
    playToEnd();
    expect(types()).not.toContain('rate_limits.updated');
    expect(types().filter((type) => type.startsWith('response.output_audio.'))).toEqual([]);
  });
});

describe('a response that is asked for before anything was said', () => {
  test('says so', () => {
    const { one, say } = aDialogue({ output_modalities: ['text'] });
    say({ type: 'response.create' });
    expect(one('response.output_text.done')).toMatchObject({ text: expect.stringContaining('Nothing was said') });
  });
});
