import * as fc from 'fast-check';
import { callerKey, formerCallerKey, hashCaller } from '../../../src/auth/caller.ts';
import { entraTenantOf } from '../../../src/auth/entra.ts';
import { forAll } from '../../support/property.ts';
import { TENANT } from '../../support/stored-settings.ts';
import { OTHER_TENANT } from './verifier-bench.ts';

const ISSUER = `https://login.microsoftonline.com/${TENANT}/v2.0`;
const OID = 'AAAA0000-0000-4000-8000-0000000000C2';
const entra = { iss: ISSUER, sub: 'pairwise', tid: TENANT, oid: OID };

function hashOf(claims: Parameters<typeof callerKey>[0], salt = 'salt'): string {
  return hashCaller(callerKey(claims) ?? '', salt);
}

describe('who a caller is', () => {
  test('is tenant and object id, whatever app and issuer version the token is of', () => {
    const ofVersion1 = { ...entra, iss: `https://sts.windows.net/${TENANT}/`, sub: 'other' };
    expect(callerKey(ofVersion1)).toBe(callerKey(entra));
  });

  test('does not depend on the case of Entra’s ids', () => {
    const shouted = { ...entra, tid: TENANT.toUpperCase(), oid: OID.toLowerCase() };
    expect(callerKey(shouted)).toBe(callerKey(entra));
  });

  test.each([{ tid: OTHER_TENANT, iss: ISSUER.replace(TENANT, OTHER_TENANT) }, { oid: 'O2' }])(
    'is another one with %j',
    (other) => {
      expect(callerKey({ ...entra, ...other })).not.toBe(callerKey(entra));
    },
  );

  test.each([{ tid: undefined }, { oid: undefined }, { oid: '' }, { tid: 7 }, { tid: OTHER_TENANT }])(
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

  test('cannot be made up by moving text from one claim to the next', () => {
    expect(callerKey({ ...entra, oid: 'b","c' })).not.toBe(callerKey({ ...entra, oid: 'b', sub: 'c' }));
    expect(callerKey({ iss: 'x', sub: 'y","z' })).not.toBe(callerKey({ iss: 'x","y', sub: 'z' }));
  });
});

describe('an issuer that is not Entra’s', () => {
  const { sub } = entra;

  test.each([
    ['has the tenant in its path', `https://login.example/${TENANT}/v2.0`],
    ['is the emulated one', `https://localhost:7083/${TENANT}/v2.0`],
    ['has a host that only begins like Entra’s', `https://login.microsoftonline.com.evil.example/${TENANT}/v2.0`],
    ['has a host that only ends like Entra’s', `https://evil-login.microsoftonline.com/${TENANT}/v2.0`],
    ['has Entra’s as a user', `https://login.microsoftonline.com@evil.example/${TENANT}/v2.0`],
    ['has another port', `https://login.microsoftonline.com:8443/${TENANT}/v2.0`],
    ['has the usual port', `https://login.microsoftonline.com:443/${TENANT}/v2.0`],
    ['has a dot behind its host', `https://login.microsoftonline.com./${TENANT}/v2.0`],
    ['has an escape in its host', `https://login%2Emicrosoftonline.com/${TENANT}/v2.0`],
    ['has a letter that only looks like a dot', `https://login\uff0emicrosoftonline.com/${TENANT}/v2.0`],
    ['has a tab in its host', `https://login.micro\tsoftonline.com/${TENANT}/v2.0`],
    ['has a space before it', ` https://login.microsoftonline.com/${TENANT}/v2.0`],
    ['has a line end behind its tenant', `https://login.microsoftonline.com/${TENANT}\n`],
    ['has a user before Entra’s host', `https://evil.example@login.microsoftonline.com/${TENANT}/v2.0`],
    ['has a backslash behind Entra’s host', `https://login.microsoftonline.com\\${TENANT}/v2.0`],
    ['has no slashes before its host', `https:login.microsoftonline.com/${TENANT}/v2.0`],
    ['is no https', `http://login.microsoftonline.com/${TENANT}/v2.0`],
    [
      'has an escape in the tenant',
      `https://login.microsoftonline.com/%${TENANT.charCodeAt(0).toString(16)}${TENANT.slice(1)}/v2.0`,
    ],
    ['has the tenant behind a #', `https://login.microsoftonline.com/common#/${TENANT}/v2.0`],
    ['has another tenant before it', `https://login.microsoftonline.com/${OTHER_TENANT}/${TENANT}/v2.0`],
    ['has a host below that of a tenant', `https://a.b.ciamlogin.com/${TENANT}/v2.0`],
    ['has the bare host of External ID', `https://ciamlogin.com/${TENANT}/v2.0`],
    ['has Entra’s host in its path', `https://evil.example/login.microsoftonline.com/${TENANT}/v2.0`],
    ['has the tenant in its query', `https://login.microsoftonline.com/common?x=/${TENANT}/`],
    ['has the tenant as a part of a segment', `https://login.microsoftonline.com/x${TENANT}/v2.0`],
    ['is no address', `login.microsoftonline.com/${TENANT}/v2.0`],
  ])('and %s cannot make its callers many by tid and oid', (_what, iss) => {
    expect(callerKey({ iss, sub, tid: TENANT, oid: OID })).toBe(callerKey({ iss, sub }));
  });

  test('names nobody by tid and oid, whatever stands in them', () => {
    const segment = fc.oneof(fc.uuid(), fc.stringMatching(/^[a-z0-9.:-]{1,12}$/));
    const issuer = fc
      .tuple(
        fc.constantFrom('idp.example', 'localhost:7083', 'login.microsoftonline.com.evil.example'),
        segment,
        segment,
      )
      .map(([host, first, second]) => ({ host, first, second, iss: `https://${host}/${first}/${second}/` }));
    forAll(
      fc.property(issuer, fc.string(), fc.string(), (made, oid, other) => {
        for (const tid of [made.host, made.first, made.second, other]) {
          expect(callerKey({ iss: made.iss, sub, tid, oid })).toBe(callerKey({ iss: made.iss, sub }));
        }
      }),
    );
  });
});

describe('an upgrade', () => {
  test.each([
    ['Entra', ISSUER],
    ['Entra, with the tenant in capitals', ISSUER.toUpperCase().replace('HTTPS', 'https')],
    ['Entra, tokens of version 1', `https://sts.windows.net/${TENANT}/`],
    ['US Government', `https://login.microsoftonline.us/${TENANT}/v2.0`],
    ['China', `https://login.partner.microsoftonline.cn/${TENANT}/v2.0`],
    ['China, tokens of version 1', `https://sts.chinacloudapi.cn/${TENANT}/`],
    ['External ID', `https://${TENANT}.ciamlogin.com/${TENANT}/v2.0`],
    ['Azure AD B2C', `https://contoso.b2clogin.com/${TENANT}/v2.0/`],
    ['Azure AD B2C, with the policy', `https://contoso.b2clogin.com/tfp/${TENANT}/b2c_1_signin/v2.0/`],
  ])('changes no pseudonym of a person of %s', (_what, iss) => {
    const claims = { ...entra, iss };
    expect(callerKey(claims)).toBe(formerCallerKey(claims));
    expect(entraTenantOf(iss)).toBe(TENANT.toLowerCase());
  });

  test('still knows who was revoked at an issuer that passed for Entra', () => {
    const claims = { ...entra, iss: `https://login.contoso.example/${TENANT}/v2.0` };
    expect(formerCallerKey(claims)).toBe(callerKey(entra));
    expect(formerCallerKey({ ...claims, iss: 'https://login.contoso.example' })).toBeUndefined();
    expect(formerCallerKey({ ...claims, oid: undefined })).toBeUndefined();
  });
});

describe('the pseudonym of a caller', () => {
  test('is the same on every instance of a deployment', () => {
    expect(hashOf(entra)).toBe(hashOf({ ...entra }));
    // Stored and compared across versions: a change of this text loses every count.
    expect(hashCaller(JSON.stringify(['entra', TENANT, OID.toLowerCase()]), 'salt')).toBe(hashOf(entra));
  });

  test('is another one in another deployment', () => {
    expect(hashOf(entra, 'salt of another')).not.toBe(hashOf(entra));
  });

  test('is 32 hexadecimal digits and holds none of the ids', () => {
    expect(hashOf(entra)).toMatch(/^[0-9a-f]{32}$/);
  });
});
