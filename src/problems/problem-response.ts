/** RFC 9457 problem details, with the `error` member that the OpenAI SDKs read. */
import type { HttpResponseInit } from '@azure/functions';
import { PROBLEMS, type ProblemCode } from './all-problems.ts';
import { isAutomatic, type Problem } from './create-problem.ts';

/**
 * Types of others that say the same as a code of ours (RFC 9457 section 4.2), so that a client which knows them needs
 * to know nothing of us: draft-ietf-httpapi-ratelimit-headers-11. The page of the code exists all the same.
 */
const REGISTERED_TYPES: Partial<Readonly<Record<ProblemCode, string>>> = {
  quota_exceeded: 'https://iana.org/assignments/http-problem-types#quota-exceeded',
};

export function toProblemResponse(problem: Problem, requestId: string): HttpResponseInit {
  const { title, type } = PROBLEMS[problem.code];
  return {
    status: problem.status,
    headers: {
      'Content-Type': 'application/problem+json',
      ...problem.headers,
      ...(problem.challenge === undefined ? {} : { 'WWW-Authenticate': problem.challenge }),
      ...(typeof problem.retry === 'object' ? { 'Retry-After': String(problem.retry.afterSeconds) } : {}),
      ...(isAutomatic(problem.retry) ? {} : { 'x-should-retry': 'false' }),
      ...(problem.upstreamRequestId === undefined ? {} : { 'apim-request-id': problem.upstreamRequestId }),
    },
    jsonBody: {
      type: REGISTERED_TYPES[problem.code] ?? problemPage(problem.diagnosis ?? problem.code),
      title,
      status: problem.status,
      detail: problem.detail,
      instance: `urn:request:${requestId}`,
      code: problem.code,
      ...(problem.diagnosis === undefined ? {} : { diagnosis: problem.diagnosis }),
      ...(problem.url === undefined ? {} : { url: problem.url }),
      ...(problem.violatedPolicies.length === 0 ? {} : { 'violated-policies': problem.violatedPolicies }),
      ...(problem.pointers.length === 0 ? {} : { pointers: problem.pointers }),
      error: { message: problem.detail, code: problem.code, type, param: problem.pointers[0] ?? null },
    },
  };
}

/**
 * Relative to the endpoint itself (RFC 9457 section 3.1.1 allows it), which serves the page: a deployment explains
 * its own version of the catalogue, and no link of ours dies with a website.
 */
function problemPage(id: string): string {
  return `/api/problems/${id}`;
}
