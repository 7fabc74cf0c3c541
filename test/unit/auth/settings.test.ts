import { issuersOfTenant } from '../../../src/auth/trusted-issuer.ts';
import { isRequired } from '../../../src/lib/setting.ts';
import { validate } from '../../../src/lib/validation.ts';
import { BASE_SETTINGS } from '../../../src/settings/keys.ts';
import { API, TENANT } from '../../support/stored-settings.ts';

/** One good entry; `undefined` takes a member away. */
function aRule(overrides: Readonly<Record<string, unknown>> = {}) {
  return { tenant: TENANT, audiences: [API], scope: 'access_as_user', ...overrides };
}

function read(...rules: readonly unknown[]) {
  return readText(JSON.stringify(rules));
}

function readText(text: string) {
  const validated = validate(BASE_SETTINGS.callers.schema, text);
  return validated.ok
    ? { rules: validated.value, problems: [] }
    : { rules: undefined, problems: validated.error.map(({ pointer, message }) => `${pointer} ${message}`) };
}

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

  const issuer = 'https://issuer.example.com';
  const ofIssuer = (overrides: Readonly<Record<string, unknown>> = {}) =>
    aRule({ tenant: undefined, issuer, ...overrides });

  test('takes the keys of an issuer from where its rule names them', () => {
    const discovery = `${issuer}/policy/.well-known/openid-configuration?appid=1`;
    const jwks = 'https://keys.example.com/jwks.json';
    expect(read(ofIssuer({ discovery })).rules?.[0]?.issuers).toEqual([{ issuer, discoveryUrl: discovery }]);
    expect(read(ofIssuer({ jwks })).rules?.[0]?.issuers).toEqual([{ issuer, jwksUrl: jwks }]);
  });

  test('takes an issuer that is no address where its keys are named, and nowhere else', () => {
    const jwks = 'https://keys.example.com/jwks.json';
    expect(read(ofIssuer({ issuer: 'contoso', jwks })).rules?.[0]?.issuers).toEqual([
      { issuer: 'contoso', jwksUrl: jwks },
    ]);
    const discovery = `${issuer}/.well-known/openid-configuration`;
    expect(read(ofIssuer({ issuer: 'contoso', discovery })).problems).toEqual(['/0/issuer must be an https URL']);
  });

  test('reads the paths of claims, and aud as the claim that it is anyway', () => {
    const claims = { audienceClaim: 'client_id', scopeClaim: 'a.b', rolesClaim: '/c.d/e' };
    expect(read(ofIssuer(claims)).rules?.[0]).toMatchObject({
      audienceClaim: ['client_id'],
      scopeClaim: ['a', 'b'],
      rolesClaim: ['c.d', 'e'],
    });
    expect(read(ofIssuer({ audienceClaim: 'aud' })).rules?.[0]?.audienceClaim).toBeUndefined();
  });

  test('admits each token where the rule has that one word', () => {
    const word = { scope: undefined, anyToken: true };
    expect(read(ofIssuer(word)).rules?.[0]).toMatchObject({ anyToken: true, scope: undefined, role: undefined });
    expect(read(aRule(word)).problems).toEqual([]);
  });

  const ADDRESS = 'must be an https URL without a user or a fragment';
  const OF_ISSUER = '/0/tenant goes without discovery, jwks and audienceClaim';
  test.each([
    ['metadata over http', ofIssuer({ discovery: 'http://a.example/x' }), `/0/discovery ${ADDRESS}`],
    ['keys over http', ofIssuer({ jwks: 'http://a.example/x' }), `/0/jwks ${ADDRESS}`],
    ['keys in a file', ofIssuer({ jwks: 'file:///etc/keys' }), `/0/jwks ${ADDRESS}`],
    ['keys in the rule', ofIssuer({ jwks: { keys: [] } }), '/0/jwks must be a string'],
    ['a password for the keys', ofIssuer({ jwks: 'https://a:b@c.example' }), `/0/jwks ${ADDRESS}`],
    ['both', ofIssuer({ jwks: issuer, discovery: issuer }), '/0 needs either discovery or jwks'],
    ['metadata of a tenant', aRule({ discovery: issuer }), OF_ISSUER],
    ['keys of a tenant', aRule({ jwks: issuer }), OF_ISSUER],
    ['another audience of a tenant', aRule({ audienceClaim: 'azp' }), OF_ISSUER],
    ['no word', ofIssuer({ scope: undefined }), '/0 needs a scope, a role or both'],
    ['the word no', ofIssuer({ scope: undefined, anyToken: false }), '/0/anyToken must be true'],
    ['the word as text', ofIssuer({ scope: undefined, anyToken: 'true' }), '/0/anyToken must be true'],
    ['the word beside a scope', ofIssuer({ anyToken: true }), '/0/anyToken goes with neither scope nor role'],
    [
      'roles that users write',
      ofIssuer({ rolesClaim: 'user_metadata.roles' }),
      '/0/rolesClaim leads to user_metadata, which users can write themselves',
    ],
    [
      'each token of Google’s',
      ofIssuer({ issuer: 'https://accounts.google.com', scope: undefined, anyToken: true }),
      '/0/anyToken admits every Google account: ask for a role',
    ],
  ])('refuses %s', (_what, rule, problem) => {
    expect(read(rule).problems).toEqual([problem]);
  });

  test('takes Google’s tokens that carry a role', () => {
    const rule = ofIssuer({
      issuer: 'https://accounts.google.com',
      scope: undefined,
      role: 'contoso.com',
      rolesClaim: 'hd',
    });
    expect(read(rule).problems).toEqual([]);
  });

  test.each(['[{', 'tenant'])('says that %j is not JSON', (text) => {
    expect(readText(text).problems).toEqual([' is not JSON']);
  });

  test.each(['{}', 'null', '"x"', '[null]', '[[]]', '[{"tenant":1}]'])('refuses JSON of another shape: %s', (text) => {
    expect(readText(text).problems).not.toEqual([]);
  });

  describe('onBehalf', () => {
    const aSpeaker = (onBehalf: unknown) => read(aRule({ role: 'Realtime.Mint', onBehalf }));

    test('has a header unless it names one, and what its end users may have where it says so', () => {
      expect(aSpeaker({ role: 'Speaks' }).rules?.[0]?.onBehalf).toEqual({ role: 'Speaks', header: 'x-on-behalf-of' });
      const limits = { quota: { day: { limit: 9, windowSeconds: 86_400 } }, calls: { perCaller: null, maxMinutes: 5 } };
      expect(aSpeaker({ role: 'Speaks', header: 'End-User', ...limits }).rules?.[0]?.onBehalf).toEqual({
        role: 'Speaks',
        header: 'end-user',
        quota: limits.quota,
        calls: { perCaller: undefined, maxMinutes: 5 },
      });
    });

    test.each([
      ...['Authorization', 'Cookie', 'Origin', 'Host', 'Forwarded', 'X-Forwarded-For', 'x-ms-client-principal'],
      ...['Content-Type', 'Content-Length', 'X-Request-Id', 'traceparent', 'Sec-Fetch-Site', 'Accept', 'X-ARR-SSL'],
      ...['X-Original-URL', 'X-Azure-ClientIP', 'Transfer-Encoding', 'X-HTTP-Method-Override', 'OpenAI-Project'],
    ])('refuses %s as the header by its name', (header) => {
      expect(aSpeaker({ role: 'Speaks', header }).problems).toEqual([
        '/0/onBehalf/header is a header that means something else already',
      ]);
    });

    test.each(['X-End-User', 'On-Behalf-Of', 'Hosted-User', 'X-Mssp-User'])('takes %s as the header', (header) => {
      expect(aSpeaker({ role: 'Speaks', header }).problems).toEqual([]);
    });

    test.each<[unknown, string]>([
      [{}, '/0/onBehalf/role is missing'],
      [{ role: 'a b' }, '/0/onBehalf/role '],
      [{ role: 'Speaks', header: '' }, '/0/onBehalf/header must be the name of a header'],
      [{ role: 'Speaks', header: 'End User' }, '/0/onBehalf/header must be the name of a header'],
      [{ role: 'Speaks', quota: { day: { limit: 0, windowSeconds: 1 } } }, '/0/onBehalf/quota/day/limit '],
      [{ role: 'Speaks', calls: { perDeployment: 1 } }, '/0/onBehalf/calls/perDeployment is not a member'],
      [{ role: 'Speaks', users: [] }, '/0/onBehalf/users is not a member that exists here'],
    ])('refuses %j', (onBehalf, problem) => {
      expect(aSpeaker(onBehalf).problems).toEqual([expect.stringContaining(problem)]);
    });

    test('needs, in a tenant’s entry, a role that admits apps', () => {
      expect(read(aRule({ onBehalf: { role: 'Speaks' } })).problems).toEqual([
        '/0/onBehalf needs a role, which admits apps',
      ]);
    });
  });
});
