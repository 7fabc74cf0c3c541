/** Answers of `/calls` that go wrong on their way: some instead of a call, some though the call is there. */
import { type Answer, answer, html, type Reply, redirect, text } from '../../../kit/reply.ts';
import { REDIRECT_PATH } from '../mint-trouble.ts';

/** Nothing of the request is looked at, and there is no call. */
const TROUBLES = ['reset', 'hang', 'redirect', 'html-200', 'html-403', 'html-500', 'empty-body', 'not-sdp'] as const;
export type CallTrouble = (typeof TROUBLES)[number];

/** There is a call, and the client learns too little of it; `application-sdp` is the documented content type. */
const BENT = ['half-body', 'no-location', 'application-sdp'] as const;

export const CALL_ANSWERS = [...TROUBLES, ...BENT] as const;

const PAGE = '<!DOCTYPE html><html><body><h1>Our services aren’t available right now</h1></body></html>';

export function isCallTrouble(value: string): value is CallTrouble {
  return TROUBLES.some((trouble) => trouble === value);
}

/** @param headers of a good answer, its `location` among them. */
export function createTroubledCall(
  trouble: CallTrouble,
  headers: Readonly<Record<string, string>>,
  redirectOrigin: string,
): Reply {
  switch (trouble) {
    case 'reset':
      return { kind: 'reset' };
    case 'hang':
      return { kind: 'hang' };
    case 'redirect':
      return redirect(`${redirectOrigin}${REDIRECT_PATH}`);
    case 'html-200':
      return html(200, PAGE);
    case 'html-403':
      return html(403, PAGE);
    case 'html-500':
      return html(500, PAGE);
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
