/** Issuers as they are: where a rule finds their keys, and in which claims what it asks for. */
import { aRule, read } from './rules-bench.ts';

const issuer = 'https://issuer.example.com';
const ofIssuer = (overrides: Readonly<Record<string, unknown>> = {}) =>
  aRule({ tenant: undefined, issuer, ...overrides });

describe('a rule of realtime:callers', () => {
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
});
