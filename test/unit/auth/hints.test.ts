/** What the log tells an operator about a token that is refused. */
import { NOON_MS } from '../../support/clock.ts';
import { aSigningKey, aToken, type SigningKey, VERSION_2_ISSUER } from '../../support/identity-provider.ts';
import { API, TENANT } from '../../support/stored-settings.ts';
import { aVerifierBench, flaw, type RuleText } from './verifier-bench.ts';

const ISSUER = 'https://issuer.example.com';
const GRAPH = '00000003-0000-0000-c000-000000000000';

let key: SigningKey;
let foreign: SigningKey;
beforeAll(async () => {
  [key, foreign] = await Promise.all([aSigningKey(), aSigningKey()]);
});

async function refused(
  claims: Readonly<Record<string, unknown>>,
  { signer = key, rules }: { signer?: SigningKey; rules?: readonly RuleText[] } = {},
) {
  const bench = aVerifierBench([key], rules);
  bench.provider.publish(ISSUER, `${ISSUER}/.well-known/openid-configuration`, [key]);
  return bench.verify(await aToken(signer, NOON_MS, claims, { nonce: 'of Graph' }));
}

async function hintOf(...asked: Parameters<typeof refused>): Promise<unknown> {
  const outcome = await refused(...asked);
  return !outcome.ok && outcome.error.reason === 'token_invalid' ? outcome.error.hint : 'served';
}

describe('a token of another API', () => {
  test.each([
    [GRAPH, 'Microsoft Graph'],
    ['https://graph.microsoft.com', 'Microsoft Graph'],
    ['https://graph.microsoft.com/', 'Microsoft Graph'],
    [['https://Graph.microsoft.com'], 'Microsoft Graph'],
    ['https://graph.microsoft.us', 'Microsoft Graph'],
    ['00000002-0000-0000-c000-000000000000', 'Azure AD Graph'],
    ['https://management.azure.com', 'Azure Resource Manager'],
    ['https://management.core.windows.net/', 'Azure Resource Manager'],
    ['https://cognitiveservices.azure.com', 'Azure OpenAI itself'],
    ['https://ai.azure.com', 'Azure OpenAI itself'],
  ])('for %j is refused for its audience, and the log names %s', async (aud, name) => {
    for (const signer of [key, foreign]) {
      expect(await refused({ aud }, { signer })).toEqual(flaw('audience'));
      expect(await hintOf({ aud }, { signer })).toContain(`for ${name}:`);
    }
  });

  test('whose signature fails is refused for its audience, and one of ours for its signature', async () => {
    expect(await refused({ aud: 'https://other.example' }, { signer: foreign })).toEqual(flaw('audience'));
    expect(await refused({ aud: API }, { signer: foreign })).toEqual(flaw('signature'));
    expect(await refused({ aud: [GRAPH, API] }, { signer: foreign })).toEqual(flaw('signature'));
  });

  test('is judged by the rules of its own issuer', async () => {
    const rules = [
      { tenant: TENANT, audiences: [API], scope: 'access_as_user' },
      { issuer: ISSUER, audiences: ['https://second.example'], scope: 'access_as_user' },
    ];
    expect(await refused({ aud: 'https://second.example' }, { signer: foreign, rules })).toEqual(flaw('audience'));
    expect(await refused({ iss: ISSUER, aud: 'https://second.example' }, { signer: foreign, rules })).toEqual(
      flaw('signature'),
    );
  });

  test.each([undefined, null, '', [], {}, [{ toString: 7 }], 'eyJhbGciOiJub25lIn0'])(
    'whose audience is %j brings nothing of itself into the log',
    async (aud) => {
      const hint = await hintOf({ aud }, { signer: foreign });
      expect([undefined, 'The token has no aud.']).toContain(hint);
    },
  );
});

