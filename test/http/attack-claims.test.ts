/** Truly signed tokens that are for somebody else, from somebody else, of another time or without the permission. */

import {
  API_CLIENT_ID as API,
  CALLER_APP_ID as APP,
  CALLER_OBJECT_ID,
  API_ROLE as ROLE,
  API_SCOPE as SCOPE,
  TENANT_ID as TENANT,
} from '../../local/azure/directory.ts';
import type { CallerClaimOverrides } from '../../local/azure/issuer/caller-token.ts';
import type { IssuerShape } from '../../local/azure/issuer/issuer-shape.ts';
import { ISSUER_SHAPES } from '../../local/azure/issuer/issuer-shapes.ts';
import { type Arena, type Attack, againstEachShape, anArena, describeAttacks, type Forger } from './attack-table.ts';

let arena: Arena;
beforeAll(async () => {
  arena = await anArena();
});
afterAll(() => arena.system.stop());

const get = (): Arena => arena;
const row = (what: string, refused: CallerClaimOverrides, neighbour: CallerClaimOverrides = {}): Attack => [
  what,
  ({ signed }) => signed(refused),
  ({ signed }) => signed(neighbour),
];

const OTHER_TENANT = '7e0a1b2c-0000-4000-8000-000000000002';
type Lookalike = readonly [what: string, bend: (issuer: string) => unknown];
const lookalike = (what: string, bend: Lookalike[1]): Lookalike => [what, bend];
/** Only what is another text for the issuer of that vendor. */
const asAttacks = (all: readonly Lookalike[], sample: string): readonly Attack[] =>
  all
    .filter(([, bend]) => bend(sample) !== sample)
    .map(([what, bend]) => [
      what,
      ({ signed, issuer }: Forger) => signed({ iss: bend(issuer) }),
      ({ signed, issuer }: Forger) => signed({ iss: issuer }),
    ]);

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

describeAttacks('an audience', get, 401, [
  row('of Microsoft Graph', { aud: '00000003-0000-0000-c000-000000000000' }, { aud: API }),
  row('of the service behind us', { aud: 'https://cognitiveservices.azure.com' }, { aud: API }),
  row('that is the client’s own id, as in an ID token', { aud: APP }, { aud: API }),
  row('in capitals', { aud: API.toUpperCase() }, { aud: API }),
  row('with a slash at its end', { aud: `api://${API}/` }, { aud: `api://${API}` }),
  row('with the scope behind it', { aud: `api://${API}/${SCOPE}` }, { aud: `api://${API}` }),
  row('of another scheme', { aud: `spn:${API}` }, { aud: `api://${API}` }),
  row('with the scheme in capitals', { aud: `API://${API}` }, { aud: `api://${API}` }),
  row('that only begins like ours', { aud: `${API}0` }, { aud: API }),
  row('with full-width digits', { aud: API.replaceAll('0', '\uff10') }, { aud: API }),
  row('with a zero-width space', { aud: `${API}\u200b` }, { aud: API }),
  row('that stands for all', { aud: '*' }, { aud: API }),
  row('that is empty', { aud: '' }, { aud: API }),
  row('that is null', { aud: null }, { aud: API }),
  row('that is missing', { aud: undefined }, { aud: API }),
  row('that is true', { aud: true }, { aud: API }),
  row('that is an object with ours as a member', { aud: { [API]: API } }, { aud: API }),
  row('that is a text with ours among others', { aud: `${APP} ${API}` }, { aud: [APP, API] }),
  row('that is a text with commas', { aud: `${APP},${API}` }, { aud: [APP, API] }),
  row('that is an empty list', { aud: [] }, { aud: [API] }),
  row('that is a list of others', { aud: [APP, ''] }, { aud: [APP, API] }),
  row('that is a list in a list', { aud: [[API]] }, { aud: [API] }),
  row('that is a list of objects', { aud: [{ aud: API }] }, { aud: [{ aud: API }, API] }),
]);

/** The real time, in which the app lives; the tolerance for clocks that differ is 60 s. */
const at = (seconds: number): number => Math.floor((performance.timeOrigin + performance.now()) / 1_000) + seconds;
/** Each row makes its token when it is run. */
const timed = (what: string, refused: () => CallerClaimOverrides, neighbour: () => CallerClaimOverrides): Attack => [
  what,
  ({ signed }) => signed(refused()),
  ({ signed }) => signed(neighbour()),
];

