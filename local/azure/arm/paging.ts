/** Lists of Resource Manager: `{value, nextLink}`, the link being absolute. */
import { type Answer, json } from '../../kit/reply.ts';
import type { ArmRequest } from './arm-request.ts';

export function listAnswer(request: ArmRequest, items: readonly unknown[], pageSize: number): Answer {
  const start = Number(request.url.searchParams.get('$skipToken') ?? 0);
  const value = items.slice(start, start + pageSize);
  if (start + pageSize >= items.length) return json(200, { value });
  const next = new URL(request.url.pathname + request.url.search, request.origin);
  next.searchParams.set('$skipToken', String(start + pageSize));
  return json(200, { value, nextLink: next.href });
}
