/**
 * What is said in one call: the user's turns and the client's events on one side, the parrot's responses on the other.
 * It knows nothing of WebRTC.
 */

import { createId } from '../ids.ts';
import type { CallSession } from './call-session.ts';
import type { CallSwitches } from './call-switches.ts';
import { type ClientEvent, type ResponseParameters, readClientEvent } from './client-events.ts';
import { createConversation } from './conversation.ts';
import { handleItemEvent } from './items.ts';
import { toOutcome } from './outcome.ts';
import { chooseReply, textOf } from './parrot.ts';
import type { HeardPacket } from './peer.ts';
import type { Playback } from './playback.ts';
import { createResponder } from './response.ts';
import { type Emit, type EventError, type ServerEvent, toErrorEvent } from './server-events.ts';
import { createUserTurns } from './user-turns.ts';

export interface DialogueParts {
  readonly session: CallSession;
  readonly emit: Emit;
  readonly playback: Playback;
  readonly silence: Buffer;
  readonly switches: CallSwitches;
  readonly hasDeployment: (name: string) => boolean;
}

export interface Dialogue {
  /** The data channel is open, or there will be none. */
  begin(): void;
  receive(text: string): void;
  hear(packet: HeardPacket): void;
}

export function createDialogue(parts: DialogueParts): Dialogue {
  const { session, emit, playback, silence, switches, hasDeployment } = parts;
  let hasBegun = false;
  const conversation = createConversation(emit);
  const responder = createResponder({ conversationId: createId('conv'), conversation, emit, playback, silence });
  const turns = createUserTurns({
    turns: session.turns,
    emit,
    conversation,
    started() {
      if (session.turns()?.interruptsResponse === true) responder.interrupt();
    },
    stopped(itemId) {
      const transcription = toTranscription(session, itemId, hasDeployment);
      // Where a response is still heard, because it must not be interrupted, the turn gets none.
      if (session.turns()?.createsResponse === true && responder.activeId === undefined) respond({}, transcription);
      else if (transcription) emit(transcription);
    },
  });

  function respond(parameters: ResponseParameters, next: ServerEvent | undefined): void {
    const current = session.current;
    const item = conversation.lastHeard();
    const voice = item && turns.voiceOf(item.id);
    const modality = (parameters.output_modalities ?? current.output_modalities ?? ['audio'])[0] ?? 'audio';
    const reply = chooseReply({
      item,
      voice,
      modality,
      tools: parameters.tools ?? current.tools ?? [],
      toolChoice: parameters.tool_choice ?? current.tool_choice ?? 'auto',
      hasToolOnSpeech: switches.take('calls.toolOnSpeech') === 'on',
    });
    const instructions = (parameters.instructions ?? current.instructions ?? '').length;
    responder.respond({
      reply,
      outcome: toOutcome(switches.take('calls.response')),
      modality,
      audio: current.audio?.output,
      maxOutputTokens: parameters.max_output_tokens ?? current.max_output_tokens ?? 'inf',
      metadata: parameters.metadata ?? null,
      heard: { instructions, characters: item ? textOf(item).length : 0, packets: voice?.length ?? 0 },
      next,
    });
  }

  function createResponse(parameters: ResponseParameters): EventError | undefined {
    if (responder.activeId !== undefined) return alreadyActive(responder.activeId);
    if (parameters.output_modalities && switches.take('calls.responseModalities') === 'unknown-parameter') {
      return MODALITIES_UNKNOWN;
    }
    respond(parameters, undefined);
    return undefined;
  }

  function commit(): EventError | undefined {
    const committed = turns.commit();
    if (typeof committed !== 'string') return committed;
    const transcription = toTranscription(session, committed, hasDeployment);
    if (transcription) emit(transcription);
    return undefined;
  }

  function update(given: unknown): EventError | undefined {
    const refused = session.update(given, {
      hasSpoken: responder.hasSpoken,
      otherModel: switches.take('calls.updateModel') === 'ignored' ? 'ignored' : 'error',
      tracing: switches.take('calls.updateTracing') === 'accepted' ? 'accepted' : 'unknown-parameter',
    });
    if (!refused) emit({ type: 'session.updated', session: session.echo() });
    return refused;
  }

  function handle(event: ClientEvent): EventError | undefined {
    switch (event.type) {
      case 'session.update':
        return update(event.session);
      case 'input_audio_buffer.commit':
        return commit();
      case 'input_audio_buffer.clear':
        turns.clear();
        return undefined;
      case 'output_audio_buffer.clear':
        responder.clearOutput();
        return undefined;
      case 'response.create':
        return createResponse(event.response ?? {});
      case 'response.cancel':
        return responder.cancel(event.response_id ?? undefined) ? undefined : CANCEL_NOT_ACTIVE;
      default:
        return handleItemEvent(event, conversation, emit);
    }
  }

  return {
    begin() {
      hasBegun = true;
      if (switches.take('calls.sessionCreated') === 'sent') emit({ type: 'session.created', session: session.echo() });
    },
    receive(text) {
      const read = readClientEvent(text);
      const refusal = 'event' in read ? handle(read.event) : read.refusal;
      if (refusal) emit(toErrorEvent(refusal, 'event' in read ? (read.event.event_id ?? null) : read.clientEventId));
    },
    hear(packet) {
      if (hasBegun) turns.hear(packet);
    },
  };
}

/** With a deployment that is there nothing happens: this service does not transcribe. */
function toTranscription(
  { current }: CallSession,
  itemId: string,
  hasDeployment: (name: string) => boolean,
): ServerEvent | undefined {
  const model = current.audio?.input?.transcription?.model;
  if (model === undefined || hasDeployment(model)) return undefined;
  const message = `Input transcription failed for item '${itemId}'.`;
  return {
    type: 'conversation.item.input_audio_transcription.failed',
    item_id: itemId,
    content_index: 0,
    error: { type: 'server_error', code: 'DeploymentNotFound', message, param: null },
  };
}

/** This and the next are reported of OpenAI's own host. */
function alreadyActive(responseId: string): EventError {
  const message = `Conversation already has an active response in progress: ${responseId}. Wait until the response is finished before creating a new one.`;
  return { code: 'conversation_already_has_active_response', message, param: null };
}

const CANCEL_NOT_ACTIVE: EventError = {
  code: 'response_cancel_not_active',
  message: 'Cancellation failed: no active response found',
  param: null,
};

/** Reported of Azure; the text is ours. */
const MODALITIES_UNKNOWN: EventError = {
  code: 'unknown_parameter',
  message: "Unknown parameter: 'response.output_modalities'.",
  param: 'response.output_modalities',
};
