/** Each rule of the mint's body beside the nearest body that passes. */
import type { EmulatedAzure } from '../../../../local/azure/emulated-azure.ts';
import { startTestAzure } from '../../../support/start-test-azure.ts';
import { aMint, mint } from './clients.ts';

let azure: EmulatedAzure;
beforeAll(async () => {
  azure = await startTestAzure();
});
afterEach(() => azure.switches.reset());
afterAll(() => azure.stop());

const input = (member: Record<string, unknown>) => ({ audio: { input: member } });
const output = (member: Record<string, unknown>) => ({ audio: { output: member } });

describe('each refused body has a neighbour that is accepted', () => {
  test.each<[string, Record<string, unknown>, string, string, Record<string, unknown>]>([
    [
      'an unknown member',
      { custom_voice_id: 'x' },
      'unknown_parameter',
      'session.custom_voice_id',
      { instructions: 'x' },
    ],
    ['beta temperature', { temperature: 0.8 }, 'unknown_parameter', 'session.temperature', {}],
    [
      'beta modalities',
      { modalities: ['audio'] },
      'unknown_parameter',
      'session.modalities',
      { output_modalities: ['audio'] },
    ],
    ['beta voice', { voice: 'alloy' }, 'unknown_parameter', 'session.voice', output({ voice: 'alloy' })],
    [
      'beta turn_detection',
      { turn_detection: null },
      'unknown_parameter',
      'session.turn_detection',
      input({ turn_detection: null }),
    ],
    [
      'the beta format',
      input({ format: 'pcm16' }),
      'invalid_type',
      'session.audio.input.format',
      input({ format: { type: 'audio/pcm', rate: 24000 } }),
    ],
    [
      'another rate',
      input({ format: { type: 'audio/pcm', rate: 8000 } }),
      'invalid_value',
      'session.audio.input.format.rate',
      input({ format: { type: 'audio/pcmu' } }),
    ],
    [
      'both modalities',
      { output_modalities: ['audio', 'text'] },
      'invalid_value',
      'session.output_modalities',
      { output_modalities: ['text'] },
    ],
    [
      'no output tokens',
      { max_output_tokens: 0 },
      'invalid_value',
      'session.max_output_tokens',
      { max_output_tokens: 1 },
    ],
    [
      'too many output tokens',
      { max_output_tokens: 4097 },
      'invalid_value',
      'session.max_output_tokens',
      { max_output_tokens: 4096 },
    ],
    [
      'a nested tool choice',
      { tool_choice: { type: 'function', function: { name: 'f' } } },
      'missing_required_parameter',
      'session.tool_choice.name',
      { tool_choice: { type: 'function', name: 'f' } },
    ],
    [
      'a tool without name',
      { tools: [{ type: 'function' }] },
      'missing_required_parameter',
      'session.tools[0].name',
      { tools: [{ type: 'function', name: 'f' }] },
    ],
    [
      'VAD none as a word',
      input({ turn_detection: 'none' }),
      'invalid_type',
      'session.audio.input.turn_detection',
      input({ turn_detection: null }),
    ],
    [
      'a threshold above 1',
      input({ turn_detection: { type: 'server_vad', threshold: 1.1 } }),
      'invalid_value',
      'session.audio.input.turn_detection.threshold',
      input({ turn_detection: { type: 'server_vad', threshold: 1 } }),
    ],
    [
      'a short idle timeout',
      input({ turn_detection: { type: 'server_vad', idle_timeout_ms: 4999 } }),
      'invalid_value',
      'session.audio.input.turn_detection.idle_timeout_ms',
      input({ turn_detection: { type: 'server_vad', idle_timeout_ms: 5000 } }),
    ],
    [
      'another eagerness',
      input({ turn_detection: { type: 'semantic_vad', eagerness: 'max' } }),
      'invalid_value',
      'session.audio.input.turn_detection.eagerness',
      input({ turn_detection: { type: 'semantic_vad', eagerness: 'high' } }),
    ],
    [
      'other noise',
      input({ noise_reduction: { type: 'mid_field' } }),
      'invalid_value',
      'session.audio.input.noise_reduction.type',
      input({ noise_reduction: { type: 'far_field' } }),
    ],
    [
      'a transcription without model',
      input({ transcription: {} }),
      'missing_required_parameter',
      'session.audio.input.transcription.model',
      input({ transcription: { model: 'not-deployed' } }),
    ],
    [
      'a speed above 1.5',
      output({ speed: 1.6 }),
      'invalid_value',
      'session.audio.output.speed',
      output({ speed: 1.5 }),
    ],
    [
      'a voice that is a number',
      output({ voice: 1 }),
      'invalid_type',
      'session.audio.output.voice',
      output({ voice: { id: 'voice_1' } }),
    ],
    [
      'a ratio above 1',
      { truncation: { type: 'retention_ratio', retention_ratio: 2 } },
      'invalid_value',
      'session.truncation.retention_ratio',
      { truncation: { type: 'retention_ratio', retention_ratio: 0.5 } },
    ],
    ['another include', { include: ['everything'] }, 'invalid_value', 'session.include[0]', { include: null }],
    [
      'instructions that are no text',
      { instructions: 1 },
      'invalid_type',
      'session.instructions',
      { instructions: '' },
    ],
    ['no model', { model: undefined }, 'missing_required_parameter', 'session.model', { model: 'gpt-realtime' }],
  ])('%s', async (_name, refused, code, param, accepted) => {
    const answer = await mint(azure, aMint(refused));
    expect(answer.status).toBe(400);
    expect(JSON.parse(answer.body).error).toMatchObject({ type: 'invalid_request_error', code, param });
    expect((await mint(azure, aMint(accepted))).status).toBe(200);
  });

  test.each([
    [9, 400],
    [10, 200],
    [7200, 200],
    [7201, 400],
    [60.5, 400],
  ])('%d seconds are answered with %d', async (seconds, status) => {
    expect((await mint(azure, aMint({}, { expires_after: { anchor: 'created_at', seconds } }))).status).toBe(status);
  });
});

describe('the texts are those that were reported', () => {
  test('a wrong type names both types', async () => {
    const { error } = JSON.parse((await mint(azure, aMint(input({ format: 'pcm16' })))).body);
    expect(error.message).toBe(
      "Invalid type for 'session.audio.input.format': expected an object, but got a string instead.",
    );
  });

  test.each([undefined, 'translation'])(
    'session.type %s is InvalidSessionType, or by switch what OpenAI answers',
    async (type) => {
      expect(JSON.parse((await mint(azure, aMint({ type }))).body).error.code).toBe('InvalidSessionType');
      azure.switches.set('mint.sessionTypeError', 'missing_required_parameter');
      const { error } = JSON.parse((await mint(azure, aMint({ type }))).body);
      expect(error).toMatchObject({
        code: 'missing_required_parameter',
        message: "Missing required parameter: 'session.type'.",
      });
    },
  );

  test('the beta transcription member is 400, or by switch the reported 500', async () => {
    const beta = aMint({ input_audio_transcription: { model: 'whisper-1' } });
    expect((await mint(azure, beta)).status).toBe(400);
    azure.switches.set('mint.betaTranscription', '500');
    expect((await mint(azure, beta)).status).toBe(500);
  });

  test.each(['', '{', 'null', '[]', '{}'])('the body %j is refused', async (body) => {
    expect((await mint(azure, body)).status).toBe(400);
  });
});
