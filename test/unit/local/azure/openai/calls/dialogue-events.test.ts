/** Items of the client, and events that are refused. */
import { aDialogue } from './dialogue-bench.ts';

const message = (id: string, text = id) => ({
  id,
  type: 'message',
  role: 'user',
  content: [{ type: 'input_text', text }],
});

describe('items', () => {
  test('keep the id that the client gives them, and get one otherwise', () => {
    const { of, say } = aDialogue();
    say({ type: 'conversation.item.create', item: message('mine') });
    say({ type: 'conversation.item.create', item: { ...message('x'), id: undefined } });
    expect(of('conversation.item.done').map(({ item }) => item)).toEqual([
      { ...message('mine'), object: 'realtime.item', status: 'completed' },
      expect.objectContaining({ id: expect.stringMatching(/^item_[A-Za-z0-9]{21}$/) }),
    ]);
  });

  test('go where the client wants them: at the end, at the beginning, or behind another', () => {
    const { of, say } = aDialogue();
    say({ type: 'conversation.item.create', item: message('a') });
    say({ type: 'conversation.item.create', item: message('b') });
    say({ type: 'conversation.item.create', item: message('first'), previous_item_id: 'root' });
    say({ type: 'conversation.item.create', item: message('c'), previous_item_id: 'a' });
    expect(of('conversation.item.added').map((event) => event['previous_item_id'])).toEqual([null, 'a', null, 'a']);
  });

  test.each([
    { type: 'message', role: 'system', content: [{ type: 'input_text', text: 'x' }] },
    { type: 'message', role: 'assistant', content: [{ type: 'output_text', text: 'x' }] },
    { type: 'message', role: 'user', content: [{ type: 'input_image', image_url: 'data:,', detail: 'low' }] },
    { type: 'function_call', name: 'f', arguments: '{}', call_id: 'call_1' },
    { type: 'function_call_output', call_id: 'call_1', output: '{}' },
  ])('can be %j', (item) => {
    const { one, say } = aDialogue();
    say({ type: 'conversation.item.create', item });
    expect(one('conversation.item.added')['item']).toMatchObject(item);
  });

  test('of the system and of the parrot are not what it answers to', () => {
    const { one, say } = aDialogue({ output_modalities: ['text'] });
    say({ type: 'conversation.item.create', item: message('question') });
    for (const [role, type] of [
      ['system', 'input_text'],
      ['assistant', 'output_text'],
    ]) {
      say({ type: 'conversation.item.create', item: { type: 'message', role, content: [{ type, text: 'other' }] } });
    }
    say({ type: 'response.create' });
    expect(one('response.output_text.done')).toMatchObject({ text: 'question' });
  });

  test('are retrieved, truncated and deleted by their id', () => {
    const { clear, say, told, types } = aDialogue();
    say({ type: 'conversation.item.create', item: message('mine') });
    clear();
    say({ type: 'conversation.item.retrieve', item_id: 'mine' });
    say({ type: 'conversation.item.truncate', item_id: 'mine', content_index: 0, audio_end_ms: 5 });
    say({ type: 'conversation.item.delete', item_id: 'mine' });
    say({ type: 'conversation.item.retrieve', item_id: 'mine' });
    expect(types()).toEqual([
      'conversation.item.retrieved',
      'conversation.item.truncated',
      'conversation.item.deleted',
      'error',
    ]);
    expect(told[0]).toMatchObject({ item: message('mine') });
    expect(told[1]).toMatchObject({ item_id: 'mine', content_index: 0, audio_end_ms: 5 });
  });

  test('that are deleted while they are said are not told to be done', () => {
    const { clear, of, say, speakTurn, playToEnd, types } = aDialogue();
    speakTurn();
    const said = Object(of('conversation.item.added')[1]?.['item']);
    clear();
    say({ type: 'conversation.item.delete', item_id: said.id });
    playToEnd();
    expect(types()).not.toContain('conversation.item.done');
    expect(types()).toContain('response.done');
  });

  test('of more than a thousand the oldest are forgotten', () => {
    const { clear, say, types } = aDialogue();
    for (let index = 0; index <= 1_000; index += 1)
      say({ type: 'conversation.item.create', item: message(`m${index}`) });
    clear();
    say({ type: 'conversation.item.retrieve', item_id: 'm0' });
    say({ type: 'conversation.item.retrieve', item_id: 'm1' });
    expect(types()).toEqual(['error', 'conversation.item.retrieved']);
  });
});

