/**
 * Writes `Set-Cookie` from the cookie objects of the worker's protocol, in the manner of ASP.NET Core, which the real
 * host uses: the value is percent-encoded, the path is `/` unless set, attribute names are lower case. That manner is
 * from its documentation and was not compared with a deployed app.
 */
import type { RpcCookie } from './core-types.ts';

const SAME_SITE_TEXT = { none: undefined, lax: 'lax', strict: 'strict', explicitNone: 'none' } as const;

/** One header value for one cookie. */
export function toSetCookie(cookie: RpcCookie): string {
  const sameSite = SAME_SITE_TEXT[cookie.sameSite ?? 'none'];
  const parts = [`${cookie.name}=${encodeURIComponent(cookie.value)}`];
  if (cookie.expires) parts.push(`expires=${new Date(cookie.expires.value.seconds * 1000).toUTCString()}`);
  if (cookie.maxAge) parts.push(`max-age=${Math.trunc(cookie.maxAge.value)}`);
  if (cookie.domain) parts.push(`domain=${cookie.domain.value}`);
  parts.push(`path=${cookie.path?.value ?? '/'}`);
  if (cookie.secure?.value === true) parts.push('secure');
  if (sameSite !== undefined) parts.push(`samesite=${sameSite}`);
  if (cookie.httpOnly?.value === true) parts.push('httponly');
  return parts.join('; ');
}
