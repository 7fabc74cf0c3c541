/**
 * The Responses API behind a delegation, as far as a session shows it: the nested events of one response. It calls the
 * first function that it may, and says again what that function put out.
 */
import { toDeltas } from '../calls/output.ts';
import { createId } from '../ids.ts';
import type { ServerEvent } from './server-events.ts';
import type { Delegation } from './session-schema.ts';
import { tokensOf } from './validate-create.ts';

export type ResponsesConfig = Extract<Delegation, { type: 'responses' }>['responses'];

export interface RunParts {
  readonly responseId: string;
  readonly delegationId: string | null;
  readonly config: ResponsesConfig;
  readonly emit: (event: ServerEvent) => void;
}

type NestedEvent = Readonly<Record<string, unknown>> & { readonly type: string };

export function callFunction(parts: RunParts, name: string): void {
  const tell = begin(parts, true);
  const item = { id: createId('fc'), type: 'function_call', call_id: createId('call'), name };
  const place = { item_id: item.id, output_index: 0 };
  const given = '{}';
  tell({
    type: 'response.output_item.added',
    output_index: 0,
    item: { ...item, status: 'in_progress', arguments: '' },
  });
  tell({ type: 'response.function_call_arguments.delta', ...place, delta: given });
  tell({ type: 'response.function_call_arguments.done', ...place, name, arguments: given });
  tell({
    type: 'response.output_item.done',
    output_index: 0,
    item: { ...item, status: 'completed', arguments: given },
  });
  complete(parts, tell, given);
}

/** @param isAnnounced whether `response.created` comes first. */
export function writeText(parts: RunParts, text: string, isAnnounced = true): void {
  const tell = begin(parts, isAnnounced);
  const item = { id: createId('msg'), type: 'message', role: 'assistant' };
  const place = { item_id: item.id, output_index: 0, content_index: 0 };
  const part = (said: string) => ({ type: 'output_text', text: said, annotations: [] });
  tell({ type: 'response.output_item.added', output_index: 0, item: { ...item, status: 'in_progress', content: [] } });
  tell({ type: 'response.content_part.added', ...place, part: part('') });
  for (const delta of toDeltas(text)) tell({ type: 'response.output_text.delta', ...place, delta });
  tell({ type: 'response.output_text.done', ...place, text });
  tell({ type: 'response.content_part.done', ...place, part: part(text) });
  tell({
    type: 'response.output_item.done',
    output_index: 0,
    item: { ...item, status: 'completed', content: [part(text)] },
  });
  complete(parts, tell, text);
}

/** @returns how to tell a nested event, counted from 0 as the Responses API does. */
function createTeller({ delegationId, emit }: RunParts): (event: NestedEvent) => void {
  let sequence_number = 0;
  return (event) => {
    emit({ type: 'response.event', delegation_id: delegationId, event: { ...event, sequence_number } });
    sequence_number += 1;
  };
}

function begin(parts: RunParts, isAnnounced: boolean): (event: NestedEvent) => void {
  const tell = createTeller(parts);
  const response = toSnapshot(parts, 'in_progress');
  if (isAnnounced) tell({ type: 'response.created', response });
  tell({ type: 'response.in_progress', response });
  return tell;
}

function complete(parts: RunParts, tell: (event: NestedEvent) => void, said: string): void {
  const [input_tokens, output_tokens] = [tokensOf(parts.config.instructions ?? ''), tokensOf(said)];
  const usage = {
    input_tokens,
    input_tokens_details: { cached_tokens: 0 },
    output_tokens,
    output_tokens_details: { reasoning_tokens: 0 },
    total_tokens: input_tokens + output_tokens,
  };
  tell({ type: 'response.completed', response: { ...toSnapshot(parts, 'completed'), usage } });
}

/** Reported: output and tools of a snapshot are empty, also at the end. */
function toSnapshot({ responseId, config }: RunParts, status: 'in_progress' | 'completed') {
  return { id: responseId, object: 'response', status, model: config.model, output: [], tools: [] };
}
