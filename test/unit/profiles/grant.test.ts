import { narrow } from '../../../src/profiles/grant.ts';
import { REALTIME_SESSION } from '../../../src/profiles/session-form.ts';
import { errorOf, unwrap } from '../../support/result.ts';
import { aRealtimeProfile } from './profiles-bench.ts';

const TOOLS = [{ type: 'function', name: 'look_up' }];
const VAD = { type: 'server_vad', threshold: 0.5, silence_duration_ms: 500 };

const profile = aRealtimeProfile(
  {
    deployment: 'gpt-realtime',
    session: {
      type: 'realtime',
      output_modalities: ['audio'],
      tools: TOOLS,
      prompt: { id: 'pmpt_1' },
      tool_choice: { type: 'function', name: 'look_up' },
      tracing: { workflow_name: 'desk', group_id: 'berlin', metadata: { owner: 'ada' } },
      audio: {
        input: {
          turn_detection: VAD,
          transcription: { model: 'whisper', prompt: 'Names: Ada', keywords: ['Ada'], language: 'de' },
        },
        output: { voice: 'marin' },
      },
    },
    choices: {
      'audio.output.voice': ['cedar', 'sage'],
      'audio.output.speed': { min: 0.8, max: 1.2 },
      'audio.input.turn_detection': [null, { type: 'semantic_vad', eagerness: 'low' }],
      max_output_tokens: { min: 1, max: 500 },
    },
  },
  'Be brief.',
);

function grant(session?: Readonly<Record<string, unknown>>) {
  return unwrap(narrow(profile, REALTIME_SESSION, { session }));
}

function refused(session: Readonly<Record<string, unknown>>) {
  return errorOf(narrow(profile, REALTIME_SESSION, { session })).map(({ pointer, message }) => `${pointer} ${message}`);
}

const NOT_YOURS = 'is not the caller’s to set in this profile';

describe('a grant', () => {
  test('is the profile itself for who asks for nothing', () => {
    expect(grant()).toEqual(profile.session);
    expect(grant({})).toEqual(profile.session);
    expect(grant({ type: 'realtime' })).toEqual(profile.session);
  });

  test.each([
    [{ audio: { output: { voice: 'cedar' } } }],
    [{ audio: { output: { voice: 'sage', speed: 1.2 } } }],
    [{ audio: { input: { turn_detection: null } } }],
    [{ audio: { input: { turn_detection: { type: 'semantic_vad', eagerness: 'low' } } }, max_output_tokens: 500 }],
  ])('has what was chosen: %j', (session) => {
    expect(grant(session)).toMatchObject(session);
  });

  test('keeps everything that was not chosen', () => {
    const { audio, ...rest } = grant({ audio: { output: { voice: 'sage' } } });
    const { audio: own, ...ownRest } = profile.session;
    expect(rest).toEqual(ownRest);
    expect(audio).toEqual({ ...own, output: { voice: 'sage' } });
  });

  test('has a chosen object whole, and nothing of the one that it replaces', () => {
    const turnDetection = { type: 'semantic_vad', eagerness: 'low' };
    expect(grant({ audio: { input: { turn_detection: turnDetection } } }).audio?.input?.turn_detection).toEqual(
      turnDetection,
    );
  });
});

describe('what changes nothing is harmless', () => {
  test.each([
    [{ model: 'gpt-realtime' }],
    [{ output_modalities: ['audio'] }],
    [{ audio: { output: { voice: 'marin' } } }],
    [{ audio: { input: { turn_detection: VAD } } }],
    [{ audio: { input: { turn_detection: { threshold: 0.5 } } } }],
    [{ audio: { input: { transcription: { language: 'de' } } } }],
    [{ tool_choice: { type: 'function' } }],
  ])('the profile’s own value: %j', (session) => {
    expect(grant(session)).toEqual(profile.session);
  });
});