test.each<[string, Record<string, unknown> | string, Record<string, unknown>]>([
  ['no JSON', '{"type":', { code: 'invalid_json', param: null }],
  ['a text', '"session.update"', { code: 'invalid_json' }],
  ['a list', '[]', { code: 'invalid_json' }],
  [
    'an unknown type',
    { type: 'session.destroy' },
    {
      code: 'invalid_value',
      message: expect.stringContaining("'session.destroy'. Supported values are: 'session.update'"),
      param: 'type',
    },
  ],
  ['no type', { event: 'session.update' }, { code: 'missing_required_parameter', param: 'type' }],
  [
    'sound over the data channel',
    { type: 'input_audio_buffer.append', audio: '' },
    { code: 'invalid_value', param: 'type' },
  ],
  ['an unknown member', { type: 'response.cancel', now: true }, { code: 'unknown_parameter', param: 'now' }],
  [
    'an item that is missing',
    { type: 'conversation.item.create' },
    { code: 'missing_required_parameter', param: 'item' },
  ],
  [
    'sound in an item',
    { type: 'conversation.item.create', item: { ...message('x'), content: [{ type: 'input_audio', audio: '' }] } },
    { code: 'invalid_value', param: 'item.content[0].type' },
  ],
  [
    'an answer of the parrot with sound',
    {
      type: 'conversation.item.create',
      item: { type: 'message', role: 'assistant', content: [{ type: 'output_text' }] },
    },
    { code: 'missing_required_parameter', message: "Missing required parameter: 'item.content[0].text'." },
  ],
  [
    'an item behind one that is not there',
    { type: 'conversation.item.create', item: message('x'), previous_item_id: 'nobody' },
    { code: 'item_not_found', param: 'previous_item_id' },
  ],
  ['an item that is not there', { type: 'conversation.item.delete', item_id: 'nobody' }, { code: 'item_not_found' }],
  [
    'a response outside of the conversation',
    { type: 'response.create', response: { conversation: 'none' } },
    { code: 'unknown_parameter', param: 'response.conversation' },
  ],
  [
    'both modalities at once',
    { type: 'response.create', response: { output_modalities: ['audio', 'text'] } },
    { code: 'invalid_value', param: 'response.output_modalities' },
  ],
])('%s is refused with an error event', (_what, event, expected) => {
  const { clear, say, told } = aDialogue();
  clear();
  say(event);
  expect(told).toEqual([
    { type: 'error', error: expect.objectContaining({ type: 'invalid_request_error', event_id: null, ...expected }) },
  ]);
});

test('the same id twice is refused', () => {
  const { one, say } = aDialogue();
  say({ type: 'conversation.item.create', item: message('mine') });
  say({ type: 'conversation.item.create', item: message('mine') });
  expect(one('error')['error']).toMatchObject({ code: 'item_already_exists', param: 'item.id' });
});

test('an error names the event that it is about, also when that cannot be read', () => {
  const { one, say } = aDialogue();
  say({ type: 'session.destroy', event_id: 'event_of_mine' });
  expect(one('error')['error']).toMatchObject({ event_id: 'event_of_mine' });
});

test('modalities of a response are refused where the switch says so, and only those', () => {
  const { of, say, switches } = aDialogue({ output_modalities: ['text'] });
  switches.set('calls.responseModalities', 'unknown-parameter');
  say({ type: 'response.create', response: { output_modalities: ['text'] } });
  expect(of('error').map(({ error }) => error)).toEqual([
    expect.objectContaining({ code: 'unknown_parameter', param: 'response.output_modalities' }),
  ]);
  say({ type: 'response.create' });
  expect(of('response.done')).toHaveLength(1);
});
