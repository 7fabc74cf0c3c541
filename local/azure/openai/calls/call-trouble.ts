/** Answers of `/calls` that go wrong on their way: some instead of a call, some though the call is there. */
import { type Answer, answer, type Reply, text } from '../../../kit/reply.ts';
import { createTrouble, isTrouble, TROUBLES } from '../trouble.ts';

/** Nothing of the request is looked at, and there is no call. */
const CALL_TROUBLES = [...TROUBLES, 'empty-body', 'not-sdp'] as const;
export type CallTrouble = (typeof CALL_TROUBLES)[number];

/** There is a call, and the client learns too little of it; `application-sdp` is the documented content type. */
const BENT = ['half-body', 'no-location', 'application-sdp'] as const;

export const CALL_ANSWERS = [...CALL_TROUBLES, ...BENT] as const;

export function isCallTrouble(value: string): value is CallTrouble {
  return CALL_TROUBLES.some((trouble) => trouble === value);
}

/** @param headers of a good answer, its `location` among them. */
export function createTroubledCall(
  trouble: CallTrouble,
  headers: Readonly<Record<string, string>>,
  redirectOrigin: string,
): Reply {
  if (isTrouble(trouble)) return createTrouble(trouble, redirectOrigin);
  switch (trouble) {
    case 'empty-body':
      return answer(201, '', headers);
    case 'not-sdp':
      return text(201, 'There is no description of a session in this.', headers);
  }
}

export function bendAnswer(how: string, good: Answer): Reply {
  const { location: _, ...headers } = good.headers;
  if (how === 'half-body') return { kind: 'cut', answer: good };
  if (how === 'no-location') return { ...good, headers };
  if (how === 'application-sdp') return { ...good, headers: { ...good.headers, 'content-type': 'application/sdp' } };
  return good;
}
