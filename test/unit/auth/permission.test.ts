import { isPermitted, kindOf, kindsServedBy, mayBePerson } from '../../../src/auth/permission.ts';

const both = { scope: 'access_as_user', role: 'Mint.All' };
const person = { sub: 'pairwise', oid: 'person', azp: 'client' };
const application = { sub: 'service', oid: 'service', azp: 'client' };

describe('a delegated token', () => {
  test.each([
    ['as Entra writes it', { scp: 'openid access_as_user' }],
    ['as an array', { scp: ['openid', 'access_as_user'] }],
    ['as RFC 9068 writes it', { scope: 'access_as_user' }],
  ])('is permitted with the scope %s', (_how, claims) => {
    expect(isPermitted({ ...person, ...claims }, both)).toBe(true);
  });

  test.each([
    ['another scope', { scp: 'openid profile' }],
    ['a scope that begins alike', { scp: 'access_as_user2' }],
    ['the scope in another case', { scp: 'Access_As_User' }],
    ['an array of something else', { scp: [{ access_as_user: true }] }],
  ])('is not permitted with %s', (_how, claims) => {
    expect(isPermitted({ ...person, ...claims }, both)).toBe(false);
  });

  test('is not permitted where only a role is configured, although it carries that role', () => {
    const claims = { ...application, scp: 'access_as_user', roles: ['Mint.All'] };
    expect(isPermitted(claims, { scope: undefined, role: 'Mint.All' })).toBe(false);
    expect(isPermitted({ ...application, roles: ['Mint.All'] }, { scope: undefined, role: 'Mint.All' })).toBe(true);
  });
});

describe('an app-only token', () => {
  test.each([
    ['says so', { sub: 'x', idtyp: 'app' }],
    ['is its own object', { sub: 'service', oid: 'service' }],
    ['is its own client (azp)', { sub: 'client', azp: 'client' }],
    ['is its own client (appid)', { sub: 'client', appid: 'client' }],
    ['is its own client (client_id)', { sub: 'client', client_id: 'client' }],
  ])('that %s is permitted with the role', (_how, claims) => {
    expect(isPermitted({ ...claims, roles: ['Mint.All'] }, both)).toBe(true);
    expect(isPermitted({ ...claims, roles: ['Other'] }, both)).toBe(false);
  });

  test('is not permitted where no role is configured', () => {
    const claims = { ...application, roles: ['Mint.All'] };
    expect(isPermitted(claims, { scope: 'access_as_user', role: undefined })).toBe(false);
    expect(isPermitted(claims, both)).toBe(true);
  });

  test('is not permitted without any role', () => {
    expect(isPermitted(application, both)).toBe(false);
  });
});

describe('a token that is neither', () => {
  test('is not permitted: an ID token carries its user’s roles', () => {
    expect(isPermitted({ ...person, roles: ['Mint.All'] }, both)).toBe(false);
  });

  test('is not permitted when it says that it is a user’s, even with equal subject and object', () => {
    expect(isPermitted({ ...application, idtyp: 'user', roles: ['Mint.All'] }, both)).toBe(false);
  });

  test('is not permitted without a subject, though other claims are absent alike', () => {
    expect(isPermitted({ roles: ['Mint.All'] }, both)).toBe(false);
  });
});

describe('where the rule names the claim of its issuer’s roles', () => {
  const byRole = { scope: undefined, role: 'voice', rolesClaim: ['realm_access', 'roles'] };
  const byBoth = { ...byRole, scope: 'voice' };
  const has = { realm_access: { roles: ['voice'] } };

  test.each([
    ['a person with scopes of no meaning here', { ...person, scope: 'email profile', ...has }, true],
    ['a person with no scope at all', { ...person, ...has }, true],
    ['an app', { ...application, scope: 'email profile', ...has }, true],
    ['a person without the role', { ...person, scope: 'voice', realm_access: { roles: ['Voice'] } }, false],
    ['a person whose role is in another claim', { ...person, roles: ['voice'] }, false],
    ['a person whose role is in a claim of the path’s own name', { 'realm_access.roles': ['voice'] }, false],
    ['a person whose roles are an object', { ...person, realm_access: { roles: { voice: true } } }, false],
    ['a person whose roles are a list in a list', { ...person, realm_access: { roles: [['voice']] } }, false],
  ])('%s is served or not: %#', (_who, claims, isAdmitted) => {
    expect(isPermitted(claims, byRole)).toBe(isAdmitted);
  });

  test('and asks for a scope too, people need the scope and apps the role', () => {
    expect(isPermitted({ ...person, ...has }, byBoth)).toBe(false);
    expect(isPermitted({ ...person, scope: 'voice' }, byBoth)).toBe(true);
    expect(isPermitted({ ...application, scope: 'voice' }, byBoth)).toBe(false);
    expect(isPermitted({ ...application, ...has }, byBoth)).toBe(true);
  });
});

