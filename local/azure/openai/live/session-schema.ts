/**
 * The body that creates a session of GPT-Live: OpenAI's specification as data, of which Microsoft documents a part
 * (docs/azure.md#gpt-live). Strict everywhere but inside of a tool. The event `session.update` has its delegation from
 * here.
 */
import * as z from 'zod';

const MAX_MESSAGES = 128;
const MAX_VOICE_ID_CHARACTERS = 128;
const MAX_SELECTORS = 256;
const MIN_OUTPUT_TOKENS = 16;
const EVENT_TYPE = /^(?:error|info|[a-z][a-z0-9_-]*(?:\.[a-z0-9_-]+)+)$/;
/** The one event that stands for several, told apart by the one that it carries. */
export const NESTING_TYPE = 'response.event';

const voice = z.union([z.string(), z.strictObject({ id: z.string().min(1).max(MAX_VOICE_ID_CHARACTERS) })]);

const tool = z.union([
  z.strictObject({
    type: z.literal('function'),
    name: z.string(),
    description: z.string().nullish(),
    parameters: z.record(z.string(), z.unknown()).nullish(),
    strict: z.boolean().nullish(),
  }),
  // Of the Responses API, which is not emulated.
  z.looseObject({ type: z.string().refine((type) => type !== 'function') }),
]);

const responsesConfig = z.strictObject({
  /** A deployment of the same resource. */
  model: z.string().min(1),
  instructions: z.string().nullish(),
  max_output_tokens: z.int().min(MIN_OUTPUT_TOKENS).nullish(),
  service_tier: z.enum(['auto', 'default', 'flex', 'priority']).nullish(),
  reasoning: z
    .strictObject({
      effort: z.enum(['none', 'minimal', 'low', 'medium', 'high', 'xhigh']).nullish(),
      summary: z.enum(['auto', 'concise', 'detailed']).nullish(),
    })
    .nullish(),
  text: z.strictObject({ verbosity: z.enum(['low', 'medium', 'high']).nullish() }).nullish(),
  tools: z.array(tool).optional(),
  tool_choice: z.union([z.enum(['none', 'auto', 'required']), z.looseObject({ type: z.string() })]).optional(),
  parallel_tool_calls: z.boolean().nullish(),
});

const acknowledgement_delay_ms = z.int().min(0).optional();
const questions = z.array(z.looseObject({}));

export const delegation = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('client'), acknowledgement_delay_ms }),
  z.strictObject({ type: z.literal('responses'), acknowledgement_delay_ms, responses: responsesConfig }),
  z.strictObject({
    type: z.literal('decisions'),
    acknowledgement_delay_ms,
    decisions: z.strictObject({ model: z.string(), questions }),
  }),
]);

export const triggers = z.array(
  z.strictObject({
    type: z.literal('decisions'),
    event_type: z.enum(['session.input_transcript.delta', 'session.output_transcript.delta']),
    decisions: z.strictObject({ questions }),
  }),
);

const message = <Role extends string, Part extends z.ZodType>(role: Role, part: Part) =>
  z.strictObject({
    type: z.literal('message').optional(),
    role: z.literal(role),
    content: z.array(part).length(1),
    id: z.string().nullish(),
    status: z.enum(['incomplete', 'completed']).nullish(),
  });
const inputText = z.strictObject({ type: z.literal('input_text').optional(), text: z.string() });
const outputText = z.strictObject({ type: z.enum(['text', 'output_text']).optional(), text: z.string() });

const eventType = z.string().regex(EVENT_TYPE);
const selector = z
  .strictObject({ type: eventType, response_event: z.string().min(1).optional() })
  .refine(({ type, response_event }) => (type === NESTING_TYPE) === (response_event !== undefined), {
    path: ['response_event'],
    message: `it is for ${NESTING_TYPE}, which needs it, and for nothing else.`,
  });

const dataChannel = z.strictObject({
  allowed_client_events: z.union([z.literal('all'), z.array(eventType).max(MAX_SELECTORS)]).optional(),
  allowed_server_events: z.union([z.literal('all'), z.array(selector).max(MAX_SELECTORS)]).optional(),
});

const liveSession = z.strictObject({
  model: z.string().min(1),
  instructions: z.string().nullish(),
  audio: z.strictObject({ output: z.strictObject({ voice: voice.optional() }).optional() }).optional(),
  delegation: delegation.nullish(),
  input: z
    .array(
      z.discriminatedUnion('role', [
        message('developer', inputText),
        message('user', inputText),
        message('assistant', outputText),
      ]),
    )
    .max(MAX_MESSAGES)
    .optional(),
  client: z.strictObject({ data_channel: dataChannel }).optional(),
  store: z.boolean().optional(),
  safety_identifier: z.string().nullish(),
  triggers: triggers.optional(),
});

export const createBody = z.strictObject({
  session: liveSession,
  transport: z.strictObject({ type: z.literal('webrtc'), sdp: z.string().min(1) }),
});

export type CreateBody = z.infer<typeof createBody>;
export type LiveSessionRequest = z.infer<typeof liveSession>;
export type Delegation = z.infer<typeof delegation>;
export type DataChannel = z.infer<typeof dataChannel>;
