/** Reading what others write: azd's environment, Resource Graph's pages, ARM ids, and commands for a shell. */
import { spawnSync } from 'node:child_process';
import { parseArmId, sibling } from '../../../../tools/doctor/arm/arm-id.ts';
import { literal, queryAll } from '../../../../tools/doctor/arm/graph.ts';
import { shareTokens } from '../../../../tools/doctor/arm/shared-credential.ts';
import { az } from '../../../../tools/doctor/az-commands.ts';
import { parseAzdEnv } from '../../../../tools/doctor/azd.ts';
import { look } from '../../../../tools/doctor/look.ts';

describe('azd’s .env', () => {
  test.each([
    ['A="plain"', 'plain'],
    ['A=""', ''],
    ['A="with \\"quotes\\" and \\\\ backslashes"', 'with "quotes" and \\ backslashes'],
    ['A="a line\\nanother"', 'a line\nanother'],
    ['A="costs \\$5, \\`really\\`"', 'costs $5, `really`'],
    ['A="[\\"https://a.example\\"]"', '["https://a.example"]'],
    ['A="with # and = inside"', 'with # and = inside'],
    ['A=20', '20'],
    ['A="carriage"\r', 'carriage'],
  ])('%j', (line, value) => {
    expect(parseAzdEnv(`# a comment\nB="other"\n${line}\n`)['A']).toBe(value);
  });

  test('what is no assignment is left out', () => {
    expect(parseAzdEnv('A="unfinished\n=nothing\nexport B="x"\n')).toEqual({});
  });
});

describe('Resource Graph', () => {
  const answer = (data: unknown, skipToken?: string) => ({
    totalRecords: 3,
    count: 1,
    resultTruncated: 'false' as const,
    data,
    ...(skipToken !== undefined && { skipToken }),
  });

  test('is asked for each page with the token of the one before', async () => {
    const asked: unknown[] = [];
    const pages = [answer([{ n: 1 }], 'second'), answer([{ n: 2 }], 'third'), answer([{ n: 3 }])];
    const rows = await queryAll(async ({ options }) => {
      asked.push(options?.skipToken);
      return pages[asked.length - 1] ?? answer([]);
    }, 'Resources');
    expect(rows).toEqual([{ n: 1 }, { n: 2 }, { n: 3 }]);
    expect(asked).toEqual([undefined, 'second', 'third']);
  });

  test('that always names another page is left after twenty', async () => {
    let asked = 0;
    await queryAll(async () => {
      asked += 1;
      return answer([], 'more');
    }, 'Resources');
    expect(asked).toBe(20);
  });

  test('that answers no rows has none', async () => {
    expect(await queryAll(async () => answer(undefined), 'Resources')).toEqual([]);
  });

  test('gets texts that cannot end their own quotes', () => {
    expect(literal("a' or name =~ 'b\\")).toBe("'a\\' or name =~ \\'b\\\\'");
  });
});

describe('an ARM id', () => {
  const ID = '/subscriptions/s-1/resourceGroups/rg/providers/Microsoft.CognitiveServices/accounts/oai';

  test('is taken apart, and its sibling made', () => {
    const id = parseArmId(` ${ID}/ `);
    expect(id).toEqual({
      id: ID,
      subscription: 's-1',
      group: 'rg',
      type: 'Microsoft.CognitiveServices/accounts',
      name: 'oai',
    });
    expect(id && sibling(id, 'other').id).toBe(ID.replace(/oai$/, 'other'));
  });

  test.each(['', 'oai', '/subscriptions/s-1/resourceGroups/rg', `${ID}/deployments/d`, ID.slice(1)])(
    'is not %j',
    (text) => {
      expect(parseArmId(text)).toBeUndefined();
    },
  );
});

test('a command survives a shell, whatever its values hold', () => {
  const values = ['plain', '["https://a.example"]', "it's", 'a b', '$HOME `id` "x"', '', '*'];
  const command = az(...values).replace(/^az/, 'printf "%s\\n"');
  expect(spawnSync('/bin/sh', ['-c', command], { encoding: 'utf8' }).stdout).toBe(`${values.join('\n')}\n`);
});

