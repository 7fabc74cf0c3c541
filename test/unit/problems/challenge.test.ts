import { aLackOf, respond } from './refusals.ts';

describe('what helps whom a permission is missing', () => {
  const detailOf = (...lack: Parameters<typeof aLackOf>): unknown => respond(aLackOf(...lack)).body['detail'];

  test('is the scope, for a person', () => {
    expect(detailOf({ kind: 'person' })).toBe(
      'Ask for the scope that the WWW-Authenticate header names when you get the token.',
    );
  });

  test('is an administrator, for an app: its role is assigned and consented to', () => {
    const detail = detailOf({ kind: 'app-only' });
    expect(detail).toMatch(/app’s own.*administrator assigns the role Realtime\.Mint.*consents/);
    expect(detail).not.toContain('scope');
  });

  test('is a person, for an app where no app is served', () => {
    expect(detailOf({ kind: 'app-only', role: undefined })).toMatch(/no app is served here: sign a person in/);
  });

  test.each(['person', 'neither'] as const)('is an app, where only apps are served: %s', (kind) => {
    const detail = detailOf({ kind, scope: undefined });
    expect(detail).toMatch(/^Only apps are served here, by the role Realtime\.Mint/);
    expect(detail).not.toContain('WWW-Authenticate');
  });

  test.each(['person', 'neither', 'app-only'] as const)('is the role, where people have roles: %s', (kind) => {
    const detail = detailOf({ kind, scope: undefined, isRoleForPeople: true });
    expect(detail).toMatch(/^Callers have the role Realtime\.Mint: an administrator assigns it/);
  });

  test('is an access token, for who sends an ID token', () => {
    expect(detailOf({ kind: 'neither' })).toMatch(/ID token.*send an access token\. Ask for the scope/);
  });

  test('is an administrator, where the profile asks for a role', () => {
    const { body, headers } = respond({
      reason: 'profile_forbidden',
      cause: 'requirement',
      scope: undefined,
      role: 'Voice.Use',
    });
    expect(body['detail']).toContain('the role Voice.Use: an administrator assigns it');
    expect(headers.get('www-authenticate')).not.toContain('scope="');
  });
});
