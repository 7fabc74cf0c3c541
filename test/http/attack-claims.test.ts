/** Truly signed tokens that are for somebody else, from somebody else, of another time or without the permission. */

import {
  API_CLIENT_ID as API,
  CALLER_APP_ID as APP,
  CALLER_OBJECT_ID,
  API_ROLE as ROLE,
  API_SCOPE as SCOPE,
} from '../../local/azure/foundation/directory.ts';
import { ISSUER_SHAPES } from '../../local/azure/issuer/all-issuer-shapes.ts';
import type { CallerClaimOverrides } from '../../local/azure/issuer/caller-token.ts';
import type { IssuerShape } from '../../local/azure/issuer/issuer-shape.ts';
import { lookalikesOf } from './attack-issuers.ts';
import {
  type Arena,
  type Attack,
  againstEachShape,
  anArena,
  describeAttacks,
  row,
  WAYS_TO_KEYS,
} from './attack-table.ts';
import { TIMES } from './attack-times.ts';

let arena: Arena;
beforeAll(async () => {
  arena = await anArena();
});
afterAll(() => arena.system.stop());

const get = (): Arena => arena;
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
  describeAttacks('an issuer', each, 401, lookalikesOf(shape.issuer('https://localhost:1')));
  describeAttacks('an audience', each, 401, audienceAttacks(shape));
  if (WAYS_TO_KEYS.includes(shape)) describeAttacks('a time', each, 401, TIMES);
  describeAttacks('a person', each, 401, shape.name === 'entra-v1-guest' ? NOBODY : [...NOBODY, NAMELESS]);
  const permissions = permissionAttacks(shape);
  if (permissions.length > 0) describeAttacks('a permission', each, 403, permissions);
});
