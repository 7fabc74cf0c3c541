/**
 * The session of the GA mint: OpenAI's specification as data. Strict everywhere, because an unknown or beta member is
 * answered with 400; what it leaves open (a voice's name, `tracing`, `prompt`) is open here.
 */
import * as z from 'zod';

/** An object with a string `type`, never the beta's bare string (`"pcm16"`). */
const audioFormat = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('audio/pcm'), rate: z.literal(24_000).optional() }),
  z.strictObject({ type: z.literal('audio/pcmu') }),
  z.strictObject({ type: z.literal('audio/pcma') }),
]);

const turnDetection = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('server_vad'),
    threshold: z.number().min(0).max(1).optional(),
    prefix_padding_ms: z.int().min(0).optional(),
    silence_duration_ms: z.int().min(0).optional(),
    create_response: z.boolean().optional(),
    interrupt_response: z.boolean().optional(),
    idle_timeout_ms: z.int().min(5_000).max(30_000).nullish(),
  }),
  z.strictObject({
    type: z.literal('semantic_vad'),
    eagerness: z.enum(['low', 'medium', 'high', 'auto']).optional(),
    create_response: z.boolean().optional(),
    interrupt_response: z.boolean().optional(),
  }),
]);

const transcription = z.strictObject({
  /** A deployment of the same resource; whether it is there shows at the first turn (docs/azure.md#client_secrets). */
  model: z.string(),
  language: z.string().nullish(),
  prompt: z.string().nullish(),
  delay: z.unknown().optional(),
  keywords: z.array(z.string()).optional(),
  languages: z.array(z.string()).optional(),
});

const audioInput = z.strictObject({
  format: audioFormat.optional(),
  noise_reduction: z.strictObject({ type: z.enum(['near_field', 'far_field']) }).nullish(),
  transcription: transcription.nullish(),
  turn_detection: turnDetection.nullish(),
});

const audioOutput = z.strictObject({
  format: audioFormat.optional(),
  voice: z.union([z.string(), z.strictObject({ id: z.string() })]).optional(),
  speed: z.number().min(0.25).max(1.5).optional(),
});

export const tool = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('function'),
    name: z.string(),
    description: z.string().optional(),
    parameters: z.record(z.string(), z.unknown()).optional(),
  }),
  z.strictObject({
    type: z.literal('mcp'),
    server_label: z.string(),
    server_url: z.string().optional(),
    connector_id: z.string().optional(),
    tunnel_id: z.string().optional(),
    server_description: z.string().optional(),
    authorization: z.string().optional(),
    headers: z.record(z.string(), z.string()).nullish(),
    require_approval: z.unknown().optional(),
    allowed_tools: z.unknown().optional(),
    defer_loading: z.boolean().optional(),
    allowed_callers: z.unknown().optional(),
  }),
]);

/** Flat: `name` beside `type`, not inside a `function` member. */
export const toolChoice = z.union([
  z.enum(['none', 'auto', 'required']),
  z.discriminatedUnion('type', [
    z.strictObject({ type: z.literal('function'), name: z.string() }),
    z.strictObject({ type: z.literal('mcp'), server_label: z.string(), name: z.string().nullish() }),
  ]),
]);

const truncation = z.union([
  z.enum(['auto', 'disabled']),
  z.strictObject({
    type: z.literal('retention_ratio'),
    retention_ratio: z.number().min(0).max(1),
    token_limits: z.strictObject({ post_instructions: z.int().min(0).optional() }).optional(),
  }),
]);

const tracing = z.union([
  z.literal('auto'),
  z.strictObject({
    workflow_name: z.string().optional(),
    group_id: z.string().optional(),
    metadata: z.record(z.string(), z.unknown()).optional(),
  }),
]);

/** One of the two, never both at once. */
export const outputModalities = z.array(z.enum(['audio', 'text'])).length(1);

export const maxOutputTokens = z.union([z.int().min(1).max(4_096), z.literal('inf')]);

const include = z.array(z.literal('item.input_audio_transcription.logprobs')).nullish();

const realtimeSession = z.strictObject({
  type: z.literal('realtime'),
  model: z.string(),
  instructions: z.string().optional(),
  output_modalities: outputModalities.optional(),
  max_output_tokens: maxOutputTokens.optional(),
  tools: z.array(tool).optional(),
  tool_choice: toolChoice.optional(),
  parallel_tool_calls: z.boolean().optional(),
  reasoning: z.strictObject({ effort: z.enum(['minimal', 'low', 'medium', 'high', 'xhigh']).optional() }).optional(),
  include,
  tracing: tracing.nullish(),
  truncation: truncation.optional(),
  prompt: z
    .strictObject({
      id: z.string(),
      version: z.string().nullish(),
      variables: z.record(z.string(), z.unknown()).nullish(),
    })
    .nullish(),
  audio: z.strictObject({ input: audioInput.optional(), output: audioOutput.optional() }).optional(),
});

const transcriptionSession = z.strictObject({
  type: z.literal('transcription'),
  model: z.string().optional(),
  include,
  audio: z.strictObject({ input: audioInput.optional() }).optional(),
});

const MIN_SECRET_SECONDS = 10;
const MAX_SECRET_SECONDS = 7_200;

export const mintBody = z.strictObject({
  expires_after: z
    .strictObject({
      anchor: z.literal('created_at').optional(),
      seconds: z.int().min(MIN_SECRET_SECONDS).max(MAX_SECRET_SECONDS).optional(),
    })
    .optional(),
  session: z.discriminatedUnion('type', [realtimeSession, transcriptionSession]),
});

export type MintBody = z.infer<typeof mintBody>;
export type RealtimeSession = z.infer<typeof realtimeSession>;
export type TranscriptionSession = z.infer<typeof transcriptionSession>;
export type AudioInput = z.infer<typeof audioInput>;