describe('what is not the caller’s to set', () => {
  test.each([
    [{ model: 'gpt-realtime-mini' }, ['/session/model']],
    [{ voice: 'marin' }, ['/session/voice']],
    [{ output_modalities: ['text'] }, ['/session/output_modalities']],
    [{ output_modalities: null }, ['/session/output_modalities']],
    [{ audio: {} }, ['/session/audio']],
    [{ audio: null }, ['/session/audio']],
    [{ audio: [{ output: {} }] }, ['/session/audio']],
    [{ tracing: null }, ['/session/tracing']],
    [
      { temperature: 1, audio: { input: { format: { type: 'audio/pcmu' } }, output: { pitch: 1 } } },
      ['/session/temperature', '/session/audio/input/format/type', '/session/audio/output/pitch'],
    ],
  ])('is named by its pointer: %j', (session, pointers) => {
    expect(refused(session)).toEqual(pointers.map((pointer) => `${pointer} ${NOT_YOURS}`));
  });

  const transcription = (fields: object) => ({ audio: { input: { transcription: fields } } });
  test.each<[string, Readonly<Record<string, unknown>>, Readonly<Record<string, unknown>>, string]>([
    ['instructions', { instructions: 'Be brief.' }, { instructions: 'Be long.' }, '/instructions'],
    ['tools', { tools: TOOLS }, { tools: [] }, '/tools'],
    ['the prompt', { prompt: { id: 'pmpt_1' } }, { prompt: null }, '/prompt'],
    [
      'the tool that must be called',
      { tool_choice: { type: 'function', name: 'look_up' } },
      { tool_choice: { type: 'function', name: 'pay_out' } },
      '/tool_choice/name',
    ],
    [
      'the trace’s workflow',
      { tracing: { workflow_name: 'desk' } },
      { tracing: { workflow_name: 'x' } },
      '/tracing/workflow_name',
    ],
    ['the trace’s group', { tracing: { group_id: 'berlin' } }, { tracing: { group_id: 'x' } }, '/tracing/group_id'],
    [
      'the trace’s metadata',
      { tracing: { metadata: { owner: 'ada' } } },
      { tracing: { metadata: { owner: 'bob' } } },
      '/tracing/metadata',
    ],
    [
      'the transcription’s deployment',
      transcription({ model: 'whisper' }),
      transcription({ model: 'x' }),
      '/audio/input/transcription/model',
    ],
    [
      'the transcription’s prompt',
      transcription({ prompt: 'Names: Ada', language: 'de' }),
      transcription({ prompt: 'Names: Bob', language: 'de' }),
      '/audio/input/transcription/prompt',
    ],
    [
      'the transcription’s keywords',
      transcription({ keywords: ['Ada'] }),
      transcription({ keywords: ['Bob'] }),
      '/audio/input/transcription/keywords',
    ],
  ])(
    'is %s: the profile’s own is refused like a guess, or it could be found by trying',
    (_what, own, guess, pointer) => {
      expect(refused(own)).toEqual([`/session${pointer} ${NOT_YOURS}`]);
      expect(refused(guess)).toEqual(refused(own));
    },
  );

  test('is an MCP server that must be called, and a voice of the owner’s', () => {
    const own = {
      tool_choice: { type: 'mcp', server_label: 'orders', name: 'cancel' },
      audio: { output: { voice: { id: 'voice_1' } } },
    };
    const mcp = aRealtimeProfile({ session: { type: 'realtime', ...own } });
    const pointers = [
      '/session/tool_choice/server_label',
      '/session/tool_choice/name',
      '/session/audio/output/voice/id',
    ];
    expect(errorOf(narrow(mcp, REALTIME_SESSION, { session: own })).map(({ pointer }) => pointer)).toEqual(pointers);
  });

  test.each([
    [{ audio: { output: { voice: 'alloy' } } }, '/session/audio/output/voice must be "cedar" or "sage"'],
    [{ audio: { output: { speed: 1.3 } } }, '/session/audio/output/speed must be a number from 0.8 to 1.2'],
    [
      { audio: { input: { turn_detection: { type: 'semantic_vad', eagerness: 'high' } } } },
      '/session/audio/input/turn_detection must be one of the values that the profile allows',
    ],
    [{ max_output_tokens: 'inf' }, '/session/max_output_tokens must be a number from 1 to 500'],
  ])('is a choice with another value, which says what it may be: %j', (session, problem) => {
    expect(refused(session)).toEqual([problem]);
  });

  test('is half a number of tokens, though it lies within the bounds', () => {
    expect(refused({ max_output_tokens: 1.5 })).toEqual([
      '/session/max_output_tokens must be a whole number from 1 to 4096, or "inf"',
    ]);
  });

  test('is a choice by a name that only looks like its path', () => {
    expect(refused({ 'audio.output.voice': 'cedar' })).toEqual([`/session/audio.output.voice ${NOT_YOURS}`]);
    expect(refused({ 'audio.output': { voice: 'cedar' } })).toEqual([`/session/audio.output/voice ${NOT_YOURS}`]);
    expect(refused({ 'audio/output': { voice: 'cedar' } })).toEqual([`/session/audio~1output/voice ${NOT_YOURS}`]);
  });

  test.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])('is named %s like any other', (name) => {
    const session = JSON.parse(`{"${name}":{"instructions":"x"},"audio":{"${name}":1}}`) as Record<string, unknown>;
    expect(refused(session)).toEqual([
      `/session/${name}/instructions ${NOT_YOURS}`,
      `/session/audio/${name} ${NOT_YOURS}`,
    ]);
  });

  test('is found at any depth', () => {
    const deep = JSON.parse(`${'{"a":'.repeat(400)}1${'}'.repeat(400)}`) as Record<string, unknown>;
    expect(refused(deep)).toEqual([`/session${'/a'.repeat(400)} ${NOT_YOURS}`]);
  });
});
