import { toSetCookie } from '../../../../local/host/cookies.ts';

describe('a cookie on the wire', () => {
  test('has a percent-encoded value and the root path unless it says otherwise', () => {
    expect(toSetCookie({ name: 'a', value: 'b c;' })).toBe('a=b%20c%3B; path=/');
  });

  test('carries every attribute it was given', () => {
    const cookie = toSetCookie({
      name: 'a',
      value: 'b',
      expires: { value: { seconds: 0 } },
      maxAge: { value: 60 },
      domain: { value: 'example.org' },
      path: { value: '/x' },
      secure: { value: true },
      httpOnly: { value: true },
      sameSite: 'explicitNone',
    });
    expect(cookie).toBe(
      'a=b; expires=Thu, 01 Jan 1970 00:00:00 GMT; max-age=60; domain=example.org; path=/x; secure; samesite=none; httponly',
    );
  });

  test('says nothing about SameSite when the handler did not', () => {
    expect(toSetCookie({ name: 'a', value: 'b', sameSite: 'none' })).not.toContain('samesite');
  });
});
