/**
 * Which issuers are Entra's own. Only there are `tid` and `oid` written by Entra itself, so that they say who somebody
 * is; elsewhere a caller may be able to write both.
 */

export const GUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** All personal Microsoft accounts are in this one: anybody can have such an account (access token claims reference, `tid`). */
export const PERSONAL_ACCOUNTS = '9188040d-6c67-4c5b-b112-36a304b66dad';

/** The hosts of `iss` in both token versions: the public cloud's, US Government's (whose version 1 is the public one) and China's. */
const HOSTS: ReadonlySet<string> = new Set([
  'login.microsoftonline.com',
  'sts.windows.net',
  'login.microsoftonline.us',
  'login.partner.microsoftonline.cn',
  'sts.chinacloudapi.cn',
]);

/**
 * External ID and Azure AD B2C have a host of Microsoft's for each tenant. A policy of B2C can write any claim, but
 * `sub` as well as `oid`: going by `sub` would be no safer, and would give everybody another pseudonym.
 */
const HOST_OF_A_TENANT = /^[a-z0-9-]+\.(?:ciamlogin\.com|b2clogin\.com|b2clogin\.cn)$/;

/** As written: a parser of addresses would also take what only resembles one of these, such as an escaped host. */
const ISSUER = /^https:\/\/([^/?#]+)\/([^?#]+)$/;

/** The one tenant whose people an issuer of Entra's speaks for, in lower case; `undefined` for any other issuer. */
export function entraTenantOf(issuer: string): string | undefined {
  const [, host = '', path = ''] = ISSUER.exec(issuer.toLowerCase()) ?? [];
  if (!HOSTS.has(host) && !HOST_OF_A_TENANT.test(host)) return undefined;
  return path.split('/').find((segment) => GUID.test(segment));
}
