import { readBearerToken } from '../../../src/auth/bearer.ts';
import { err, ok } from '../../../src/lib/result.ts';

const malformed = err({ reason: 'token_invalid', flaw: 'malformed' });
const missing = err({ reason: 'token_missing' });

describe('readBearerToken', () => {
  test.each(['Bearer abc.def-_~+/=', 'bearer abc.def-_~+/=', 'BEARER   abc.def-_~+/=', 'Bearer abc.def-_~+/= '])(
    'reads the token of %j, whose scheme has no case',
    (header) => {
      expect(readBearerToken(header)).toEqual(ok('abc.def-_~+/='));
    },
  );

  test.each([null, '', 'Basic dXNlcjpwYXNz', 'Bearerabc', 'abc', 'Digest bearer abc'])(
    'finds no token in %j',
    (header) => {
      expect(readBearerToken(header)).toEqual(missing);
    },
  );

  test.each([
    'Bearer',
    'Bearer ',
    'Bearer a b',
    'Bearer a,b',
    'Bearer "a"',
    'Bearer é',
    'Bearer a\tb',
    'Bearer a, Basic b',
  ])('refuses what is no token: %j', (header) => {
    expect(readBearerToken(header)).toEqual(malformed);
  });

  test('takes a token of 16 KiB and refuses one byte more', () => {
    expect(readBearerToken(`Bearer ${'a'.repeat(16 * 1024)}`).ok).toBe(true);
    expect(readBearerToken(`Bearer ${'a'.repeat(16 * 1024 + 1)}`)).toEqual(malformed);
  });
});
