/** The conversation itself: events both ways, the quality of the line, the first sound, and how it ends. */

import { valueAt } from '../../../../src/lib/json.ts';
import { err, ok, type Result } from '../../../../src/lib/result.ts';
import { readObject } from './endpoint-failure.ts';
import type { Failure } from './failure.ts';
import type { OpenCall } from './open-call.ts';
import type { CallPorts } from './ports.ts';
import { readServiceFailure } from './service-failure.ts';
import { untilBroken } from './until-broken.ts';
import { watchSound } from './watch-sound.ts';

export interface Talk {
  say(text: string): void;
  /** The person has had enough; the line is closed by whoever opened it. */
  finish(): void;
  /** Once the channel is open; resolves with why the line broke, or when it was ended here. */
  untilOver(): Promise<Result<undefined, Failure>>;
}

/**
 * Made before the channel opens, because the first event comes with its opening.
 *
 * @param leashEndsAt milliseconds since the epoch, where the endpoint ends the call.
 */
export function createTalk(ports: CallPorts, call: OpenCall, leashEndsAt: number | undefined): Talk {
  const { channel, tell, sinceStart, signal } = call;
  let answerBeganAtMs: number | undefined;
  let sessionEndsAt: number | undefined;
  let isOpen = false;
  let response: 'none' | 'active' | 'cancelled' = 'none';

  const toCallTime = (epochMs: number) => sinceStart() + epochMs - ports.wallClock().getTime();
  if (leashEndsAt !== undefined) tell({ type: 'end-known', endsAtMs: toCallTime(leashEndsAt) });

  function hear({ data }: MessageEvent): void {
    const raw = String(data);
    const atMs = sinceStart();
    tell({ type: 'channel-event', direction: 'in', atMs, raw });
    const event = readObject(raw);
    if (event['type'] === 'output_audio_buffer.started') answerBeganAtMs ??= atMs;
    if (sessionEndsAt === undefined) {
      sessionEndsAt = endOfSession(event);
      if (sessionEndsAt !== undefined) tell({ type: 'end-known', endsAtMs: toCallTime(sessionEndsAt) });
    }
    followResponse(event['type']);
    // The answer came to its end while its cancellation was on the way.
    if (valueAt(event, ['error', 'code']) === 'response_cancel_not_active') return;
    const failure = readServiceFailure(event);
    if (failure) tell({ type: 'stage-troubled', stage: 'speaking', failure });
  }
  /** There is one response at a time: what was typed during one is answered after it. */
  function followResponse(type: unknown): void {
    if (type === 'response.created') response = 'active';
    if (type !== 'response.done') return;
    const isAwaited = response === 'cancelled';
    response = 'none';
    if (isAwaited) send({ type: 'response.create' });
  }
  channel.addEventListener('message', hear, { signal });

  function send(event: object): void {
    if (channel.readyState !== 'open') return;
    const raw = JSON.stringify(event);
    channel.send(raw);
    tell({ type: 'channel-event', direction: 'out', atMs: sinceStart(), raw });
  }

  return {
    say(text) {
      const content = [{ type: 'input_text', text }];
      send({ type: 'conversation.item.create', item: { type: 'message', role: 'user', content } });
      if (response === 'none') send({ type: 'response.create' });
      if (response === 'active') {
        send({ type: 'response.cancel' });
        response = 'cancelled';
      }
    },
    finish() {
      if (isOpen) tell({ type: 'stage-done', stage: 'speaking', atMs: sinceStart() });
    },
    async untilOver() {
      isOpen = true;
      tell({ type: 'stage-started', stage: 'speaking', atMs: sinceStart() });
      tell({ type: 'connected', atMs: sinceStart() });
      void watchSound(ports, call, () => answerBeganAtMs);
      const failure = await untilBroken(ports, call, () => ({ leashEndsAt, sessionEndsAt }));
      if (!failure) return ok(undefined);
      tell({ type: 'stage-failed', stage: 'speaking', atMs: sinceStart(), failure });
      return err(failure);
    },
  };
}

/** `expires_at` of `session.created`, in milliseconds since the epoch. */
function endOfSession(event: Readonly<Record<string, unknown>>): number | undefined {
  const expiresAt = event['type'] === 'session.created' ? valueAt(event, ['session', 'expires_at']) : undefined;
  return typeof expiresAt === 'number' ? expiresAt * 1_000 : undefined;
}
