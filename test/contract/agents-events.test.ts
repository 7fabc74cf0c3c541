/**
 * The events of the emulated calls, read by the agents SDK: each passes the schema that it has for its type, and together
 * they make what a page would see.
 */
import { aDialogue, type DialogueBench } from '../unit/local/azure/openai/calls/dialogue-bench.ts';

/** A transport of the SDK as far as it reads. Its own declarations want a browser's, which our compiler does not have. */
interface Transport {
  on(name: string, listener: (value: unknown) => void): void;
  _onMessage(event: { readonly data: string }): void;
}

const { OpenAIRealtimeWebSocket } = jest.requireActual<{ OpenAIRealtimeWebSocket: new () => Transport }>(
  '@openai/agents-realtime',
);

interface Seen {
  /** Types of events that the SDK passes on without having read them. */
  readonly unread: readonly string[];
  of(name: string): readonly unknown[];
}

function read({ told }: DialogueBench): Seen {
  const transport = new OpenAIRealtimeWebSocket();
  const seen: { readonly name: string; readonly value: unknown }[] = [];
  const made = ['item_update', 'function_call', 'turn_done', 'error', 'audio_transcript_delta'];
  for (const name of new Set([...made, ...told.map(({ type }) => type)])) {
    transport.on(name, (value) => seen.push({ name, value }));
  }
  for (const event of told) {
    transport._onMessage({ data: JSON.stringify({ event_id: 'event_000000000000000000001', ...event }) });
  }
  return {
    unread: told.map(({ type }) => type).filter((type) => !seen.some(({ name }) => name === type)),
    of: (name) => seen.filter((each) => each.name === name).map(({ value }) => value),
  };
}

test('a spoken turn: both items, the transcript, and the end with its usage', () => {
  const bench = aDialogue({ audio: { input: { transcription: { model: 'gpt-nothing' } } } });
  bench.speakTurn();
  bench.playToEnd();
  const seen = read(bench);
  // As recorded it has `param: null`, where this SDK wants a text: a page sees it as `transport_event` and no otherwise.
  expect(seen.unread).toEqual(['conversation.item.input_audio_transcription.failed']);
  expect(seen.of('item_update')).toEqual(
    expect.arrayContaining([
      expect.objectContaining({
        role: 'user',
        status: 'completed',
        content: [{ type: 'input_audio', transcript: null }],
      }),
      expect.objectContaining({ role: 'assistant', status: 'completed' }),
    ]),
  );
  expect(seen.of('audio_transcript_delta').length).toBeGreaterThan(1);
  expect(seen.of('turn_done')).toEqual([
    {
      type: 'response_done',
      response: expect.objectContaining({ usage: expect.objectContaining({ inputTokens: expect.any(Number) }) }),
    },
  ]);
});

test('an interrupted turn', () => {
  const bench = aDialogue();
  bench.speakTurn();
  bench.speak(3);
  const seen = read(bench);
  expect(seen.unread).toEqual([]);
  expect(seen.of('item_update')).toContainEqual(expect.objectContaining({ role: 'assistant', status: 'incomplete' }));
});

test('a written turn, a tool and its output', () => {
  const bench = aDialogue({ output_modalities: ['text'], tools: [{ type: 'function', name: 'get_weather' }] });
  bench.write('Hello.');
  bench.write('call get_weather {"city":"Oslo"}');
  const { call_id } = bench.one('response.function_call_arguments.done');
  bench.say({ type: 'conversation.item.create', item: { type: 'function_call_output', call_id, output: 'blue' } });
  bench.say({ type: 'response.create' });
  bench.say({ type: 'session.update', session: { type: 'realtime', tracing: null } });
  const seen = read(bench);
  expect(seen.unread).toEqual([]);
  expect(seen.of('function_call')).toEqual([
    expect.objectContaining({ name: 'get_weather', arguments: '{"city":"Oslo"}', callId: call_id }),
  ]);
});

test('a refused event is an error with its code', () => {
  const bench = aDialogue();
  bench.say({ type: 'response.cancel' });
  expect(read(bench).of('error')).toEqual([
    {
      type: 'error',
      error: expect.objectContaining({ error: expect.objectContaining({ code: 'response_cancel_not_active' }) }),
    },
  ]);
});
