/** docs/errors.md: a paragraph for each code. */
import { UPSTREAM_ENTRIES } from '../../src/diagnosis/recognise.ts';
import { PROBLEMS } from '../../src/problems/all-problems.ts';
import type { ProblemDefinition } from '../../src/problems/problem-definition.ts';
import { ROUTES } from '../../src/routes/routes.ts';
import { GENERATED, page, prose, table } from './markdown.ts';

export function errorsPage(): string {
  return page(
    '# Errors',
    GENERATED,
    'Every error is an [RFC 9457](https://www.rfc-editor.org/rfc/rfc9457) problem with a stable `code`. It also has the member `error`, which the OpenAI SDKs read. If Azure caused it, it has a `diagnosis`: the id of an entry in [the catalogue](troubleshooting.md). The problem’s `type` is the path of a page on the endpoint itself, `/api/problems/<id>`, which says the same as this page for the deployed version. One code has a registered type instead, `https://iana.org/assignments/http-problem-types#quota-exceeded`; its page is there too.',
    'The answer tells the caller what to do. The app writes causes, checks and fixes to the log, in the line with `"event":"mint"` or `"event":"relay"` and the caller’s `X-Request-Id`, together with Azure’s `apim-request-id`.',
    '`Retry-After` comes with every 429 and 503. `x-should-retry: false` comes when another attempt cannot help, or when the wait is longer than the 60 s that openai-node honours.',
    '## Codes',
    table(
      ['Code', 'Status', 'Meaning'],
      Object.entries(PROBLEMS).map(([code, { status, title }]) => [`[\`${code}\`](#${code})`, String(status), title]),
    ),
    ...Object.entries(PROBLEMS).map(([code, definition]) => codeSection(code, definition)),
  );
}

function codeSection(code: string, { status, title, detail, cause, operations }: ProblemDefinition): string {
  const diagnoses = UPSTREAM_ENTRIES.filter((entry) => entry.code === code).map(
    ({ id }) => `[\`${id}\`](troubleshooting.md#${id})`,
  );
  return [
    `### ${code}`,
    `**${status}. ${title}.** ${prose(cause)} *What to do:* ${prose(detail)} *From:* ${routesOf(operations)}.${diagnoses.length > 0 ? ` *Diagnoses:* ${diagnoses.join(', ')}.` : ''}`,
  ].join('\n\n');
}

function routesOf(operations: ProblemDefinition['operations']): string {
  if (operations === 'every') return 'every route';
  return operations.map((operation) => `\`${ROUTES[operation].methods[0]} ${ROUTES[operation].route}\``).join(', ');
}