const TIMES: readonly Attack[] = [
  timed(
    'expired 75 s ago',
    () => ({ exp: at(-75) }),
    () => ({ exp: at(-45) }),
  ),
  timed(
    'expired in 1970',
    () => ({ exp: 0 }),
    () => ({ exp: at(1) }),
  ),
  timed(
    'that ends before the epoch',
    () => ({ exp: -at(600) }),
    () => ({ exp: at(600) }),
  ),
  timed(
    'whose end is a text',
    () => ({ exp: String(at(600)) }),
    () => ({ exp: at(600) }),
  ),
  timed(
    'whose end is a date',
    () => ({ exp: '2099-01-01T00:00:00Z' }),
    () => ({ exp: at(600) }),
  ),
  timed(
    'whose end is a list',
    () => ({ exp: [at(600)] }),
    () => ({ exp: at(600) }),
  ),
  timed(
    'whose end is null',
    () => ({ exp: null }),
    () => ({ exp: at(600) }),
  ),
  timed(
    'whose end is true',
    () => ({ exp: true }),
    () => ({ exp: at(600) }),
  ),
  timed(
    'without an end',
    () => ({ exp: undefined }),
    () => ({ exp: at(600), nbf: undefined, iat: undefined }),
  ),
  timed(
    'whose end is in milliseconds',
    () => ({ exp: at(600) * 1_000 }),
    () => ({ exp: at(600) }),
  ),
  timed(
    'whose end is in the year 9999',
    () => ({ exp: 253_402_300_799 }),
    () => ({ exp: at(86_400) }),
  ),
  timed(
    'whose end is the largest number',
    () => ({ exp: Number.MAX_VALUE }),
    () => ({ exp: at(86_400) }),
  ),
  timed(
    'that begins in 75 s',
    () => ({ nbf: at(75) }),
    () => ({ nbf: at(45) }),
  ),
  timed(
    'that begins in the far future',
    () => ({ nbf: at(600) * 1_000 }),
    () => ({ nbf: at(0) }),
  ),
  timed(
    'whose beginning is a text',
    () => ({ nbf: String(at(0)) }),
    () => ({ nbf: at(0) }),
  ),
  timed(
    'whose issue is a text',
    () => ({ iat: String(at(0)) }),
    () => ({ iat: at(0) }),
  ),
];

const NOBODY: readonly Attack[] = [
  row('without a subject', { sub: undefined }),
  row('with nothing that names them', { sub: '', oid: undefined }, { sub: 'anna', oid: undefined }),
  row('whose subject is no name', { sub: { a: 1 }, oid: undefined }, { sub: 'a', oid: undefined }),
];
/** An issuer of Entra’s own names people by their object id. */
const NAMELESS = row('whose subject is no name, though they have an object id', { sub: { a: 1 } }, { sub: 'a' });

const app = { scp: undefined, idtyp: 'app', sub: CALLER_OBJECT_ID, azp: APP };

