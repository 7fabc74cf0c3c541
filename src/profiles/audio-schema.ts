/** `audio` of the GA session, field by field as in OpenAI's specification. */
import * as z from 'zod/mini';

const format = z.discriminatedUnion(
  'type',
  [
    z.strictObject({ type: z.literal('audio/pcm'), rate: z.optional(z.literal(24_000)) }),
    z.strictObject({ type: z.literal('audio/pcmu') }),
    z.strictObject({ type: z.literal('audio/pcma') }),
  ],
  'must be of the type "audio/pcm", "audio/pcmu" or "audio/pcma"',
);

const milliseconds = z.int().check(z.gte(0));

const turnDetection = z.discriminatedUnion(
  'type',
  [
    z.strictObject({
      type: z.literal('server_vad'),
      threshold: z.optional(z.number().check(z.gte(0), z.lte(1))),
      prefix_padding_ms: z.optional(milliseconds),
      silence_duration_ms: z.optional(milliseconds),
      create_response: z.optional(z.boolean()),
      interrupt_response: z.optional(z.boolean()),
      idle_timeout_ms: z.nullish(z.int().check(z.gte(5_000), z.lte(30_000))),
    }),
    z.strictObject({
      type: z.literal('semantic_vad'),
      eagerness: z.optional(z.enum(['low', 'medium', 'high', 'auto'])),
      create_response: z.optional(z.boolean()),
      interrupt_response: z.optional(z.boolean()),
    }),
  ],
  'must be of the type "server_vad" or "semantic_vad", or null for turns that the page ends itself',
);

const transcription = z.strictObject({
  /** A deployment of the same resource. */
  model: z.string(),
  language: z.nullish(z.string()),
  prompt: z.nullish(z.string()),
  delay: z.optional(z.unknown()),
  keywords: z.optional(z.array(z.string())),
  languages: z.optional(z.array(z.string())),
});

export const audioSchema = z.strictObject({
  input: z.optional(
    z.strictObject({
      format: z.optional(format),
      noise_reduction: z.nullish(z.strictObject({ type: z.enum(['near_field', 'far_field']) })),
      transcription: z.nullish(transcription),
      turn_detection: z.nullish(turnDetection),
    }),
  ),
  output: z.optional(
    z.strictObject({
      format: z.optional(format),
      voice: z.optional(
        z.union(
          [z.string().check(z.minLength(1, 'must not be empty')), z.strictObject({ id: z.string() })],
          'must be a voice’s name, or {"id":"voice_…"}',
        ),
      ),
      speed: z.optional(z.number().check(z.gte(0.25), z.lte(1.5))),
    }),
  ),
});
