/** session.update: what it changes, and what refuses it. Every one is answered, by session.updated or by an error. */
import type { RealtimeSession } from '../../../../../../local/azure/openai/session-schema.ts';
import { aDialogue } from './dialogue-bench.ts';

/** The session of the only session.updated, or the refusal of the only error. */
function update(
  session: unknown,
  minted: Partial<RealtimeSession> = {},
  prepare?: (bench: ReturnType<typeof aDialogue>) => void,
) {
  const bench = aDialogue(minted);
  prepare?.(bench);
  bench.clear();
  bench.say({ type: 'session.update', event_id: 'mine', ...(session !== undefined && { session }) });
  expect(bench.told).toHaveLength(1);
  const [told] = bench.told;
  return { session: Object(told?.['session']), error: told?.['error'], echo: told };
}

test('session.created is the full session of the mint, with the hour at which it ends', () => {
  const { one } = aDialogue({ instructions: 'Answer in two or three words.' });
  expect(one('session.created')['session']).toEqual({
    type: 'realtime',
    object: 'realtime.session',
    id: 'sess_000000000000000000001',
    model: 'gpt-realtime',
    output_modalities: ['audio'],
    instructions: 'Answer in two or three words.',
    tools: [],
    tool_choice: 'auto',
    max_output_tokens: 'inf',
    tracing: null,
    truncation: 'auto',
    prompt: null,
    expires_at: 1_784_859_437,
    audio: {
      input: {
        format: { type: 'audio/pcm', rate: 24_000 },
        transcription: null,
        noise_reduction: null,
        turn_detection: {
          type: 'server_vad',
          threshold: 0.5,
          prefix_padding_ms: 300,
          silence_duration_ms: 200,
          idle_timeout_ms: null,
          create_response: true,
          interrupt_response: true,
        },
      },
      output: { format: { type: 'audio/pcm', rate: 24_000 }, voice: 'alloy', speed: 1 },
    },
    include: null,
  });
});

test('what is given changes, and what is not stays', () => {
  const minted: Partial<RealtimeSession> = {
    instructions: 'Minted.',
    audio: { output: { voice: 'marin' }, input: { transcription: { model: 'gpt-4o-mini-transcribe' } } },
  };
  const { session } = update({ type: 'realtime', audio: { input: { turn_detection: null } } }, minted);
  expect(session).toMatchObject({
    instructions: 'Minted.',
    expires_at: 1_784_859_437,
    audio: {
      input: { turn_detection: null, transcription: { model: 'gpt-4o-mini-transcribe' } },
      output: { voice: 'marin' },
    },
  });
});

test('an empty text, an empty list and null take away what was there', () => {
  const minted: Partial<RealtimeSession> = {
    instructions: 'Minted.',
    tools: [{ type: 'function', name: 'f' }],
    audio: { input: { transcription: { model: 'gpt-4o-mini-transcribe' } } },
  };
  const { session } = update(
    { type: 'realtime', instructions: '', tools: [], audio: { input: { transcription: null } } },
    minted,
  );
  expect(session).toMatchObject({ instructions: '', tools: [], audio: { input: { transcription: null } } });
});

test('what the agents SDK sends first is taken: the model of the session, and its defaults', () => {
  const { session } = update({
    type: 'realtime',
    instructions: '',
    model: 'gpt-realtime',
    output_modalities: ['audio'],
    audio: {
      input: {
        format: { type: 'audio/pcm', rate: 24_000 },
        noise_reduction: null,
        transcription: { model: 'gpt-4o-mini-transcribe' },
        turn_detection: { type: 'semantic_vad' },
      },
      output: { format: { type: 'audio/pcm', rate: 24_000 }, speed: 1 },
    },
  });
  expect(session).toMatchObject({ model: 'gpt-realtime', audio: { output: { voice: 'alloy' } } });
});

test('a later update sees the earlier one', () => {
  const { say, told } = aDialogue();
  say({ type: 'session.update', session: { type: 'realtime', instructions: 'One.' } });
  say({ type: 'session.update', session: { type: 'realtime', tracing: null } });
  expect(told.at(-1)).toMatchObject({ type: 'session.updated', session: { instructions: 'One.', tracing: null } });
});

