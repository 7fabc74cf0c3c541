import { isPermitted } from '../../../src/auth/permission.ts';

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
