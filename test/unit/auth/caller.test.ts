import { callerKey, hashCaller } from '../../../src/auth/caller.ts';

const entra = { iss: 'https://login.example/t1/v2.0', sub: 'pairwise', tid: 'T1', oid: 'O1' };

function hashOf(claims: Parameters<typeof callerKey>[0], salt = 'salt'): string {
  return hashCaller(callerKey(claims) ?? '', salt);
}

describe('who a caller is', () => {
  test('is tenant and object id, whatever app and issuer version the token is of', () => {
    expect(callerKey({ ...entra, iss: 'https://sts.example/t1/', sub: 'other' })).toBe(callerKey(entra));
  });

  test('does not depend on the case of Entra’s ids', () => {
    expect(callerKey({ ...entra, tid: 't1', oid: 'o1' })).toBe(callerKey(entra));
  });

  test.each([{ tid: 'T2', iss: 'https://login.example/t2/v2.0' }, { oid: 'O2' }])('is another one with %j', (other) => {
    expect(callerKey({ ...entra, ...other })).not.toBe(callerKey(entra));
  });

  test.each([{ tid: undefined }, { oid: undefined }, { oid: '' }, { tid: 7 }])(
    'is issuer and subject where the token has %j',
    (lacking) => {
      const { iss, sub } = entra;
      expect(callerKey({ ...entra, ...lacking })).toBe(callerKey({ iss, sub }));
      expect(callerKey({ iss, sub: 'other' })).not.toBe(callerKey({ iss, sub }));
      expect(callerKey({ iss: 'https://other.example', sub })).not.toBe(callerKey({ iss, sub }));
    },
  );

  test('keeps the case of issuer and subject, which are compared exactly', () => {
    expect(callerKey({ iss: 'https://a.example', sub: 'Anna' })).not.toBe(
      callerKey({ iss: 'https://a.example', sub: 'anna' }),
    );
  });

  test.each([{}, { iss: 'x' }, { sub: 'x' }, { iss: '', sub: 'x' }, { oid: 'x' }, { tid: 'x', sub: 'x' }])(
    'is nobody with %j',
    (claims) => {
      expect(callerKey(claims)).toBeUndefined();
    },
  );

  test('is issuer and subject where the tenant is not the issuer’s own, whose users may write the claims themselves', () => {
    const { iss, sub, tid, oid } = entra;
    const elsewhere = { iss: 'https://accounts.example/realm', sub };
    expect(callerKey({ ...elsewhere, tid, oid })).toBe(callerKey(elsewhere));
    expect(callerKey({ iss, sub, tid, oid })).not.toBe(callerKey({ iss, sub }));
  });

  test('cannot be made up by moving text from one claim to the next', () => {
    const iss = 'https://login.example/a/a","b/';
    expect(callerKey({ iss, tid: 'a', oid: 'b","c' })).not.toBe(callerKey({ iss, tid: 'a","b', oid: 'c' }));
    expect(callerKey({ iss: 'x', sub: 'y' })).not.toBe(callerKey({ iss: '/x/', tid: 'x', oid: 'y' }));
  });
});

describe('the pseudonym of a caller', () => {
  test('is the same on every instance of a deployment', () => {
    expect(hashOf(entra)).toBe(hashOf({ ...entra }));
    // Stored and compared across versions: a change of this text loses every count.
    expect(hashCaller('["entra","t1","o1"]', 'salt')).toBe(hashOf(entra));
  });

  test('is another one in another deployment', () => {
    expect(hashOf(entra, 'salt of another')).not.toBe(hashOf(entra));
  });

  test('is 32 hexadecimal digits and holds none of the ids', () => {
    expect(hashOf(entra)).toMatch(/^[0-9a-f]{32}$/);
  });
});
