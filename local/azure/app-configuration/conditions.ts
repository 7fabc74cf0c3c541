/** Entity tags and the conditions on them: RFC 9110 sections 8.8.3, 13.1.1 and 13.1.2. */
import type { IncomingHttpHeaders } from 'node:http';

export function quote(etag: string): string {
  return `"${etag}"`;
}

/** True when `If-None-Match` names the current tag, or is `*` and there is something. */
export function noneMatchFails(headers: IncomingHttpHeaders, current: string | undefined): boolean {
  const condition = headers['if-none-match'];
  return condition !== undefined && matches(condition, current);
}

/** True when `If-Match` is there and does not name the current tag. */
export function matchFails(headers: IncomingHttpHeaders, current: string | undefined): boolean {
  const condition = headers['if-match'];
  return condition !== undefined && !matches(condition, current);
}

function matches(condition: string, current: string | undefined): boolean {
  if (current === undefined) return false;
  if (condition.trim() === '*') return true;
  return condition.split(',').some(
    (part) =>
      part
        .trim()
        .replace(/^W\//, '')
        .replace(/^"(.*)"$/, '$1') === current,
  );
}
