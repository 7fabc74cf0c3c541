/** GET /api/problems/{id}, the page that a problem's `type` links: text for people, JSON for a program that asks for it. */
import { asksForJson } from '../http/accept.ts';
import { err, ok } from '../lib/result.ts';
import { explainProblem } from '../problems/explain-problem.ts';
import { problemPageOf } from '../problems/problem-page.ts';
import type { RouteHandler } from './route-handler.ts';

/** A page is made when it is asked for: it is seldom read, and nobody's first answer should wait for all of them. */
export function createProblemPageRoute(): RouteHandler {
  return async function problemPage({ request }) {
    const id = request.params['id'] ?? '';
    const explanation = asksForJson(request.headers.get('accept')) ? explainProblem(id) : undefined;
    if (explanation) return ok({ status: 200, jsonBody: explanation });
    const page = problemPageOf(id);
    if (page === undefined) return err({ reason: 'not_found' });
    return ok({ status: 200, headers: { 'Content-Type': 'text/plain; charset=utf-8' }, body: `${page}\n` });
  };
}