describe('a token whose issuer is spelled in another way than in realtime:callers', () => {
  const ruleOf = (issuer: string): readonly RuleText[] => [{ issuer, audiences: [API], scope: 'access_as_user' }];

  test.each([
    ['lacks the slash', ISSUER, `${ISSUER}/`, 'by the slash at the end, which it has:'],
    ['has a slash too many', `${ISSUER}/`, ISSUER, 'by the slash at the end, which it lacks:'],
    ['has other letters', ISSUER, ISSUER.replace('i', 'I'), 'in capital and small letters:'],
    ['has two slashes', `${ISSUER}/`, `${ISSUER}//`, 'by the slash at the end, which it has:'],
    ['is plain http, as behind a proxy', ISSUER, ISSUER.replace('https', 'http'), 'in the scheme:'],
    ['has a port', `${ISSUER}/realm`, `${ISSUER}:8443/realm`, 'in the port:'],
    [
      'is what the proxy makes of it',
      ISSUER,
      'http://issuer.example.com:8080/',
      'in the scheme and in the port and by the',
    ],
    ['has the usual port', ISSUER, `${ISSUER}:443`, 'in white space, an escape, a dot or the usual port:'],
    ['has a dot behind its host', ISSUER, `${ISSUER}.`, 'in white space, an escape, a dot or the usual port:'],
    [
      'has escapes',
      `${ISSUER}/my realm`,
      `${ISSUER}/my%20realm`,
      'in white space, an escape, a dot or the usual port:',
    ],
    ['was pasted with a space', `${ISSUER} `, ISSUER, 'in white space, an escape, a dot or the usual port:'],
    ['differs twice', ISSUER, `${ISSUER.replace('i', 'I')}/`, 'in capital and small letters and by the slash'],
  ])('is refused, and the log names the difference: it %s', async (_what, named, iss, difference) => {
    expect(await refused({ iss }, { rules: ruleOf(named) })).toEqual(flaw('issuer'));
    const hint = await hintOf({ iss }, { rules: ruleOf(named) });
    expect(hint).toContain(`realtime:callers names the issuer ${named}, and the token’s differs ${difference}`);
  });

  test('is refused with a slash behind a tenant’s, too', async () => {
    expect(await hintOf({ iss: `${VERSION_2_ISSUER}/` })).toContain('which it has:');
  });

  test.each(['https://issuer.example', `${ISSUER}/realm`, `${ISSUER}//x`, `${ISSUER}?x`, 'https://', '', 7, null])(
    'brings no hint where it is another one: %j',
    async (iss) => {
      expect(await hintOf({ iss }, { rules: ruleOf(ISSUER) })).toBeUndefined();
    },
  );
});

describe('a token whose audience is spelled in another way than in realtime:callers', () => {
  const ruleOf = (audience: string): readonly RuleText[] => [
    { tenant: TENANT, audiences: [audience], scope: 'access_as_user' },
  ];
  const NAMED = 'https://api.example.com';

  test.each([
    ['has a slash', NAMED, `${NAMED}/`, 'by the slash at the end, which it has:'],
    ['lacks the slash', `${NAMED}/`, NAMED, 'by the slash at the end, which it lacks:'],
    ['has other letters', 'my-api', 'My-API', 'in capital and small letters:'],
    ['has other letters in its id', `api://${API}`, `api://${API.toUpperCase()}`, 'in capital and small letters:'],
    ['was pasted with a space', ` ${NAMED}`, NAMED, 'in white space, an escape, a dot or the usual port:'],
    ['is one of several', NAMED, ['userinfo', `${NAMED}/`], 'by the slash at the end, which it has:'],
  ])('is refused, and the log names the difference: it %s', async (_what, named, aud, difference) => {
    expect(await refused({ aud }, { rules: ruleOf(named) })).toEqual(flaw('audience'));
    expect(await hintOf({ aud }, { rules: ruleOf(named) })).toContain(
      `realtime:callers names the audience ${named}, and the token’s differs ${difference}`,
    );
  });

  test.each(['https://other.example.com', `${NAMED}/v2`, 'api.example.com', 'https://'])(
    'brings no hint where it is another one: %s',
    async (aud) => {
      expect(await hintOf({ aud }, { rules: ruleOf(NAMED) })).toBeUndefined();
    },
  );

  test('is looked at among the first eight: an unsigned token with thousands costs no time', async () => {
    const others = (count: number) => Array.from({ length: count }, () => 'a');
    for (const near of [`${NAMED}/`, GRAPH]) {
      expect(await hintOf({ aud: [...others(7), near] }, { rules: ruleOf(NAMED) })).toBeDefined();
      expect(await hintOf({ aud: [...others(8), near] }, { rules: ruleOf(NAMED) })).toBeUndefined();
    }
  });

  test('brings no hint where only another issuer’s tokens may have it', async () => {
    const rules = [...ruleOf(NAMED), { issuer: ISSUER, audiences: ['second'], scope: 'access_as_user' }];
    expect(await hintOf({ aud: 'Second' }, { rules })).toBeUndefined();
    expect(await hintOf({ iss: ISSUER, aud: 'Second' }, { rules })).toContain('the audience second,');
  });
});

describe('a token without a claim that must be there', () => {
  test.each([
    ['exp', {}],
    ['sub', {}],
    ['aud', {}],
  ])('is refused, and the log names it: %s', async (claim, others) => {
    expect(await hintOf({ ...others, [claim]: undefined })).toBe(`The token has no ${claim}.`);
  });

  test.each([
    [{ client_id: 'app' }, 'client_id,'],
    [{ azp: 'app' }, 'azp,'],
    [{ client_id: 'app', azp: 'app' }, 'client_id and azp,'],
  ])('is refused, and the log says that %j stands there in place of the audience', async (claims, names) => {
    const hint = await hintOf({ aud: undefined, ...claims });
    expect(hint).toContain('The token has no aud. It has ');
    expect(hint).toContain(names);
    expect(hint).not.toContain('app,');
  });

  test('is refused, and the log names one of a wrong type', async () => {
    expect(await hintOf({ exp: 'tomorrow' })).toBe('The claim exp has no value that it may have.');
  });
});
