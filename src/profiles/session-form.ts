/** What the sessions of the two APIs differ in where a caller chooses in them. */
import type { JsonObject } from '../lib/json.ts';
import type { Result } from '../lib/result.ts';
import { type Finding, validate } from '../lib/validation.ts';
import { checkSession } from './check-session.ts';
import { type LiveSession, liveSessionSchema } from './live-session-schema.ts';
import type { Session } from './session-schema.ts';

export interface SessionForm<S> {
  /** Pointers are relative to the session. */
  check(session: unknown): Result<S, readonly Finding[]>;
  /** The least that `check` accepts. */
  readonly bare: JsonObject;
  /**
   * Pointers to what the owner has worded or named. Refused even with the profile's own value: a refusal costs nothing,
   * so a caller could otherwise find out by trying what it is. The rest is numbers, words of the API, and what a page
   * must know.
   */
  readonly ownersOnly: ReadonlySet<string>;
  /** Names of members that the server decides, whatever a profile says: no choice is one, nor has one in a value. */
  readonly neverAChoice: ReadonlySet<string>;
}

export const REALTIME_SESSION: SessionForm<Session> = {
  check: checkSession,
  bare: { type: 'realtime' },
  ownersOnly: new Set([
    '/instructions',
    '/tools',
    '/prompt',
    '/tool_choice/name',
    '/tool_choice/server_label',
    '/tracing/workflow_name',
    '/tracing/group_id',
    '/tracing/metadata',
    '/audio/input/transcription/model',
    '/audio/input/transcription/prompt',
    '/audio/input/transcription/keywords',
    '/audio/output/voice/id',
  ]),
  neverAChoice: new Set(['type', 'instructions', 'tools', 'prompt', 'model', 'authorization', 'headers']),
};

/** A caller may be left the voice, and nothing else. */
export const LIVE_SESSION: SessionForm<LiveSession> = {
  check: (session) => validate(liveSessionSchema, session),
  bare: {},
  ownersOnly: new Set(['/instructions', '/delegation', '/input', '/client', '/store', '/audio/output/voice/id']),
  neverAChoice: new Set(['instructions', 'delegation', 'input', 'client', 'store', 'model']),
};
