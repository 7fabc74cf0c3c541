import { UnsecuredJWT } from 'jose';
import { readClaims } from '../../../src/lib/token-claims.ts';

test('the claims of a token are read as they stand', () => {
  expect(readClaims(new UnsecuredJWT({ oid: 'ada', roles: ['one'] }).encode())).toEqual({ oid: 'ada', roles: ['one'] });
});

test.each(['', 'opaque', 'a.b.c', `a.${Buffer.from('[1]').toString('base64url')}.c`])('%j has no claims', (token) => {
  expect(readClaims(token)).toEqual({});
});
