/**
 * The session of the GA mint, as OpenAI's specification has it, without `model`: that is the profile's `deployment`.
 * Strict everywhere, because Azure answers an unknown or beta member with 400, and then to a caller who can do nothing
 * about it. What the specification leaves open (a voice's name, `prompt`'s variables) is open here.
 */
import * as z from 'zod/mini';
import { audioSchema } from './audio-schema.ts';
import { toolChoiceSchema, toolSchema } from './tool-schema.ts';

const truncation = z.union(
  [
    z.enum(['auto', 'disabled']),
    z.strictObject({
      type: z.literal('retention_ratio'),
      retention_ratio: z.number().check(z.gte(0), z.lte(1)),
      token_limits: z.optional(z.strictObject({ post_instructions: z.optional(z.int().check(z.gte(0))) })),
    }),
  ],
  'must be "auto", "disabled" or {"type":"retention_ratio","retention_ratio":…}',
);

const tracing = z.union(
  [
    z.literal('auto'),
    z.strictObject({
      workflow_name: z.optional(z.string()),
      group_id: z.optional(z.string()),
      metadata: z.optional(z.record(z.string(), z.unknown())),
    }),
  ],
  'must be "auto", null or {"workflow_name":…,"group_id":…,"metadata":{…}}',
);

export const sessionSchema = z.strictObject({
  type: z.literal('realtime'),
  instructions: z.optional(z.string()),
  output_modalities: z.optional(
    z
      .array(z.enum(['audio', 'text']))
      .check(z.length(1, 'must be ["audio"] or ["text"]: audio brings its transcript with it')),
  ),
  max_output_tokens: z.optional(
    z.union(
      [z.int().check(z.gte(1), z.lte(4_096)), z.literal('inf')],
      'must be a whole number from 1 to 4096, or "inf"',
    ),
  ),
  tools: z.optional(z.array(toolSchema)),
  tool_choice: z.optional(toolChoiceSchema),
  parallel_tool_calls: z.optional(z.boolean()),
  reasoning: z.optional(z.strictObject({ effort: z.optional(z.enum(['minimal', 'low', 'medium', 'high', 'xhigh'])) })),
  include: z.nullish(z.array(z.literal('item.input_audio_transcription.logprobs'))),
  tracing: z.nullish(tracing),
  truncation: z.optional(truncation),
  prompt: z.nullish(
    z.strictObject({
      id: z.string(),
      version: z.nullish(z.string()),
      variables: z.nullish(z.record(z.string(), z.unknown())),
    }),
  ),
  audio: z.optional(audioSchema),
});

export type Session = z.infer<typeof sessionSchema>;
