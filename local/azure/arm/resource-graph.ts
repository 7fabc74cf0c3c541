/**
 * Resource Graph, as far as the doctor asks it: `Resources | where a =~ 'x' and b =~ 'y' | project a, b`. It shows what
 * the asker may read, a page at a time, and says nothing about what it leaves out.
 */
import * as z from 'zod';
import { valueAt } from '../../../src/lib/json.ts';
import { type Answer, json } from '../../kit/reply.ts';
import { armError } from './arm-errors.ts';
import type { ArmResource } from './arm-resources.ts';

const graphBody = z.object({
  query: z.string(),
  options: z.object({ $skipToken: z.string().optional() }).optional(),
});

export function answerQuery(body: unknown, resources: readonly ArmResource[], pageSize: number): Answer {
  const parsed = graphBody.safeParse(body);
  const query = parsed.success ? parseQuery(parsed.data.query) : undefined;
  if (!parsed.success || !query)
    return armError(400, 'BadRequest', 'Please provide below info when asking for support');
  const found = resources.filter((resource) =>
    query.conditions.every(
      ([column, value]) => String(valueAt(resource, column.split('.'))).toLowerCase() === value.toLowerCase(),
    ),
  );
  const start = Number(parsed.data.options?.$skipToken ?? 0);
  const page = found.slice(start, start + pageSize);
  const end = start + page.length;
  return json(200, {
    totalRecords: found.length,
    count: page.length,
    resultTruncated: 'false',
    data: page.map((resource) => Object.fromEntries(query.columns.map((column) => [column, resource[column]]))),
    facets: [],
    ...(end < found.length && { $skipToken: String(end) }),
  });
}

interface GraphQuery {
  readonly conditions: readonly (readonly [column: string, value: string])[];
  readonly columns: readonly string[];
}

/** `undefined` for anything that is not of that form. */
function parseQuery(text: string): GraphQuery | undefined {
  const [table = '', ...stages] = text.split('|').map((stage) => stage.trim());
  const wheres = stages.flatMap((stage) => /^where +(.*)$/s.exec(stage)?.[1]?.split(/ +and +/) ?? []);
  const projects = stages.flatMap((stage) => /^project +(.*)$/s.exec(stage)?.[1] ?? []);
  const conditions = wheres.map(parseCondition).filter((condition) => condition !== undefined);
  const isWhole = conditions.length === wheres.length && stages.every((stage) => /^(?:where|project) /.test(stage));
  if (table.toLowerCase() !== 'resources' || !isWhole) return undefined;
  return { conditions, columns: projects.flatMap((columns) => columns.split(',').map((column) => column.trim())) };
}

function parseCondition(text: string): GraphQuery['conditions'][number] | undefined {
  const [, column, value] = /^([\w.]+) *=~ *'((?:[^'\\]|\\.)*)'$/.exec(text) ?? [];
  return column === undefined || value === undefined ? undefined : [column, value.replace(/\\(.)/g, '$1')];
}
