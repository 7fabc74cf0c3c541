/** Names that look like an issuer’s own. */
import { TENANT_ID as TENANT } from '../../local/azure/foundation/directory.ts';
import type { Attack, Forger } from './attack-table.ts';

const OTHER_TENANT = '7e0a1b2c-0000-4000-8000-000000000002';
type Lookalike = readonly [what: string, bend: (issuer: string) => unknown];
const lookalike = (what: string, bend: Lookalike[1]): Lookalike => [what, bend];

const LOOKALIKES: readonly Lookalike[] = [
  lookalike('with a slash at its end', (issuer) => `${issuer}/`),
  lookalike('in capitals', (issuer) => issuer.toUpperCase()),
  lookalike('with a capital in its host', (issuer) => issuer.replace('localhost', 'Localhost')),
  lookalike('with the tenant swapped', (issuer) => issuer.replace(TENANT, OTHER_TENANT)),
  lookalike('of every tenant, common', (issuer) => issuer.replace(TENANT, 'common')),
  lookalike('of every organisation', (issuer) => issuer.replace(TENANT, 'organizations')),
  lookalike('of personal accounts', (issuer) => issuer.replace(TENANT, 'consumers')),
  lookalike('with the placeholder of the multi-tenant metadata', (issuer) => issuer.replace(TENANT, '{tenantid}')),
  lookalike('of Entra’s version 1', () => `https://sts.windows.net/${TENANT}/`),
  lookalike('over plain http', (issuer) => issuer.replace('https:', 'http:')),
  lookalike('without its path', (issuer) => new URL(issuer).origin),
  lookalike('with a user before the host', (issuer) => issuer.replace('https://', 'https://login@')),
  lookalike('with ours as a user of another host', (issuer) => `${issuer.replace(/\/[^/]*\/v2.0$/, '')}@evil.example`),
  lookalike('with a query', (issuer) => `${issuer}?x=1`),
  lookalike('with a fragment', (issuer) => `${issuer}#`),
  lookalike('with dot segments', (issuer) => issuer.replace('/v2.0', '/x/../v2.0')),
  lookalike('percent-encoded', (issuer) => issuer.replace('/v2.0', '/%762.0')),
  lookalike('with a Cyrillic о', (issuer) => issuer.replace('o', '\u043e')),
  lookalike('with full-width digits', (issuer) => issuer.replace('v2.0', 'v\uff12.\uff10')),
  lookalike('with a zero-width space', (issuer) => `${issuer}\u200b`),
  lookalike('with a NUL', (issuer) => `${issuer}\0`),
  lookalike('with a space', (issuer) => ` ${issuer}`),
  lookalike('in a list', (issuer) => [issuer]),
  lookalike('in an object', (issuer) => ({ toString: issuer })),
  lookalike('that is empty', () => ''),
  lookalike('that is null', () => null),
  lookalike('that is missing', () => undefined),
];

/** Only what is another text for the issuer of that vendor, of whose kind `sample` is. */
export function lookalikesOf(sample: string): readonly Attack[] {
  return LOOKALIKES.filter(([, bend]) => bend(sample) !== sample).map(([what, bend]) => [
    what,
    ({ signed, issuer }: Forger) => signed({ iss: bend(issuer) }),
    ({ signed, issuer }: Forger) => signed({ iss: issuer }),
  ]);
}
