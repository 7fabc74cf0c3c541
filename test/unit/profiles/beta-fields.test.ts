import { BETA_FIELDS } from '../../../src/profiles/beta-fields.ts';
import { checkSession } from '../../../src/profiles/check-session.ts';
import { sessionProblems } from './profiles-bench.ts';

const NESTED_TOOL = { type: 'function', function: { name: 'f', parameters: {} } };

/** What people bring from the beta, and the one sentence that each gets. */
const CASES: readonly (readonly [session: Readonly<Record<string, unknown>>, problem: string])[] = [
  [{ voice: 'alloy' }, 'at /session/voice is a name of the beta: write it as audio.output.voice'],
  [{ speed: 1 }, 'at /session/speed is a name of the beta: write it as audio.output.speed'],
  [
    { modalities: ['audio', 'text'] },
    'at /session/modalities is a name of the beta: write it as output_modalities, with ["audio"] or ["text"]',
  ],
  [
    { input_audio_format: 'pcm16' },
    'at /session/input_audio_format is a name of the beta: write it as audio.input.format, as an object such as {"type":"audio/pcm","rate":24000}',
  ],
  [
    { output_audio_format: 'pcm16' },
    'at /session/output_audio_format is a name of the beta: write it as audio.output.format, as an object such as {"type":"audio/pcm","rate":24000}',
  ],
  [
    { input_audio_transcription: { model: 'whisper-1' } },
    'at /session/input_audio_transcription is a name of the beta: write it as audio.input.transcription',
  ],
  [
    { input_audio_noise_reduction: null },
    'at /session/input_audio_noise_reduction is a name of the beta: write it as audio.input.noise_reduction',
  ],
  [
    { turn_detection: { type: 'server_vad' } },
    'at /session/turn_detection is a name of the beta: write it as audio.input.turn_detection',
  ],
  [
    { max_response_output_tokens: 100 },
    'at /session/max_response_output_tokens is a name of the beta: write it as max_output_tokens',
  ],
  [{ temperature: 0.8 }, 'at /session/temperature belongs to the beta and does not exist in the GA session: remove it'],
  [
    { model: 'gpt-realtime' },
    'at /session/model is decided by the profile: write the deployment’s name as "deployment", beside "session"',
  ],
  [
    { audio: { input: { format: 'pcm16' } } },
    'at /session/audio/input/format is the beta’s form: write {"type":"audio/pcm","rate":24000}',
  ],
  [
    { audio: { output: { format: 'g711_ulaw' } } },
    'at /session/audio/output/format is the beta’s form: write {"type":"audio/pcmu"}',
  ],
  [
    { audio: { input: { format: 'g711_alaw' } } },
    'at /session/audio/input/format is the beta’s form: write {"type":"audio/pcma"}',
  ],
  [
    { audio: { input: { turn_detection: 'none' } } },
    'at /session/audio/input/turn_detection is the beta’s form: write null',
  ],
  [
    { audio: { input: { turn_detection: { type: 'none' } } } },
    'at /session/audio/input/turn_detection is the beta’s form: write null',
  ],
  [
    { audio: { input: { transcription: 'whisper-1' } } },
    'at /session/audio/input/transcription must be an object: write {"model":"<deployment>"}',
  ],
  [
    { output_modalities: ['text', 'audio'] },
    'at /session/output_modalities is the beta’s form: write ["audio"], which brings its transcript with it',
  ],
  [
    { tools: [{ type: 'function', name: 'good' }, NESTED_TOOL] },
    'at /session/tools/1 is nested as in chat completions: write {"type":"function","name":…,"description":…,"parameters":…}',
  ],
  [
    { tool_choice: { type: 'function', function: { name: 'f' } } },
    'at /session/tool_choice is nested as in chat completions: write {"type":"function","name":…}',
  ],
];

describe('what is left of the beta', () => {
  test.each(CASES)('is named once, with its GA place or form: %j', (session, problem) => {
    expect(sessionProblems(session)).toEqual([problem]);
  });

  test('is recognised by every row of the table', () => {
    const fixes = CASES.map(([, problem]) => problem);
    const unused = BETA_FIELDS.filter(({ fix }) => !fixes.some((problem) => problem.endsWith(fix)));
    expect(unused).toEqual([]);
  });

  test('is told all at once, beside other mistakes', () => {
    expect(sessionProblems({ voice: 'alloy', temperature: 1, audio: { output: { speed: 9 } } })).toEqual([
      expect.stringMatching(/^at \/session\/voice /),
      expect.stringMatching(/^at \/session\/temperature /),
      'at /session/audio/output/speed must be at most 1.5',
    ]);
  });

  test.each(['pcm24', 7, null])('is not claimed where a format is simply wrong: %j', (format) => {
    expect(sessionProblems({ audio: { input: { format } } })).toEqual([
      'at /session/audio/input/format must be of the type "audio/pcm", "audio/pcmu" or "audio/pcma"',
    ]);
  });

  test('is gone once each fix is applied', () => {
    const session = {
      type: 'realtime',
      output_modalities: ['audio'],
      max_output_tokens: 100,
      tools: [{ type: 'function', name: 'f', parameters: {} }],
      tool_choice: { type: 'function', name: 'f' },
      audio: {
        input: {
          format: { type: 'audio/pcm', rate: 24_000 },
          transcription: { model: 'whisper-1' },
          noise_reduction: null,
          turn_detection: null,
        },
        output: { format: { type: 'audio/pcmu' }, voice: 'alloy', speed: 1 },
      },
    };
    expect(checkSession(session)).toEqual({ ok: true, value: session });
  });
});
