/** The next state of a call. Pure: no clock, no DOM, no network, so that a saved list of events replays it. */

import { readObject } from '../../../../client/src/ask.ts';
import { valueAt } from '../../../../src/lib/json.ts';
import type { CallEvent } from './call-event.ts';
import { type CallState, type ChannelEvent, createCallState, isTroubled } from './call-state.ts';
import { followConversation, type ServiceEvent, withWords } from './conversation.ts';
import type { Failure } from './failure.ts';
import { followUsage } from './live-usage.ts';
import { redactBody } from './redact-value.ts';
import { STAGE_IDS, type Stage, type StageId } from './stage.ts';

/** A call of an hour has more; the newest are what somebody looks for. */
export const MAX_EVENTS = 500;
const TRANSCRIPTION = 'conversation.item.input_audio_transcription';

export function reduceCall(state: CallState, event: CallEvent): CallState {
  switch (event.type) {
    case 'call-started':
      return { ...createCallState(event), phase: 'connecting' };
    case 'stage-started':
      return withStage(state, event.stage, { state: 'running', startedAtMs: event.atMs });
    case 'stage-told':
      return withStage(state, event.stage, {
        ...(event.note === undefined ? {} : { note: event.note }),
        ...(event.detail === undefined ? {} : { details: [...state.stages[event.stage].details, event.detail] }),
      });
    case 'stage-done': {
      const isBad = isTroubled(state.stages[event.stage]);
      return withStage(state, event.stage, { state: isBad ? 'failed' : 'ok', endedAtMs: event.atMs });
    }
    case 'stage-troubled':
      return withStage(state, event.stage, { failure: event.failure, isOvercome: false });
    case 'stage-skipped':
      return withStage(state, event.stage, { state: 'skipped', note: event.note });
    case 'stage-failed':
      return withStage(state, event.stage, {
        state: 'failed',
        endedAtMs: event.atMs,
        failure: event.failure,
        isOvercome: false,
      });
    case 'connected':
      return { ...state, phase: 'live' };
    case 'end-known':
      return { ...state, endsAtMs: Math.min(event.endsAtMs, state.endsAtMs ?? event.endsAtMs) };
    case 'channel-event':
      return withChannelEvent(state, event);
    case 'quality':
      return { ...state, quality: event.quality };
    case 'call-over':
      return closed({ ...state, phase: event.how, endedAtMs: event.atMs });
  }
}

function withStage(state: CallState, id: StageId, change: Partial<Stage>): CallState {
  return { ...state, stages: { ...state.stages, [id]: { ...state.stages[id], ...change } } };
}

function withChannelEvent(state: CallState, { direction, atMs, raw }: Extract<CallEvent, { type: 'channel-event' }>) {
  const parsed: ServiceEvent = readObject(raw);
  const event: ChannelEvent = {
    number: (state.events.at(-1)?.number ?? 0) + 1,
    direction,
    atMs,
    type: typeof parsed.type === 'string' ? parsed.type : '(no type)',
    text: redactBody(raw),
    bytes: new TextEncoder().encode(raw).length,
  };
  const conversation =
    direction === 'in'
      ? followConversation(state.conversation, parsed, atMs)
      : withWords(state.conversation, typedText(parsed));
  const usage = direction === 'in' ? followUsage(state.usage, parsed) : state.usage;
  const next = {
    ...state,
    events: [...state.events, event].slice(-MAX_EVENTS),
    conversation,
    ...(usage === undefined ? {} : { usage }),
  };
  return direction === 'in' && overcomes(parsed, state.stages.speaking.failure)
    ? withStage(next, 'speaking', { isOvercome: true })
    : next;
}

/** A good answer comes also where the user’s words cannot be transcribed. */
function overcomes(event: ServiceEvent, failure: Failure | undefined): boolean {
  if (failure?.kind !== 'event') return false;
  return failure.event.type.startsWith(TRANSCRIPTION)
    ? event.type === `${TRANSCRIPTION}.completed`
    : event.type === 'response.done' && valueAt(event, ['response', 'status']) === 'completed';
}

/** A call that is over has nothing running and nobody speaking. */
function closed(state: CallState): CallState {
  const { turns, answeredAfterMs } = state.conversation;
  const conversation = { turns, ...(answeredAfterMs === undefined ? {} : { answeredAfterMs }) };
  return STAGE_IDS.reduce<CallState>(
    (next, id) => {
      if (next.stages[id].state === 'running') {
        return withStage(next, id, { state: 'skipped', endedAtMs: state.endedAtMs ?? 0 });
      }
      return next.stages[id].state === 'waiting' ? withStage(next, id, { state: 'skipped' }) : next;
    },
    { ...state, conversation },
  );
}

/** The words of a `conversation.item.create` with a text of the person's, which is what this page sends. */
function typedText(event: ServiceEvent): string {
  const content = valueAt(event, ['item', 'content']);
  const text = Array.isArray(content) ? valueAt(content[0], ['text']) : undefined;
  return typeof text === 'string' ? text : '';
}
