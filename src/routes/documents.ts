/** GET /api/openapi.json, and the page that a problem's `type` links. */
import type { Advice } from '../diagnosis/catalogue-entry.ts';
import { CATALOGUE } from '../diagnosis/recognise.ts';
import type { RouteHandler } from '../http/edge.ts';
import { PROBLEMS } from '../http/problem-codes.ts';
import { err, ok } from '../lib/result.ts';

export function createOpenApiRoute(document: string): RouteHandler {
  return async function openApi() {
    return ok({ status: 200, headers: { 'Content-Type': 'application/json' }, body: document });
  };
}

/** Plain text: it is read in a browser's tab and in a terminal alike. */
export function createProblemPageRoute(): RouteHandler {
  const pages = new Map([
    ...Object.entries(PROBLEMS).map(([code, { title, status, detail, cause }]) => {
      return [code, [title, `code ${code}, status ${status}`, cause, detail].join('\n\n')] as const;
    }),
    ...CATALOGUE.map(({ id, title, code, causes, source, confidence }) => {
      const ranked = causes.map(({ cause, check, fix }, index) =>
        [`${index + 1}. ${cause}`, ...toLines('Check', check), ...toLines('Fix', fix)].join('\n'),
      );
      const head = [title, `diagnosis ${id}, code ${code}`, 'Causes, the most likely first:'];
      return [id, [...head, ...ranked, `Source: ${source} (${confidence})`].join('\n\n')] as const;
    }),
  ]);
  return async function problemPage({ request }) {
    const page = pages.get(request.params['id'] ?? '');
    if (page === undefined) return err({ reason: 'not_found' });
    return ok({ status: 200, headers: { 'Content-Type': 'text/plain; charset=utf-8' }, body: `${page}\n` });
  };
}

function toLines(label: string, advice: Advice): readonly string[] {
  const { run, say } = { run: undefined, ...advice };
  return [run, say].flatMap((line) => (line === undefined ? [] : `   ${label}: ${line}`));
}
