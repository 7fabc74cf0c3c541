/** `RateLimit-Policy` and `RateLimit`, structured fields of draft-ietf-httpapi-ratelimit-headers-11. */
import type { Standing } from './window.ts';

/** `qu`, the unit of `q` and `r`, where it is none of the requests. */
const UNIT: Readonly<Record<Standing['unit'], string>> = { units: '', minutes: ';qu="minutes"' };

/** No partition key: the only one there is would be the caller, who is nobody else's business. */
export function rateLimitFields(standings: readonly Standing[]): Readonly<Record<string, string>> {
  if (standings.length === 0) return {};
  return {
    'RateLimit-Policy': standings
      .map(({ name, unit, limit, windowSeconds }) => `"${name}";q=${limit}${UNIT[unit]};w=${windowSeconds}`)
      .join(', '),
    RateLimit: standings
      .map(({ name, remaining, resetSeconds }) => `"${name}";r=${remaining};t=${resetSeconds}`)
      .join(', '),
  };
}