describe('the tenant that Resource Manager wants a token of', () => {
  const OWN = '33e01921-4d64-4f8c-a055-5bdaffd5e33d';
  const challenge = `Bearer authorization_uri="https://login.windows.net/${OWN}", error="invalid_token"`;
  const message = `The access token is from the wrong issuer 'https://sts.windows.net/72f988bf-86f1-41af-91ab-2d7cd011db47/'. It must match the tenant 'https://sts.windows.net/${OWN}/' associated with this subscription. Please use the authority (URL) 'https://login.windows.net/${OWN}' to get the token.`;
  const refused = async (more: object, code = 'InvalidAuthenticationTokenTenant') => {
    const error = Object.assign(new Error('refused'), { statusCode: 401, code }, more);
    const found = await look('the account', () => Promise.reject(error));
    return found.seen ? undefined : found.because;
  };

  test.each([
    [
      'the challenge, in headers that are asked',
      { response: { headers: new Headers({ 'WWW-Authenticate': challenge }) } },
    ],
    ['the challenge, in headers that are members', { response: { headers: { 'www-authenticate': challenge } } }],
    ['the message alone', { message }],
  ])('is read from %s', async (_name, error) => {
    expect(await refused(error)).toBe(
      `you are signed in to another tenant than that of the account: az login --tenant ${OWN}`,
    );
  });

  test('is left for the person to name where the answer does not, or what it names is no id', async () => {
    const said = 'you are signed in to another tenant than that of the account: az login --tenant $TENANT';
    expect(await refused({})).toBe(said);
    const evil = challenge.replace(OWN, 'common; rm -rf /');
    expect(await refused({ response: { headers: { 'www-authenticate': evil } } })).toBe(said);
  });

  test.each([
    'ExpiredAuthenticationToken',
    'InvalidAuthenticationToken',
    'InvalidAuthenticationTokenAudience',
    'AuthenticationFailed',
    'AuthenticationFailedInvalidHeader',
  ])(
    'is not read where the token is refused as %s, which ARM challenges alike; nor is a right missing',
    async (code) => {
      const response = { headers: { 'www-authenticate': challenge } };
      expect(await refused({ response }, code)).toBe(`your sign-in does not count for the account (${code}): az login`);
      expect(await refused({ statusCode: 403 }, 'AuthorizationFailed')).toBe(
        'you may not read the account (AuthorizationFailed)',
      );
    },
  );
});

test('a store that does not believe a token says so without a code, and no right is missing', async () => {
  const refused = (statusCode: number) =>
    look('the settings', () => Promise.reject(Object.assign(new Error('refused'), { statusCode })));
  expect(await refused(401)).toMatchObject({ because: 'your sign-in does not count for the settings (401): az login' });
  expect(await refused(403)).toMatchObject({ because: 'you may not read the settings (403)' });
});

describe('tokens', () => {
  const NOON = Date.parse('2026-11-22T12:00:00Z');
  function aCredential() {
    const asked: string[] = [];
    const getToken = async (scopes: string | string[]) => {
      asked.push(String(scopes));
      if (String(scopes) === 'refused') throw new Error('refused');
      return { token: `token ${asked.length}`, expiresOnTimestamp: NOON + 3_600_000 };
    };
    return { asked, credential: { getToken } };
  }

  test('are fetched once a scope for all who ask at once, and again shortly before their end', async () => {
    const { asked, credential } = aCredential();
    let now = NOON;
    const shared = shareTokens(credential, () => now);
    await Promise.all([shared.getToken('a'), shared.getToken(['a']), shared.getToken('b')]);
    expect(asked).toEqual(['a', 'b']);
    now = NOON + 3_600_000 - 30_000;
    await shared.getToken('a');
    expect(asked).toEqual(['a', 'b', 'a']);
  });

  test('that were refused are asked for again, and a challenge always is', async () => {
    const { asked, credential } = aCredential();
    const shared = shareTokens(credential, () => NOON);
    await expect(shared.getToken('refused')).rejects.toThrow('refused');
    await expect(shared.getToken('refused')).rejects.toThrow('refused');
    await shared.getToken('a');
    await shared.getToken('a', { claims: '{}' });
    expect(asked).toEqual(['refused', 'refused', 'a', 'a']);
  });
});
