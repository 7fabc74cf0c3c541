/**
 * The session of GPT-Live, without `model`: that is the profile's `deployment`. All of it is fixed when the session is
 * created. Microsoft documents `instructions`, `audio.output.voice` and `delegation`, and names `input`; `client` and
 * `store` only OpenAI documents (docs/azure.md). Strict, because Azure refuses a member that it does not know.
 */
import * as z from 'zod/mini';

const voice = z.union(
  [
    z.string().check(z.minLength(1, 'must not be empty')),
    z.strictObject({ id: z.string().check(z.minLength(1), z.maxLength(128)) }),
  ],
  'must be a voice’s name, or {"id":"voice_…"}',
);

/** Of the Responses API, whose tools are many: what is inside of one is Azure's to judge. */
const responses = z.strictObject({
  /** A deployment of the same resource. */
  model: z.string().check(z.minLength(1, 'must not be empty')),
  instructions: z.nullish(z.string()),
  max_output_tokens: z.nullish(z.int().check(z.gte(16))),
  service_tier: z.nullish(z.enum(['auto', 'default', 'flex', 'priority'])),
  reasoning: z.nullish(
    z.strictObject({
      effort: z.nullish(z.enum(['none', 'minimal', 'low', 'medium', 'high', 'xhigh'])),
      summary: z.nullish(z.enum(['auto', 'concise', 'detailed'])),
    }),
  ),
  text: z.nullish(z.strictObject({ verbosity: z.nullish(z.enum(['low', 'medium', 'high'])) })),
  tools: z.optional(z.array(z.looseObject({ type: z.string() }))),
  tool_choice: z.optional(
    z.union(
      [z.enum(['none', 'auto', 'required']), z.looseObject({ type: z.string() })],
      'must be "none", "auto", "required" or an object with a type',
    ),
  ),
  parallel_tool_calls: z.nullish(z.boolean()),
});

const delegation = z.discriminatedUnion(
  'type',
  [z.strictObject({ type: z.literal('client') }), z.strictObject({ type: z.literal('responses'), responses })],
  'must be null, or of the type "client" or "responses"',
);

const MAX_MESSAGES = 128;
const text = z.strictObject({
  type: z.optional(z.enum(['input_text', 'output_text'])),
  text: z.string(),
});
const message = z.strictObject({
  type: z.optional(z.literal('message')),
  role: z.enum(['developer', 'user', 'assistant']),
  content: z.array(text).check(z.length(1, 'must have one part, which is text')),
});

const MAX_EVENT_TYPES = 256;
const EVENT_TYPE = /^(?:error|info|[a-z][a-z0-9_-]*(?:\.[a-z0-9_-]+)+)$/;
const eventType = z.string().check(z.regex(EVENT_TYPE, 'must be the type of an event, such as session.close'));
const TOO_MANY = `must have at most ${MAX_EVENT_TYPES} elements`;

/** The event that wraps those of the Responses API: each of these is allowed by itself. */
const WRAPPER = 'response.event';

const serverEvent = z
  .strictObject({ type: eventType, response_event: z.optional(z.string().check(z.minLength(1))) })
  .check(
    z.refine(
      ({ type, response_event }) => (type === WRAPPER) === (response_event !== undefined),
      `must have response_event where its type is ${WRAPPER}, and nowhere else`,
    ),
  );

/** What the page may send and receive over its data channel; left out, everything. */
const dataChannel = z.strictObject({
  allowed_client_events: z.optional(
    z.union(
      [z.literal('all'), z.array(eventType).check(z.maxLength(MAX_EVENT_TYPES, TOO_MANY))],
      'must be "all" or an array of types of events',
    ),
  ),
  allowed_server_events: z.optional(
    z.union(
      [z.literal('all'), z.array(serverEvent).check(z.maxLength(MAX_EVENT_TYPES, TOO_MANY))],
      'must be "all" or an array of {"type":…}',
    ),
  ),
});

export const liveSessionSchema = z.strictObject({
  instructions: z.optional(z.string()),
  audio: z.optional(z.strictObject({ output: z.optional(z.strictObject({ voice: z.optional(voice) })) })),
  delegation: z.nullish(delegation),
  input: z.optional(z.array(message).check(z.maxLength(MAX_MESSAGES, `must have at most ${MAX_MESSAGES} messages`))),
  client: z.optional(z.strictObject({ data_channel: dataChannel })),
  store: z.optional(z.boolean()),
});

export type LiveSession = z.infer<typeof liveSessionSchema>;

/** They repeat the whole session, instructions included. */
const REPEAT_THE_SESSION: ReadonlySet<string> = new Set(['session.started', 'session.updated', 'session.closed']);

/** Whether the page's data channel brings it the session: always, unless an allow-list leaves these events out. */
export function isSessionReadable({ client }: LiveSession): boolean {
  const allowed = client?.data_channel.allowed_server_events ?? 'all';
  return allowed === 'all' || allowed.some(({ type }) => REPEAT_THE_SESSION.has(type));
}
