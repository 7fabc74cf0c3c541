/** The commands that a page and a sideband may give, and why one is refused. */
import * as z from 'zod';
import { isJsonObject, parseJson } from '../../../../src/lib/json.ts';
import { findInvalid } from '../invalid-body.ts';
import type { EventError } from './server-events.ts';
import { tokensOf } from './validate-create.ts';

/** Documented, of what is appended. */
const MAX_APPENDED_TOKENS = 500;

const event = <Type extends string, Members extends z.ZodRawShape>(type: Type, members: Members) =>
  z.strictObject({ type: z.literal(type), event_id: z.string().nullish(), ...members });

const appended = {
  content: z.string().refine((text) => tokensOf(text) <= MAX_APPENDED_TOKENS, {
    message: `it has more than ${MAX_APPENDED_TOKENS} tokens.`,
  }),
  /** Must be there, and null where the text belongs to no delegation. */
  delegation_id: z.string().nullable(),
};

const clientEvent = z.discriminatedUnion('type', [
  // The session has a schema of its own.
  event('session.update', { session: z.unknown() }),
  event('session.input_audio.mute', {}),
  event('session.input_audio.unmute', {}),
  event('session.instructions.append', appended),
  event('session.thinking.append', appended),
  event('session.commentary.append', appended),
  event('response.item.create', { item: z.looseObject({ type: z.string() }) }),
  event('response.create', {}),
  event('session.close', {}),
]);

export type ClientEvent = z.infer<typeof clientEvent>;
export type AppendEvent = Extract<ClientEvent, { type: `${string}.append` }>;

const SUPPORTED = clientEvent.options.map(({ shape }) => `'${shape.type.value}'`).join(', ');

export interface ReadEvent {
  readonly type: string | undefined;
  readonly clientEventId: string | undefined;
  readonly read: ClientEvent | EventError;
}

export function readClientEvent(text: string): ReadEvent {
  const given = parseJson(text);
  if (!isJsonObject(given)) {
    const read = { code: 'invalid_json', message: 'The event is not a JSON object.' };
    return { type: undefined, clientEventId: undefined, read };
  }
  const clientEventId = typeof given['event_id'] === 'string' ? given['event_id'] : undefined;
  const type = typeof given['type'] === 'string' ? given['type'] : undefined;
  const parsed = clientEvent.safeParse(given, { reportInput: true });
  return { type, clientEventId, read: parsed.success ? parsed.data : toRefusal(parsed.error, given, type) };
}

function toRefusal(error: z.ZodError, given: unknown, type: string | undefined): EventError {
  const { code, message, param } = findInvalid(error, given);
  if (param !== 'type' || type === undefined) return { code, message, param };
  const shown = type.slice(0, 100);
  return {
    code: 'invalid_value',
    message: `Invalid value: '${shown}'. Supported values are: ${SUPPORTED}.`,
    param: 'type',
  };
}