test('turns that are switched to manual are manual from the next packet on', () => {
  const { say, speakTurn, clear, types } = aDialogue();
  say({ type: 'session.update', session: { type: 'realtime', audio: { input: { turn_detection: null } } } });
  clear();
  speakTurn();
  expect(types()).toEqual([]);
});

test.each<[string, unknown, Record<string, unknown>]>([
  [
    'no type',
    { instructions: 'x' },
    {
      code: 'missing_required_parameter',
      message: "Missing required parameter: 'session.type'.",
      param: 'session.type',
    },
  ],
  ['nothing', undefined, { code: 'missing_required_parameter', param: 'session.type' }],
  ['null', null, { code: 'invalid_type', param: 'session' }],
  [
    'another type of session',
    { type: 'transcription' },
    {
      code: 'invalid_parameter',
      message: 'Passing a transcription session update event to a realtime session is not allowed.',
    },
  ],
  [
    'a format of the beta',
    { type: 'realtime', audio: { input: { format: 'pcm16' } } },
    {
      code: 'invalid_type',
      message: "Invalid type for 'session.audio.input.format': expected an object, but got a string instead.",
      param: 'session.audio.input.format',
    },
  ],
  [
    'a member of the beta',
    { type: 'realtime', modalities: ['text'] },
    { code: 'unknown_parameter', message: "Unknown parameter: 'session.modalities'." },
  ],
  ['another model', { type: 'realtime', model: 'gpt-realtime-2.1' }, { code: 'invalid_value', param: 'session.model' }],
])('%s is refused in the words of the mint, and the error names the client’s event', (_what, session, expected) => {
  const { error } = update(session);
  expect(error).toMatchObject({ type: 'invalid_request_error', event_id: 'mine', ...expected });
});

test('an update that is refused changes nothing of what it has', () => {
  const { say, told } = aDialogue({ instructions: 'Minted.' });
  say({ type: 'session.update', session: { type: 'realtime', instructions: 'x', model: 'gpt-other' } });
  say({ type: 'session.update', session: { type: 'realtime' } });
  expect(told.at(-1)).toMatchObject({ session: { instructions: 'Minted.', model: 'gpt-realtime' } });
});

test('another model is ignored where the switch says so', () => {
  const { session } = update({ type: 'realtime', model: 'gpt-other', instructions: 'x' }, {}, ({ switches }) =>
    switches.set('calls.updateModel', 'ignored'),
  );
  expect(session).toMatchObject({ model: 'gpt-realtime', instructions: 'x' });
});

test('tracing is taken, and refused where the switch says so', () => {
  expect(update({ type: 'realtime', tracing: 'auto' }).session).toMatchObject({ tracing: 'auto' });
  const { error } = update({ type: 'realtime', tracing: null }, {}, ({ switches }) =>
    switches.set('calls.updateTracing', 'unknown-parameter'),
  );
  expect(error).toMatchObject({ code: 'unknown_parameter', message: "Unknown parameter: 'session.tracing'." });
});

describe('the voice', () => {
  const marin = { type: 'realtime', audio: { output: { voice: 'marin' } } };

  test('can be changed before the first sound', () => {
    expect(update(marin).session).toMatchObject({ audio: { output: { voice: 'marin' } } });
  });

  test('can be changed after an answer in writing', () => {
    const { session } = update(marin, { output_modalities: ['text'] }, ({ write }) => write('Hello.'));
    expect(session).toMatchObject({ audio: { output: { voice: 'marin' } } });
  });

  test('cannot be changed afterwards, but repeated', () => {
    const { error } = update(marin, {}, ({ speakTurn }) => speakTurn());
    expect(error).toMatchObject({
      code: 'cannot_update_voice',
      message: "Cannot update a conversation's voice if assistant audio is present.",
    });
    const alloy = { type: 'realtime', audio: { output: { voice: 'alloy' } } };
    expect(update(alloy, {}, ({ speakTurn }) => speakTurn()).error).toBeUndefined();
  });
});

test('where the switch says so nothing comes first, and updates are answered all the same', () => {
  const { say, types } = aDialogue({}, { 'calls.sessionCreated': 'absent' });
  expect(types()).toEqual([]);
  say({ type: 'session.update', session: { type: 'realtime' } });
  expect(types()).toEqual(['session.updated']);
});
