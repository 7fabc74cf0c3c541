/**
 * One response after the other. Text and tool calls are told at once; a spoken response is in progress for as long as it
 * is heard, so that it can be interrupted. `response.output_audio.*` is not sent: over WebRTC the sound is the RTP.
 */
import type { RealtimeResponse } from 'openai/resources/realtime/realtime';
import { createId } from '../ids.ts';
import type { RealtimeSession } from '../session-schema.ts';
import type { Conversation } from './conversation.ts';
import { type Outcome, toStatus } from './outcome.ts';
import { beginMessage, callTool, type Output } from './output.ts';
import type { Reply } from './parrot.ts';
import type { Playback } from './playback.ts';
import type { Emit, ServerEvent } from './server-events.ts';
import { createUsageCounter, type Heard } from './usage.ts';

export interface ResponseRequest {
  readonly reply: Reply;
  /** Unless it is cut off before. */
  readonly outcome: Outcome;
  readonly modality: 'audio' | 'text';
  readonly audio: NonNullable<RealtimeSession['audio']>['output'];
  readonly maxOutputTokens: number | 'inf';
  readonly metadata: Record<string, string> | null;
  readonly heard: Heard;
  /** Told right after `response.created`. */
  readonly next: ServerEvent | undefined;
}

export interface Responder {
  /** Of the response in progress. */
  readonly activeId: string | undefined;
  readonly hasSpoken: boolean;
  respond(request: ResponseRequest): void;
  /** The user speaks: what is said is cut off. */
  interrupt(): void;
  /** False when there is nothing to cancel, or not that one. */
  cancel(responseId: string | undefined): boolean;
  /** Cuts the sound off; the response, of which it was all that was missing, is complete with it. */
  clearOutput(): void;
}

export interface ResponderParts {
  readonly conversationId: string;
  readonly conversation: Conversation;
  readonly emit: Emit;
  readonly playback: Playback;
  readonly silence: Buffer;
}

interface Active {
  readonly id: string;
  finish(outcome: Outcome): void;
}

const PCM = { type: 'audio/pcm', rate: 24_000 } as const;

export function createResponder(parts: ResponderParts): Responder {
  const { conversationId, emit, playback } = parts;
  const count = createUsageCounter();
  let active: Active | undefined;
  let hasSpoken = false;

  function respond(request: ResponseRequest): void {
    const { reply, outcome } = request;
    const responseId = createId('resp');
    const tell = (
      type: 'response.created' | 'response.done',
      ended: Outcome | 'in_progress',
      output?: Output,
    ): void => {
      const usage = ended === 'in_progress' ? {} : { usage: count(request.heard, output?.said) };
      const response = { ...toResponse(responseId, request, ended, output), ...usage, conversation_id: conversationId };
      emit({ type, response });
    };
    tell('response.created', 'in_progress');
    if (request.next) emit(request.next);
    if (outcome === 'failed') {
      tell('response.done', outcome);
      return;
    }
    const outputParts = { ...parts, responseId };
    if (reply.kind === 'tool') {
      tell('response.done', 'completed', callTool(outputParts, reply));
      return;
    }
    const message = beginMessage(outputParts, reply, outcome !== 'completed');
    const finish = (ended: Outcome): void => {
      active = undefined;
      tell('response.done', ended, message.finish(ended === 'completed' ? 'completed' : 'incomplete'));
    };
    if (reply.kind === 'text') {
      finish(outcome);
      return;
    }
    active = { id: responseId, finish };
    hasSpoken = true;
    playback.play(message.packets, () => {
      finish(outcome);
      emit({ type: 'output_audio_buffer.stopped', response_id: responseId });
    });
  }

  /** In progress is what is heard, so there is something to cut. */
  function cutOff(outcome: Outcome): void {
    if (!active) return;
    playback.cut();
    emit({ type: 'output_audio_buffer.cleared', response_id: active.id });
    active.finish(outcome);
  }

  return {
    get activeId() {
      return active?.id;
    },
    get hasSpoken() {
      return hasSpoken;
    },
    respond,
    interrupt: () => cutOff('interrupted'),
    cancel(responseId) {
      if (!active || (responseId ?? active.id) !== active.id) return false;
      const { id, finish } = active;
      playback.cut();
      finish('cancelled');
      // What was made until now is all there is, and it has been heard.
      emit({ type: 'output_audio_buffer.stopped', response_id: id });
      return true;
    },
    clearOutput: () => cutOff('completed'),
  };
}

function toResponse(
  id: string,
  { modality, audio, maxOutputTokens, metadata }: ResponseRequest,
  ended: Outcome | 'in_progress',
  output: Output | undefined,
): RealtimeResponse {
  const { format = PCM, voice = 'alloy' } = audio ?? {};
  return {
    object: 'realtime.response',
    id,
    ...toStatus(ended),
    output: output ? [output.item] : [],
    output_modalities: [modality],
    max_output_tokens: maxOutputTokens,
    audio: {
      output: {
        format: format.type === 'audio/pcm' ? PCM : format,
        voice: typeof voice === 'string' ? voice : voice.id,
      },
    },
    metadata,
  };
}
