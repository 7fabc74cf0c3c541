/** Resource Graph: its pages, and texts inside its queries. */
import type { QueryRequest, QueryResponse } from '@azure/arm-resourcegraph';

/** More rows than anybody looks for here; a service that always names another page must not keep us. */
const MAX_PAGES = 20;

/** Unlike the lists of ARM it does not page by itself. */
export async function queryAll(
  ask: (request: QueryRequest) => Promise<QueryResponse>,
  query: string,
): Promise<readonly unknown[]> {
  const rows: unknown[] = [];
  let skipToken: string | undefined;
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const answer = await ask({ query, options: { resultFormat: 'objectArray', ...(skipToken && { skipToken }) } });
    rows.push(...asRows(answer.data));
    skipToken = answer.skipToken;
    if (!skipToken) break;
  }
  return rows;
}

/** A string literal of Kusto. */
export function literal(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&')}'`;
}

function asRows(data: unknown): readonly unknown[] {
  return Array.isArray(data) ? data : [];
}
