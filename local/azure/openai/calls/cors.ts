/** What lets a page of another origin post its offer and read the answer (docs/azure.md#what-a-page-may-read). */
import type { IncomingHttpHeaders } from 'node:http';
import { type Answer, answer } from '../../../kit/reply.ts';

/** Recorded with a 201. */
export const CORS: Readonly<Record<string, string>> = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers': 'Location,X-Request-Id',
  'timing-allow-origin': '*',
};

const REPORTED_HEADERS = 'authorization,content-type';

/** `undefined`: refused. */
export function createPreflight(how: string, headers: IncomingHttpHeaders): Answer | undefined {
  if (how === 'refused') return undefined;
  const asked = headers['access-control-request-headers'];
  const allowed = how === 'echo' && typeof asked === 'string' ? asked : REPORTED_HEADERS;
  return answer(200, '', { 'access-control-allow-origin': '*', 'access-control-allow-headers': allowed });
}
