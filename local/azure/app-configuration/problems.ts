/**
 * Errors of App Configuration: problem+json in the members that its SDK reads (type, title, name, detail, status).
 * Their texts, the exact form of the challenge and the status of a value that is too long are not captured:
 * those are assumed here, and nothing should depend on them.
 */
import { type Answer, answer, json } from '../../kit/reply.ts';

const PROBLEM_TYPE = { 'content-type': 'application/problem+json; charset=utf-8' };

export function invalidArgument(name: string, detail: string): Answer {
  const type = 'https://azconfig.io/errors/invalid-argument';
  return json(400, { type, title: `Invalid request parameter '${name}'`, name, detail, status: 400 }, PROBLEM_TYPE);
}

/** RFC 6750 section 3: the challenge says which scheme, and after a bad token what was wrong. */
export function unauthorized(reason?: string): Answer {
  const challenge = reason === undefined ? 'Bearer' : `Bearer error="invalid_token", error_description="${reason}"`;
  return answer(401, '', { 'www-authenticate': `HMAC-SHA256, ${challenge}` });
}

/** The body of the service's 403, 500 and 503 is not captured; the status is what a client acts on. */
export function failure(status: number, headers: Readonly<Record<string, string>> = {}): Answer {
  return json(
    status,
    { title: 'Asked for by the switch appConfiguration.status.', status },
    { ...PROBLEM_TYPE, ...headers },
  );
}

/** 404 and 412 come without a body: the SDK's source says so where it writes its own message. */
export function bodyless(status: 204 | 304 | 404 | 412, headers: Readonly<Record<string, string>> = {}): Answer {
  return answer(status, '', headers);
}

export function tooLarge(detail: string): Answer {
  return json(413, { title: 'The key-value is too large.', detail, status: 413 }, PROBLEM_TYPE);
}
