/** Why our endpoint did not give what it was asked for: its problem, or that there was no answer. */
import { browserFailure, type Failure } from './failure.ts';
import { redactText } from './redact-value.ts';
import type { Answered, NoAnswer } from './send.ts';

export function toMissingAnswer(reason: NoAnswer): Failure {
  switch (reason) {
    case 'refused':
      return browserFailure(
        'endpoint_origin_refused',
        'The endpoint answers, and the browser keeps the answer from this page.',
      );
    case 'unreachable':
      return browserFailure('endpoint_unreachable', 'The browser got no answer from it.');
    case 'silent':
      return browserFailure('endpoint_silent', 'No answer came in time.');
  }
}

/** RFC 9457; anything else did not come from our endpoint. */
export function toProblemFailure({ status, headers, body }: Answered): Failure {
  const problem = readObject(body);
  const { code, diagnosis, detail } = problem;
  if (typeof code !== 'string') {
    const what = status === 0 ? 'It is a redirect.' : `It is ${status} and no problem of this endpoint.`;
    return browserFailure('answer_unreadable', what);
  }
  const retryAfter = Number(headers.get('retry-after') ?? Number.NaN);
  return {
    kind: 'problem',
    status,
    code: redactText(code),
    ...(typeof diagnosis === 'string' ? { diagnosis } : {}),
    ...(typeof detail === 'string' ? { detail: redactText(detail) } : {}),
    ...(Number.isInteger(retryAfter) ? { retryAfterSeconds: retryAfter } : {}),
  };
}

export function readObject(body: string): Readonly<Record<string, unknown>> {
  try {
    const parsed: unknown = JSON.parse(body);
    return typeof parsed === 'object' && parsed !== null ? { ...parsed } : {};
  } catch {
    return {};
  }
}
