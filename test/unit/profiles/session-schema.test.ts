import { validateMint } from '../../../local/azure/openai/validate-mint.ts';
import { checkSession } from '../../../src/profiles/check-session.ts';
import { sessionProblems } from './profiles-bench.ts';

/** Every field of the GA session, each with every form that it may have. */
const GOOD: readonly Readonly<Record<string, unknown>>[] = [
  {},
  { instructions: 'Be brief.' },
  { output_modalities: ['audio'] },
  { output_modalities: ['text'] },
  { max_output_tokens: 1 },
  { max_output_tokens: 4_096 },
  { max_output_tokens: 'inf' },
  { tools: [] },
  { tools: [{ type: 'function', name: 'f', description: 'd', parameters: { type: 'object' } }] },
  { tools: [{ type: 'mcp', server_label: 's', server_url: 'https://example.com', require_approval: 'never' }] },
  { tools: [{ type: 'mcp', server_label: 's', connector_id: 'c', allowed_tools: ['x'], defer_loading: true }] },
  { tools: [{ type: 'mcp', server_label: 's', tunnel_id: 't', server_description: 'd', headers: null }] },
  { tool_choice: 'none' },
  { tool_choice: { type: 'function', name: 'f' } },
  { tool_choice: { type: 'mcp', server_label: 's', name: null } },
  { parallel_tool_calls: false },
  { reasoning: { effort: 'xhigh' } },
  { include: ['item.input_audio_transcription.logprobs'] },
  { include: null },
  { tracing: null },
  { tracing: 'auto' },
  { tracing: { workflow_name: 'w', group_id: 'g', metadata: { a: 1 } } },
  { truncation: 'disabled' },
  { truncation: { type: 'retention_ratio', retention_ratio: 0.5, token_limits: { post_instructions: 0 } } },
  { prompt: null },
  { prompt: { id: 'pmpt_1', version: '2', variables: { city: 'Bern' } } },
  { audio: {} },
  { audio: { input: { format: { type: 'audio/pcm', rate: 24_000 } }, output: { format: { type: 'audio/pcmu' } } } },
  { audio: { input: { noise_reduction: { type: 'near_field' } } } },
  { audio: { input: { noise_reduction: null, transcription: null, turn_detection: null } } },
  { audio: { input: { transcription: { model: 'm', language: 'de', prompt: 'p', keywords: ['k'] } } } },
  {
    audio: {
      input: {
        turn_detection: {
          type: 'server_vad',
          threshold: 1,
          prefix_padding_ms: 0,
          silence_duration_ms: 500,
          create_response: true,
          interrupt_response: false,
          idle_timeout_ms: 5_000,
        },
      },
    },
  },
  { audio: { input: { turn_detection: { type: 'semantic_vad', eagerness: 'low', create_response: false } } } },
  { audio: { output: { voice: 'marin', speed: 0.25 } } },
  { audio: { output: { voice: { id: 'voice_1' }, speed: 1.5 } } },
];

const WRONG: readonly (readonly [session: Readonly<Record<string, unknown>>, problem: string])[] = [
  [{ surprise: 1 }, 'at /session/surprise is not a member that exists here'],
  [{ type: 'transcription' }, 'at /session/type must be "realtime"'],
  [{ instructions: 7 }, 'at /session/instructions must be a string'],
  [
    { output_modalities: [] },
    'at /session/output_modalities must be ["audio"] or ["text"]: audio brings its transcript with it',
  ],
  [{ output_modalities: ['video'] }, 'at /session/output_modalities/0 must be "audio" or "text"'],
  [{ max_output_tokens: 0 }, 'at /session/max_output_tokens must be at least 1'],
  [{ max_output_tokens: 4_097 }, 'at /session/max_output_tokens must be at most 4096'],
  [{ max_output_tokens: '100' }, 'at /session/max_output_tokens must be a whole number from 1 to 4096, or "inf"'],
  [{ tools: {} }, 'at /session/tools must be an array'],
  [{ tools: [{ type: 'web_search' }] }, 'at /session/tools/0/type must be of the type "function" or "mcp"'],
  [{ tools: [{ type: 'function' }] }, 'at /session/tools/0/name is missing'],
  [{ tools: [{ type: 'mcp', server_label: 's' }] }, 'at /session/tools/0 needs server_url, connector_id or tunnel_id'],
  [
    { tool_choice: 'any' },
    'at /session/tool_choice must be "none", "auto", "required", {"type":"function","name":…} or {"type":"mcp","server_label":…}',
  ],
  [{ parallel_tool_calls: 'yes' }, 'at /session/parallel_tool_calls must be true or false'],
  [
    { truncation: { type: 'retention_ratio', retention_ratio: 2 } },
    'at /session/truncation/retention_ratio must be at most 1',
  ],
  [{ audio: { output: { voice: 7 } } }, 'at /session/audio/output/voice must be a voice’s name, or {"id":"voice_…"}'],
  [{ audio: { output: { speed: 1.6 } } }, 'at /session/audio/output/speed must be at most 1.5'],
  [{ audio: { output: { voice: '' } } }, 'at /session/audio/output/voice must not be empty'],
  [{ audio: { input: { transcription: {} } } }, 'at /session/audio/input/transcription/model is missing'],
  [
    { audio: { input: { turn_detection: { type: 'server_vad', idle_timeout_ms: 4_999 } } } },
    'at /session/audio/input/turn_detection/idle_timeout_ms must be at least 5000',
  ],
  [
    { audio: { input: { turn_detection: { type: 'server_vad', eagerness: 'low' } } } },
    'at /session/audio/input/turn_detection/eagerness is not a member that exists here',
  ],
];

describe('the session of a profile', () => {
  test.each(GOOD)('may be %j, and Azure’s validation agrees', (session) => {
    const whole = { type: 'realtime', ...session };
    expect(checkSession(whole)).toEqual({ ok: true, value: whole });
    expect(validateMint({ session: { ...whole, model: 'gpt-realtime' } })).toHaveProperty('body');
  });

  test.each(WRONG)('may not be %j', (session, problem) => {
    expect(sessionProblems(session)).toEqual([problem]);
  });

  test('must say that it is a realtime one', () => {
    expect(checkSession({})).toMatchObject({ error: [{ pointer: '/type', message: 'must be "realtime"' }] });
  });

  test('never shows a value of its own in what is said about it', () => {
    const canary = 'canary-of-the-prompt';
    const session = {
      instructions: [canary],
      voice: canary,
      tools: [{ type: 'function', function: { name: canary } }],
    };
    expect(sessionProblems(session).join('\n')).not.toContain(canary);
  });
});
