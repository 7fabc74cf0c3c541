import { type Refusal, toProblem } from '../../src/problems/problem.ts';
import { toProblemResponse } from '../../src/problems/problem-response.ts';

export function respond(refusal: Refusal) {
  const response = toProblemResponse(toProblem(refusal), 'request-1');
  const headers = new Headers(response.headers as Record<string, string>);
  const body = response.jsonBody as Readonly<Record<string, unknown>>;
  return { status: response.status, headers, body };
}