describeAttacks('a permission', get, 403, [
  row('of an ID token', { scp: undefined, nonce: 'n', name: 'Anna' }, { nonce: 'n', name: 'Anna' }),
  row('of an ID token that has its user’s roles', { scp: undefined, roles: [ROLE] }, { ...app, roles: [ROLE] }),
  row('of an app without a role', { ...app }, { ...app, roles: [ROLE] }),
  row('of an app with another role', { ...app, roles: [`${ROLE}.All`] }, { ...app, roles: ['Other', ROLE] }),
  row('of an app with the role in other letters', { ...app, roles: [ROLE.toUpperCase()] }, { ...app, roles: ROLE }),
  row('of an app, in the claim of another kind', { ...app, groups: [ROLE], wids: [ROLE] }, { ...app, roles: [ROLE] }),
  row('of an app, in an object', { ...app, roles: { [ROLE]: true } }, { ...app, roles: [ROLE] }),
  row(
    'of a person who says they are an app’s kind',
    { ...app, idtyp: 'user', roles: [ROLE] },
    { ...app, roles: [ROLE] },
  ),
  row(
    'of a person with a role beside another scope',
    { scp: 'User.Read', roles: [ROLE] },
    { scp: SCOPE, roles: [ROLE] },
  ),
  row('with another scope', { scp: 'User.Read' }, { scp: `User.Read ${SCOPE}` }),
  row('with the scope as a URI', { scp: `api://${API}/${SCOPE}` }, { scp: SCOPE }),
  row('with the scope after a comma', { scp: `User.Read,${SCOPE}` }, { scp: `User.Read ${SCOPE}` }),
  row('with the scope after a tab', { scp: `User.Read\t${SCOPE}` }, { scp: ['User.Read', SCOPE] }),
  row('with the scope after a no-break space', { scp: `User.Read\u00a0${SCOPE}` }, { scp: ` ${SCOPE} ` }),
  row('with a Cyrillic а in the scope', { scp: SCOPE.replace('a', '\u0430') }, { scp: SCOPE }),
  row('with a zero-width joiner in the scope', { scp: `${SCOPE}\u200d` }, { scp: SCOPE }),
  row('with the scope in an object', { scp: { [SCOPE]: true } }, { scp: [SCOPE] }),
  row('with the scope in a list in a list', { scp: [[SCOPE]] }, { scp: [SCOPE] }),
  row(
    'with the scope in the other claim, overruled',
    { scp: 'User.Read', scope: SCOPE },
    { scp: undefined, scope: SCOPE },
  ),
]);

function audienceAttacks({ rule }: IssuerShape): readonly Attack[] {
  const { audienceClaim = 'aud' } = rule as { readonly audienceClaim?: string };
  const [good = ''] = rule.audiences;
  const audience = (what: string, value: unknown): Attack =>
    row(what, { [audienceClaim]: value }, { [audienceClaim]: good });
  return [
    audience('of another API', 'https://other.example.com'),
    audience('in other letters', good.toUpperCase()),
    audience('with a slash at its end', `${good}/`),
    audience('that only begins like ours', `${good}0`),
    audience('that is a text with ours among others', `${good} other`),
    audience('that stands for all', '*'),
    audience('that is empty', ''),
    audience('that is null', null),
    audience('that is missing', undefined),
    audience('that is true', true),
    audience('that is an object', { [good]: good }),
    audience('that is a list of others', ['other']),
    audience('that is a list in a list', [[good]]),
    row('of another API, beside the client’s', { aud: 'https://other.example.com', client_id: good, azp: good }),
  ];
}

/** What every vendor calls a permission, in claims that this one does not read or of values that it does not ask for. */
function permissionAttacks({ name, person, without }: IssuerShape): readonly Attack[] {
  if (!without) return [];
  const foreign = Object.assign({}, ...ISSUER_SHAPES.map((shape) => permissionOf(shape))) as CallerClaimOverrides;
  const own = Object.keys(without);
  const text = Object.fromEntries(own.map((claim) => [claim, person[claim]]));
  return [
    row('that is not there', without),
    row('that stands in the claims of all other vendors', { ...foreign, ...without }),
    row('that users have written for themselves', {
      ...without,
      user_metadata: { ...text, roles: ['voice'] },
      unsafe_metadata: text,
      'custom:role': 'voice',
    }),
    row(
      'in other letters',
      JSON.parse(
        JSON.stringify(text)
          .toUpperCase()
          .replaceAll(/"[^"]+":/g, lower),
      ) as CallerClaimOverrides,
    ),
    ...(name === 'keycloak'
      ? [row('in the claim of the path’s own name', { ...without, 'realm_access.roles': ['voice'] })]
      : []),
  ];
}

const lower = (key: string): string => key.toLowerCase();

function permissionOf({ person, without = {} }: IssuerShape): CallerClaimOverrides {
  return Object.fromEntries(Object.keys(without).map((claim) => [claim, person[claim]]));
}

againstEachShape((each, shape) => {
  describeAttacks('an issuer', each, 401, asAttacks(LOOKALIKES, shape.issuer('https://localhost:1')));
  describeAttacks('an audience', each, 401, audienceAttacks(shape));
  describeAttacks('a time', each, 401, TIMES);
  describeAttacks('a person', each, 401, shape.name === 'entra-v1-guest' ? NOBODY : [...NOBODY, NAMELESS]);
  const permissions = permissionAttacks(shape);
  if (permissions.length > 0) describeAttacks('a permission', each, 403, permissions);
});
