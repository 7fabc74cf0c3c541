/** Tools: how the parrot is made to call one, and what it makes of the output. */
import type { RealtimeSession } from '../../../../../../local/azure/openai/session-schema.ts';
import { aDialogue, withoutRepeats } from './dialogue-bench.ts';

const WEATHER = { type: 'function', name: 'get_weather', parameters: { type: 'object' } } as const;
const TIME = { type: 'function', name: 'get_time' } as const;

const withTools = (session: Partial<RealtimeSession> = {}) =>
  aDialogue({ output_modalities: ['text'], tools: [WEATHER, TIME], ...session });

const called = (bench: ReturnType<typeof aDialogue>) =>
  bench.of('response.function_call_arguments.done').map((event) => [event['name'], event['arguments']]);

test('the words “call <tool> {json}” call it, in the events of the API', () => {
  const bench = withTools();
  bench.write('call get_time {"zone":"Europe/Oslo"}');
  expect(withoutRepeats(bench.types()).slice(3)).toEqual([
    'response.created',
    'response.output_item.added',
    'conversation.item.added',
    'response.function_call_arguments.delta',
    'response.function_call_arguments.done',
    'conversation.item.done',
    'response.output_item.done',
    'response.done',
  ]);
  const item = {
    type: 'function_call',
    name: 'get_time',
    arguments: '{"zone":"Europe/Oslo"}',
    status: 'completed',
    call_id: expect.stringMatching(/^call_/),
  };
  expect(bench.one('response.output_item.added')['item']).toMatchObject({ type: 'function_call', arguments: '' });
  expect(bench.one('response.output_item.done')['item']).toMatchObject(item);
  expect(bench.one('response.done')['response']).toMatchObject({ status: 'completed', output: [item] });
  const deltas = bench.of('response.function_call_arguments.delta').map(({ delta }) => delta);
  expect(deltas.join('')).toBe('{"zone":"Europe/Oslo"}');
});

test('the output of the tool is the next answer', () => {
  const bench = withTools();
  bench.write('call get_weather');
  expect(called(bench)).toEqual([['get_weather', '{}']]);
  const { call_id } = bench.one('response.function_call_arguments.done');
  bench.clear();
  bench.say({
    type: 'conversation.item.create',
    item: { type: 'function_call_output', call_id, output: '{"sky":"blue"}' },
  });
  expect(bench.types()).toEqual(['conversation.item.added', 'conversation.item.done']);
  bench.say({ type: 'response.create' });
  expect(bench.one('response.output_text.done')).toMatchObject({ text: '{"sky":"blue"}' });
});

test.each([
  ['a tool that the session does not have', 'call get_money {}', {}],
  ['words that are no JSON', 'call get_weather {"city":', {}],
  ['other words', 'please call get_weather {}', {}],
  ['a session that must not call tools', 'call get_weather {}', { tool_choice: 'none' }],
  ['a session without tools', 'call get_weather {}', { tools: [] }],
] as const)('%s: the words come back', (_what, text, session) => {
  const bench = withTools(session as Partial<RealtimeSession>);
  bench.write(text);
  expect(called(bench)).toEqual([]);
  expect(bench.one('response.output_text.done')).toMatchObject({ text });
});

test('a choice of the session forces a tool, whatever is said', () => {
  const required = withTools({ tool_choice: 'required' });
  required.write('Hello.');
  expect(called(required)).toEqual([['get_weather', '{}']]);
  const named = withTools({ tool_choice: { type: 'function', name: 'get_time' } });
  named.write('Hello.');
  expect(called(named)).toEqual([['get_time', '{}']]);
  const asked = withTools({ tool_choice: 'required' });
  asked.write('call get_time {"a":1}');
  expect(called(asked)).toEqual([['get_time', '{"a":1}']]);
});

test('a forced tool is not called again for its own output', () => {
  const bench = withTools({ tool_choice: 'required' });
  bench.write('Hello.');
  const { call_id } = bench.one('response.function_call_arguments.done');
  bench.say({ type: 'conversation.item.create', item: { type: 'function_call_output', call_id, output: 'done' } });
  bench.say({ type: 'response.create' });
  expect(bench.one('response.output_text.done')).toMatchObject({ text: 'done' });
});

test('tools and choice of one response come before those of the session', () => {
  const bench = withTools();
  const other = { type: 'function', name: 'other' };
  bench.write('Hello.', { tools: [other], tool_choice: { type: 'function', name: 'other' } });
  expect(called(bench)).toEqual([['other', '{}']]);
});

test('a spoken turn calls the first tool where the switch says so, and repeats otherwise', () => {
  const bench = withTools();
  bench.speakTurn();
  expect(called(bench)).toEqual([]);
  bench.switches.set('calls.toolOnSpeech', 'on');
  bench.speakTurn();
  expect(called(bench)).toEqual([['get_weather', '{}']]);
});