describe('an app that another vendor’s token is of', () => {
  test.each([
    ['Okta', { sub: 'client', cid: 'client' }],
    ['Auth0', { sub: 'client@clients', azp: 'client' }],
    ['Auth0, by its profile of RFC 9068', { sub: 'client@clients', client_id: 'client' }],
    ['RFC 9068', { sub: 'client', client_id: 'client' }],
  ])('%s', (_vendor, claims) => {
    expect(kindOf({ ...claims, permissions: ['voice'] }, { rolesClaim: ['permissions'] })).toBe('app-only');
    expect(kindOf({ ...claims, sub: 'anna', permissions: ['voice'] }, { rolesClaim: ['permissions'] })).toBe('person');
  });

  test('whose token has scopes and names no client is admitted by a scope, as it was', () => {
    expect(
      isPermitted({ sub: 'client', client_id: 'client', scope: 'voice' }, { scope: 'voice', role: undefined }),
    ).toBe(true);
  });

  test('is nobody who only calls themselves so', () => {
    expect(kindOf({ sub: 'undefined@clients', permissions: ['voice'] }, { rolesClaim: ['permissions'] })).toBe(
      'person',
    );
  });
});

test('a rule may look for the scope elsewhere, and then nowhere else', () => {
  const rule = { scope: 'voice', role: undefined, scopeClaim: ['grants', 'scopes'] };
  expect(isPermitted({ ...person, grants: { scopes: ['voice'] } }, rule)).toBe(true);
  expect(isPermitted({ ...person, scp: 'voice', scope: 'voice' }, rule)).toBe(false);
});

test('each token is enough for a rule of that one word, and for no other', () => {
  expect(isPermitted(person, { scope: undefined, role: undefined, anyToken: true })).toBe(true);
  expect(isPermitted(person, { scope: undefined, role: undefined, anyToken: false })).toBe(false);
  expect(isPermitted(person, { scope: undefined, role: undefined })).toBe(false);
});

describe('whose limits a caller has', () => {
  test.each<[string, Readonly<Record<string, unknown>>, boolean]>([
    ['a person of Entra', { ...person, scp: 'access_as_user' }, true],
    ['an app of Entra', { ...application, roles: ['Mint.All'] }, false],
    ['an app that says so', { sub: 'x', idtyp: 'app' }, false],
    ['a person that says so', { ...application, idtyp: 'user' }, true],
    ['a person of B2C, whose subject is their object id', { sub: 'anna', oid: 'anna', azp: 'client', scp: 'x' }, true],
    ['the same in an ID token', { sub: 'anna', oid: 'anna' }, true],
    [
      'the same in an ID token that names its client',
      { sub: 'anna', oid: 'anna', azp: 'client', tfp: 'B2C_1_a' },
      true,
    ],
    ['the same of an older policy', { sub: 'anna', oid: 'anna', azp: 'client', acr: 'b2c_1_a' }, true],
    ['a client with scopes', { sub: 'client', client_id: 'client', scope: 'voice' }, false],
    ['a client of Auth0', { sub: 'client@clients', azp: 'client', scope: 'voice' }, false],
    ['one by its profile of RFC 9068', { sub: 'client@clients', client_id: 'client', scope: 'voice' }, false],
    ['somebody of whom nothing is known', { sub: 'anna' }, true],
  ])('%s', (_who, claims, isPerson) => {
    expect(mayBePerson(claims)).toBe(isPerson);
  });
});

test.each<[string, Parameters<typeof kindsServedBy>[0], readonly string[]]>([
  ['a scope', aRuleOf({ scope: 'voice' }), ['people']],
  ['a role', aRuleOf({ role: 'voice' }), ['apps']],
  ['a role, also for people', aRuleOf({ role: 'voice', rolesClaim: ['permissions'] }), ['people', 'apps']],
  ['any token', aRuleOf({ anyToken: true }), ['people', 'apps']],
  [
    'apps that speak for others',
    aRuleOf({ role: 'voice', onBehalf: { role: 'Speaks', header: 'x-on-behalf-of' } }),
    ['apps', 'end_users'],
  ],
])('a rule of %s names whom it admits', (_what, rule, kinds) => {
  expect(kindsServedBy(rule)).toEqual(kinds);
});

function aRuleOf(members: Partial<Parameters<typeof kindsServedBy>[0]>): Parameters<typeof kindsServedBy>[0] {
  return { scope: undefined, role: undefined, anyToken: false, onBehalf: undefined, ...members };
}
