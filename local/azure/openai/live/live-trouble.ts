/** Answers of a create that go wrong on their way: some instead of a session, some though the session is there and is billed. */
import { type Answer, answer, json, type Reply } from '../../../kit/reply.ts';
import { createTrouble, isTrouble, TROUBLES } from '../trouble.ts';

/** Nothing of the request is looked at, and there is no session. */
const LIVE_TROUBLES = [...TROUBLES, 'empty-body', 'not-json'] as const;
export type LiveTrouble = (typeof LIVE_TROUBLES)[number];

/** There is a session, and the client learns too little of it. */
const BENT = ['done-reset', 'done-hang', 'half-body', 'no-id', 'no-sdp', 'bad-sdp'] as const;

export const LIVE_ANSWERS = [...LIVE_TROUBLES, ...BENT] as const;

export interface CreatedSession {
  readonly session: { readonly id: string };
  readonly transport: { readonly type: 'webrtc'; readonly sdp: string };
}

export function isLiveTrouble(value: string): value is LiveTrouble {
  return LIVE_TROUBLES.some((trouble) => trouble === value);
}

export function createTroubledSession(trouble: LiveTrouble, redirectOrigin: string): Reply {
  if (isTrouble(trouble)) return createTrouble(trouble, redirectOrigin);
  switch (trouble) {
    case 'empty-body':
      return answer(201, '', { 'content-type': 'application/json' });
    case 'not-json':
      return { ...json(201, null), body: 'live_ but not JSON' };
  }
}

export function bendSession(how: string, good: Answer, { session, transport }: CreatedSession): Reply {
  const bent = (value: unknown): Reply => ({ ...good, body: JSON.stringify(value) });
  switch (how) {
    case 'done-reset':
      return { kind: 'reset' };
    case 'done-hang':
      return { kind: 'hang' };
    case 'half-body':
      return { kind: 'cut', answer: good };
    case 'no-id':
      return bent({ session: {}, transport });
    case 'no-sdp':
      return bent({ session, transport: { type: transport.type } });
    case 'bad-sdp':
      return bent({ session, transport: { ...transport, sdp: 'There is no description of a session in this.' } });
    default:
      return good;
  }
}
