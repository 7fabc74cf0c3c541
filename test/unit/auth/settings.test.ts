import { issuersOfTenant } from '../../../src/auth/trusted-issuer.ts';
import { isRequired } from '../../../src/lib/setting.ts';
import { BASE_SETTINGS } from '../../../src/settings/keys.ts';
import { API, TENANT } from '../../support/stored-settings.ts';
import { aRule, read, readText } from './rules-bench.ts';

describe('realtime:callers', () => {
  test('has no default: without it nobody is served', () => {
    expect(isRequired(BASE_SETTINGS.callers)).toBe(true);
  });

  test('makes a tenant’s entry trust both of its issuers, and that tenant only', () => {
    expect(read(aRule()).rules).toEqual([
      {
        issuers: issuersOfTenant(TENANT),
        tenant: TENANT,
        audiences: [API, `api://${API}`],
        scope: 'access_as_user',
        role: undefined,
        anyToken: false,
        operatesAll: false,
        id: expect.stringMatching(/^[0-9a-f]{16}$/) as string,
      },
    ]);
  });

  test('takes a tenant’s id in capitals, which no token has', () => {
    const shouted = 'ABCDEF00-2222-3333-4444-555555555555';
    expect(read(aRule({ tenant: shouted })).rules?.[0]).toMatchObject({
      tenant: shouted.toLowerCase(),
      issuers: issuersOfTenant(shouted.toLowerCase()),
    });
  });

  test('makes an issuer’s entry trust that issuer, byte for byte', () => {
    const issuer = 'https://issuer.example.com/';
    expect(read(aRule({ tenant: undefined, issuer })).rules?.[0]).toMatchObject({
      issuers: [{ issuer, discoveryUrl: 'https://issuer.example.com/.well-known/openid-configuration' }],
      tenant: undefined,
    });
  });

  test.each([
    [API, [API, `api://${API}`]],
    [`api://${API}`, [`api://${API}`, API]],
    ['api://app.example.com', ['api://app.example.com']],
    ['https://app.example.com', ['https://app.example.com']],
  ])('takes the audience %s in the forms that both token versions use', (audience, forms) => {
    expect(read(aRule({ audiences: [audience] })).rules?.[0]?.audiences).toEqual(forms);
  });

  test.each([
    ['a scope only', { scope: 'access_as_user', role: undefined }],
    ['a role only', { scope: undefined, role: 'Mint.All' }],
    ['both', { scope: 'access_as_user', role: 'Mint.All' }],
  ])('accepts %s', (_what, permission) => {
    expect(read(aRule(permission)).rules?.[0]).toMatchObject(permission);
  });

  test.each([
    'gcn.nasa.gov/circular-submitter',
    'https://api.example.com/x',
    'a',
    "!#$%&'()*+,/:;<=>?@[]^`{|}~",
    'x'.repeat(256),
  ])('accepts whatever is one scope by RFC 6749 section 3.3: %s', (name) => {
    const issuer = 'https://issuer.example.com';
    for (const rule of [{}, { tenant: undefined, issuer }]) {
      expect(read(aRule({ ...rule, scope: name, role: name, operatorRole: name })).problems).toEqual([]);
    }
    expect(read(aRule({ tenant: undefined, issuer, scope: 'api://default/x' })).problems).toEqual([]);
  });

  test.each(['a b', 'a\\b', 'a"b', 'größe', 'a\tb', 'a\u007fb', 'x'.repeat(257)])(
    'refuses %j, which is none',
    (scope) => {
      expect(read(aRule({ scope })).problems).toEqual(['/0/scope must be the short name, such as Realtime.Connect']);
    },
  );

  test.each([
    ['neither scope nor role', [aRule({ scope: undefined })], ['/0 needs a scope, a role or both']],
    ['both tenant and issuer', [aRule({ issuer: 'https://a.example' })], ['/0 needs either tenant or issuer']],
    ['neither tenant nor issuer', [aRule(), aRule({ tenant: undefined })], ['/1 needs either tenant or issuer']],
    ['no entry', [], [' must name at least one issuer or tenant: nobody is served until then']],
    [
      'a tenant by its name',
      [aRule({ tenant: 'contoso.com' })],
      ['/0/tenant must be one tenant’s id; list several tenants as several entries'],
    ],
    [
      'tenant common',
      [aRule({ tenant: 'common' })],
      ['/0/tenant must be one tenant’s id; list several tenants as several entries'],
    ],
    ['no audience', [aRule({ audiences: [] })], ['/0/audiences must not be empty']],
    ['an empty audience', [aRule({ audiences: [''] })], ['/0/audiences/0 must not be empty']],
    [
      'a scope as URI',
      [aRule({ scope: `api://${API}/access_as_user` })],
      ['/0/scope must be the short name, such as Realtime.Connect'],
    ],
    ['a scope with a quote', [aRule({ scope: 'a"b' })], ['/0/scope must be the short name, such as Realtime.Connect']],
    ['an empty role', [aRule({ role: '' })], ['/0/role must be the short name, such as Realtime.Connect']],
    ['a member that does not exist', [aRule({ audience: API })], ['/0/audience is not a member that exists here']],
  ])('refuses %s', (_what, rules, problems) => {
    expect(read(...rules).problems).toEqual(problems);
  });

  test.each(['common', 'organizations', 'consumers', '{tenantid}', 'Common'])(
    'refuses the issuer of every tenant, %s',
    (tenant) => {
      const issuer = `https://login.microsoftonline.com/${tenant}/v2.0`;
      expect(read(aRule({ tenant: undefined, issuer })).problems).toEqual([
        '/0/issuer speaks for every tenant: list the tenants instead',
      ]);
    },
  );

  const PERSONAL = '9188040d-6c67-4c5b-b112-36a304b66dad';

  test.each([PERSONAL, PERSONAL.toUpperCase()])(
    'refuses the tenant %s, in which everybody with a personal Microsoft account is',
    (tenant) => {
      expect(read(aRule({ tenant })).problems).toEqual([
        '/0/tenant is the tenant of all personal Microsoft accounts, which anybody can have: name the tenants instead',
      ]);
      for (const issuer of [`https://login.microsoftonline.com/${tenant}/v2.0`, `https://sts.windows.net/${tenant}`]) {
        expect(read(aRule({ tenant: undefined, issuer })).problems).toEqual([
          '/0/issuer speaks for every tenant: list the tenants instead',
        ]);
      }
    },
  );

  test('accepts the tenant beside it', () => {
    expect(read(aRule({ tenant: PERSONAL.replace('d', 'e') })).problems).toEqual([]);
  });

  test('accepts an issuer whose path only begins like that', () => {
    const issuer = 'https://issuer.example.com/commonwealth';
    expect(read(aRule({ tenant: undefined, issuer })).problems).toEqual([]);
  });

  test.each(['http://issuer.example.com', 'http://127.0.0.1:9000', 'issuer.example.com'])(
    'refuses the issuer %s, which is not https',
    (issuer) => {
      expect(read(aRule({ tenant: undefined, issuer })).problems).toEqual(['/0/issuer must be an https URL']);
    },
  );

  test.each(['[{', 'tenant'])('says that %j is not JSON', (text) => {
    expect(readText(text).problems).toEqual([' is not JSON']);
  });

  test.each(['{}', 'null', '"x"', '[null]', '[[]]', '[{"tenant":1}]'])('refuses JSON of another shape: %s', (text) => {
    expect(readText(text).problems).not.toEqual([]);
  });
});
