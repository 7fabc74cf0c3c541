import { claimPath } from '../../../src/auth/claim-path.ts';
import { validate } from '../../../src/lib/validation.ts';

const read = (text: unknown) => {
  const result = validate(claimPath, text);
  return result.ok ? result.value : result.error.map(({ message }) => message);
};

describe('the path of a claim', () => {
  test.each([
    ['permissions', ['permissions']],
    ['realm_access.roles', ['realm_access', 'roles']],
    ['cognito:groups', ['cognito:groups']],
    ['urn:contoso:roles', ['urn:contoso:roles']],
    ['https://example.com/roles', ['https://example.com/roles']],
    ['/https:~1~1example.com~1app/roles', ['https://example.com/app', 'roles']],
    ['/resource_access/my.client/roles', ['resource_access', 'my.client', 'roles']],
    ['/a~01', ['a~1']],
    ['app_metadata.roles', ['app_metadata', 'roles']],
    ['public_metadata.role', ['public_metadata', 'role']],
    ['firebase.sign_in_provider', ['firebase', 'sign_in_provider']],
    ['__proto__', ['__proto__']],
  ])('%s is %j', (text, path) => {
    expect(read(text)).toEqual(path);
  });

  test.each(['', '.', 'a.', '.a', 'a..b', '/', '/a/', '//a', '/a~2', '/a~'])('%j is none', (text) => {
    expect(read(text)).toEqual(['must be the path of a claim, such as a.b or /a.b/c']);
  });

  test.each([[1], [null], [['roles']], [{}]])('%j is no text', (text) => {
    expect(read(text)).toEqual(['must be a string']);
  });

  test.each([
    ['user_metadata', 'user_metadata'],
    ['user_metadata.roles', 'user_metadata'],
    ['User_Metadata.roles', 'User_Metadata'],
    ['/user_metadata/roles', 'user_metadata'],
    ['userMetadata.role', 'userMetadata'],
    ['unsafe_metadata.role', 'unsafe_metadata'],
    ['unsafeMetadata.role', 'unsafeMetadata'],
    ['raw_user_meta_data.role', 'raw_user_meta_data'],
    ['user.user_metadata.role', 'user_metadata'],
    ['https://example.com/user_metadata', 'https://example.com/user_metadata'],
    ['/https:~1~1example.com~1user_metadata/role', 'https://example.com/user_metadata'],
    ['firebase.identities.email', 'identities'],
    ['firebase.sign_in_attributes.role', 'sign_in_attributes'],
    ['custom:role', 'custom:role'],
    ['name', 'name'],
    ['nickname', 'nickname'],
    ['middle_name', 'middle_name'],
    ['unique_name', 'unique_name'],
    ['gender', 'gender'],
    ['birthdate', 'birthdate'],
    ['zoneinfo', 'zoneinfo'],
    ['given_name', 'given_name'],
    ['preferred_username', 'preferred_username'],
    ['cognito:username', 'cognito:username'],
    ['email', 'email'],
    ['address.country', 'address'],
  ])('%s is refused by the name below which users write: %s', (text, own) => {
    expect(read(text)).toEqual([`leads to ${own}, which users can write themselves`]);
  });
});
