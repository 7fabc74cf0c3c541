/** What a client may say on the data channel, and why it is refused otherwise. */
import * as z from 'zod';
import { isJsonObject, parseJson } from '../../../../src/lib/json.ts';
import { findInvalid } from '../invalid-body.ts';
import { maxOutputTokens, outputModalities, tool, toolChoice } from '../session-schema.ts';
import type { EventError } from './server-events.ts';

const id = z.string().min(1).max(512);

const inputText = z.strictObject({ type: z.literal('input_text'), text: z.string() });
const outputText = z.strictObject({ type: z.literal('output_text'), text: z.string() });
const inputImage = z.strictObject({
  type: z.literal('input_image'),
  image_url: z.string(),
  detail: z.enum(['auto', 'low', 'high']).default('auto'),
});

const common = {
  id: id.optional(),
  object: z.literal('realtime.item').optional(),
  status: z.enum(['completed', 'incomplete', 'in_progress']).optional(),
};

const message = z.discriminatedUnion('role', [
  z.strictObject({
    ...common,
    type: z.literal('message'),
    role: z.literal('user'),
    content: z.array(z.discriminatedUnion('type', [inputText, inputImage])),
  }),
  z.strictObject({
    ...common,
    type: z.literal('message'),
    role: z.literal('assistant'),
    content: z.array(outputText),
  }),
  z.strictObject({ ...common, type: z.literal('message'), role: z.literal('system'), content: z.array(inputText) }),
]);

const item = z.discriminatedUnion('type', [
  message,
  z.strictObject({
    ...common,
    type: z.literal('function_call'),
    name: z.string(),
    arguments: z.string(),
    call_id: z.string().optional(),
  }),
  z.strictObject({ ...common, type: z.literal('function_call_output'), call_id: z.string(), output: z.string() }),
]);

/** Responses outside of the conversation (`conversation`, `input`) are not emulated, so those members are unknown here. */
const responseParameters = z.strictObject({
  output_modalities: outputModalities.optional(),
  instructions: z.string().optional(),
  tools: z.array(tool).optional(),
  tool_choice: toolChoice.optional(),
  parallel_tool_calls: z.boolean().optional(),
  max_output_tokens: maxOutputTokens.optional(),
  metadata: z.record(z.string(), z.string()).nullish(),
});

const event = <Type extends string, Members extends z.ZodRawShape>(type: Type, members: Members) =>
  z.strictObject({ type: z.literal(type), event_id: id.optional(), ...members });

const clientEvent = z.discriminatedUnion('type', [
  // The session has a schema of its own.
  event('session.update', { session: z.unknown().optional() }),
  event('input_audio_buffer.commit', {}),
  event('input_audio_buffer.clear', {}),
  event('output_audio_buffer.clear', {}),
  event('conversation.item.create', { item, previous_item_id: id.nullish() }),
  event('conversation.item.retrieve', { item_id: id }),
  event('conversation.item.truncate', { item_id: id, content_index: z.int().min(0), audio_end_ms: z.int().min(0) }),
  event('conversation.item.delete', { item_id: id }),
  event('response.create', { response: responseParameters.optional() }),
  event('response.cancel', { response_id: id.nullish() }),
]);

export type ClientEvent = z.infer<typeof clientEvent>;
export type ResponseParameters = z.infer<typeof responseParameters>;
export type CreatedItem = z.infer<typeof item>;

const SUPPORTED = clientEvent.options.map(({ shape }) => `'${shape.type.value}'`).join(', ');

export type ReadEvent =
  | { readonly event: ClientEvent }
  | { readonly refusal: EventError; readonly clientEventId: string | null };

export function readClientEvent(text: string): ReadEvent {
  const given = parseJson(text);
  if (!isJsonObject(given)) {
    return {
      refusal: { code: 'invalid_json', message: 'The event is not a JSON object.', param: null },
      clientEventId: null,
    };
  }
  const clientEventId = typeof given['event_id'] === 'string' ? given['event_id'] : null;
  const parsed = clientEvent.safeParse(given, { reportInput: true });
  if (parsed.success) return { event: parsed.data };
  const { code, message: why, param } = findInvalid(parsed.error, given);
  if (param === 'type') return { refusal: refuseType(given['type']), clientEventId };
  return { refusal: { code, message: why, param }, clientEventId };
}

/** The form is the one of other values at OpenAI's host; of an event's type nobody has reported it. */
function refuseType(type: unknown): EventError {
  if (type === undefined) {
    return { code: 'missing_required_parameter', message: "Missing required parameter: 'type'.", param: 'type' };
  }
  const shown = typeof type === 'string' ? type.slice(0, 100) : typeof type;
  return {
    code: 'invalid_value',
    message: `Invalid value: '${shown}'. Supported values are: ${SUPPORTED}.`,
    param: 'type',
  };
}
