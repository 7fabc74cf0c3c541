import { CLOUDS, cloudOfStore, TOKEN_SCOPES } from '../../../src/lib/clouds.ts';
import type { BASE_SETTINGS } from '../../../src/settings/keys.ts';
import { parseSettings, readSettings, unknownKeys } from '../../../src/settings/parse-settings.ts';
import { errorOf, unwrap } from '../../support/result.ts';
import { API, someSettings, storedSettings, TENANT } from '../../support/stored-settings.ts';

function problemsWith(overrides: Readonly<Record<string, string | undefined>>) {
  return errorOf(parseSettings(storedSettings(overrides)));
}

const callers = JSON.stringify([{ tenant: TENANT, audiences: [API], role: 'Mint.All' }]);

describe('the settings', () => {
  test('have a default for everything but endpoint, deployment and callers', () => {
    expect(someSettings()).toMatchObject({
      endpoint: { origin: 'https://contoso.openai.azure.com' },
      deployment: 'gpt-realtime',
      callers: [{ tenant: TENANT, scope: 'access_as_user' }],
      'cors:origins': [],
      resourceId: '',
      tokenScope: 'https://cognitiveservices.azure.com/.default',
      secretSeconds: 60,
    });
  });

  test('say of every missing key that it is not set, all at once', () => {
    expect(errorOf(parseSettings(new Map()))).toEqual([
      { key: 'realtime:endpoint', problem: 'is not set' },
      { key: 'realtime:deployment', problem: 'is not set' },
      { key: 'realtime:callers', problem: 'is not set' },
    ]);
  });

  test.each(['', '  ', '\n'])('take the empty value %j as an absent one', (empty) => {
    expect(problemsWith({ deployment: empty })).toEqual([{ key: 'realtime:deployment', problem: 'is not set' }]);
    const optional = { 'cors:origins': empty, resourceId: empty, tokenScope: empty, secretSeconds: empty };
    expect(someSettings(optional)).toEqual(someSettings());
  });

  test('name each wrong key', () => {
    expect(problemsWith({ endpoint: 'contoso', secretSeconds: '5' })).toEqual([
      { key: 'realtime:endpoint', problem: 'is not a URL such as https://<resource>.openai.azure.com' },
      { key: 'realtime:secretSeconds', problem: 'must be at least 10' },
    ]);
  });

  test('do not change once they are read', () => {
    const settings = someSettings();
    expect(() => Object.assign(settings, { deployment: 'other' })).toThrow(TypeError);
  });
});

/** A value of each key that is good, and not what the key has by default. */
const GOOD = {
  endpoint: 'https://fabrikam.openai.azure.com',
  deployment: 'mini',
  resourceId: '/subscriptions/1',
  tokenScope: TOKEN_SCOPES[1],
  secretSeconds: '45',
  callers,
  'cors:origins': '["https://app.example.com"]',
  quota: '{"hour":{"limit":1,"windowSeconds":3600}}',
  revoked: '{"subjects":["0123456789abcdef0123456789abcdef"]}',
  salt: 'https://contoso.azconfig.io#blue',
} satisfies Record<keyof typeof BASE_SETTINGS, string>;
const KEYS = Object.keys(GOOD) as (keyof typeof BASE_SETTINGS)[];
/** Nobody is served with a default of theirs while their value is wrong. */
const LIMITING: readonly (keyof typeof BASE_SETTINGS)[] = [
  'endpoint',
  'deployment',
  'callers',
  'quota',
  'revoked',
  'salt',
];

describe('one wrong key', () => {
  const WRONG = '{"not": ["a value of any key"]';
  const good = readSettings(storedSettings(GOOD));

  test.each(KEYS)('%s keeps its own last good value, and every other key takes its new one at once', (key) => {
    const { settings, problems } = readSettings(storedSettings({ [key]: WRONG }), good);
    expect(problems).toEqual([{ key: `realtime:${key}`, problem: expect.any(String) as string }]);
    expect(settings).toEqual({ ...someSettings(), [key]: good.settings?.[key], profiles: expect.any(Map) as unknown });
  });

  test.each(KEYS)('%s keeps it for as long as it is wrong, in whatever way', (key) => {
    const once = readSettings(storedSettings({ ...GOOD, [key]: WRONG }), good);
    const twice = readSettings(storedSettings({ ...GOOD, [key]: '[' }), once);
    expect(twice.settings?.[key]).toEqual(good.settings?.[key]);
    expect(readSettings(storedSettings(GOOD), twice)).toEqual(good);
  });

  test.each(KEYS.filter((key) => !LIMITING.includes(key)))(
    '%s serves with its default where this process has had no good one',
    (key) => {
      const { settings, problems } = readSettings(storedSettings({ [key]: WRONG }));
      expect(settings).toEqual(someSettings());
      expect(problems.map((problem) => problem.key)).toEqual([`realtime:${key}`]);
    },
  );

  test.each(LIMITING)('%s serves nobody where this process has had no good one: no default limits anybody', (key) => {
    const first = readSettings(storedSettings({ [key]: WRONG }));
    expect(first.settings).toBeUndefined();
    expect(readSettings(storedSettings({ [key]: WRONG }), first).settings).toBeUndefined();
    expect(readSettings(storedSettings(GOOD), first)).toEqual(good);
  });

  test.each(['endpoint', 'deployment', 'callers'] as const)(
    '%s that is deleted is wrong too, since nothing can stand in for it',
    (key) => {
      const { settings, problems } = readSettings(storedSettings({ [key]: undefined }), good);
      expect(problems).toEqual([{ key: `realtime:${key}`, problem: 'is not set' }]);
      expect(settings?.[key]).toEqual(good.settings?.[key]);
    },
  );

  test.each(['quota', 'revoked', 'cors:origins', 'secretSeconds', 'tokenScope'] as const)(
    '%s that is deleted has its default: that is what somebody wanted',
    (key) => {
      const { settings, problems } = readSettings(storedSettings({ ...GOOD, [key]: undefined }), good);
      expect(problems).toEqual([]);
      expect(settings?.[key]).toEqual(someSettings()[key]);
    },
  );

  test('goes back to the default that was in force before it was wrong, once it was', () => {
    const deleted = readSettings(storedSettings(), good);
    expect(readSettings(storedSettings({ quota: WRONG }), deleted).settings?.quota).toEqual(someSettings().quota);
  });

  test('does not cost two others theirs', () => {
    const { settings } = readSettings(storedSettings({ ...GOOD, quota: WRONG, revoked: WRONG }), good);
    expect(settings).toEqual(good.settings);
  });
});

describe('the profiles', () => {
  test('have the app’s deployment and lifetime where they name none', () => {
    const { profiles } = someSettings({ deployment: 'mini', secretSeconds: '45', 'profiles:a': '{}' });
    expect(profiles.get('a')).toMatchObject({ value: { deployment: 'mini', secretSeconds: 45 } });
    expect(profiles.get('default')).toMatchObject({ value: { deployment: 'mini', secretSeconds: 45 } });
  });

  test('are no part of the set: a wrong one is a value of its own', () => {
    const settings = someSettings({ 'profiles:a': '{' });
    expect({ ...settings, profiles: undefined }).toEqual({ ...someSettings(), profiles: undefined });
    expect(settings.profiles.get('a')).toMatchObject({ ok: false });
    expect(settings.profiles.get('default')).toMatchObject({ ok: true });
  });
});

describe('a good value', () => {
  test.each<[keyof typeof BASE_SETTINGS, string, unknown]>([
    [
      'endpoint',
      ' https://contoso.cognitiveservices.azure.com/ ',
      expect.objectContaining({ origin: 'https://contoso.openai.azure.com' }),
    ],
    ['deployment', 'gpt-realtime_2.mini', 'gpt-realtime_2.mini'],
    ['deployment', 'x'.repeat(64), 'x'.repeat(64)],
    ['callers', callers, [expect.objectContaining({ role: 'Mint.All', scope: undefined })]],
    [
      'cors:origins',
      '["https://app.example.com","http://localhost:5173"]',
      ['https://app.example.com', 'http://localhost:5173'],
    ],
    ['cors:origins', '[]', []],
    ...[
      'capacitor://localhost',
      'ionic://localhost',
      'app://localhost',
      'tauri://localhost',
      'chrome-extension://abcdefghijklmnopabcdefghijklmnop',
      'moz-extension://0b2c8f5e-6a0e-4e0c-9a57-2f2f1f3d9c11',
      'safari-web-extension://4F2A1B3C-0000-4000-8000-000000000000',
      'vscode-webview://1a2b3c',
      'app+dev://my-app.example:8080',
      'http://tauri.localhost',
      'http://[::1]:3000',
    ].map((text) => ['cors:origins', JSON.stringify([text]), [text]] as ['cors:origins', string, unknown]),
    ['resourceId', '/subscriptions/1/resourceGroups/x', '/subscriptions/1/resourceGroups/x'],
    ['tokenScope', TOKEN_SCOPES[0], TOKEN_SCOPES[0]],
    ['tokenScope', TOKEN_SCOPES[1], TOKEN_SCOPES[1]],
    ['secretSeconds', '10', 10],
    ['secretSeconds', '7200', 7_200],
  ])('of %s is read: %s', (key, text, value) => {
    expect(unwrap(parseSettings(storedSettings({ [key]: text })))[key]).toEqual(value);
  });
});

describe('a wrong value', () => {
  const notAnOrigin = 'must be an exact origin such as https://app.example.com: no path, no slash at the end, no *';
  const notAScope = `must be ${TOKEN_SCOPES.join(' or ')}`;
  test.each<[string, string, string]>([
    [
      'endpoint',
      'https://evil.example',
      'is not the host of an Azure OpenAI resource, https://<resource>.openai.azure.com',
    ],
    ['endpoint', 'http://contoso.openai.azure.com', 'must be https: the identity’s token is sent there'],
    ['deployment', 'two words', 'must be the name of a deployment: letters, digits, - _ .'],
    ['deployment', 'x'.repeat(65), 'must be the name of a deployment: letters, digits, - _ .'],
    ['deployment', 'a/b', 'must be the name of a deployment: letters, digits, - _ .'],
    ['callers', '[', 'is not JSON'],
    ['callers', '[]', 'must name at least one issuer or tenant: nobody is served until then'],
    ['callers', callers.replace('Mint.All', 'a b'), 'at /0/role must be the short name, such as Realtime.Connect'],
    [
      'callers',
      callers.replace(TENANT, 'common'),
      'at /0/tenant must be one tenant’s id; list several tenants as several entries',
    ],
    ['cors:origins', 'https://app.example.com', 'is not JSON'],
    ['cors:origins', '["https://app.example.com/"]', `at /0 ${notAnOrigin}`],
    ['cors:origins', '["https://a.example","*"]', `at /1 ${notAnOrigin}`],
    ['cors:origins', '["null"]', `at /0 ${notAnOrigin}`],
    ['cors:origins', '["https://*.example.com"]', `at /0 ${notAnOrigin}`],
    ['cors:origins', '["https://App.example.com"]', `at /0 ${notAnOrigin}`],
    ['cors:origins', '["https://app.example.com:443"]', `at /0 ${notAnOrigin}`],
    ['cors:origins', '["app.example.com"]', `at /0 ${notAnOrigin}`],
    ...[
      '*',
      'capacitor://',
      'capacitor:localhost',
      'capacitor://localhost/',
      'capacitor://localhost/index.html',
      'Capacitor://localhost',
      'capacitor://*',
      'capacitor://user@localhost',
      'chrome-extension://*',
      '://localhost',
      'file://',
      'file://localhost',
      'blob://localhost',
      'data://localhost',
      'about://blank',
      'javascript://localhost',
      'ws://app.example.com',
      'wss://app.example.com',
      'HTTPS://app.example.com',
      'https:app.example.com',
      'https:///app.example.com',
    ].map((text) => ['cors:origins', JSON.stringify([text]), `at /0 ${notAnOrigin}`] as [string, string, string]),
    ['resourceId', 'contoso', 'must be an ARM id: /subscriptions/…'],
    ['tokenScope', 'https://management.azure.com/.default', notAScope],
    ['tokenScope', 'https://cognitiveservices.azure.com', notAScope],
    ['secretSeconds', '9', 'must be at least 10'],
    ['secretSeconds', '7201', 'must be at most 7200'],
    ['secretSeconds', '1.5', 'must be a whole number of seconds'],
    ['secretSeconds', '-60', 'must be a whole number of seconds'],
    ['secretSeconds', '1e2', 'must be a whole number of seconds'],
    ['secretSeconds', 'a minute', 'must be a whole number of seconds'],
  ])('of %s is refused: %s', (key, text, problem) => {
    expect(problemsWith({ [key]: text })).toEqual([{ key: `realtime:${key}`, problem }]);
  });

  test.each(['{}', 'null', '"https://app.example.com"', '[7]'])(
    'of cors:origins is refused when it is JSON of another shape: %s',
    (text) => {
      expect(problemsWith({ 'cors:origins': text })).toHaveLength(1);
    },
  );

  test.each([
    ['cors:origins', '{}'],
    ['callers', '[{"tenant":1,"audiences":["x"],"scope":"x"}]'],
    ['callers', `[{"tenant":"${TENANT}","scope":"x"}]`],
  ])('of %s completes the sentence "<key> …", also when only its type is wrong', (key, text) => {
    const [first] = problemsWith({ [key]: text });
    expect(first?.problem).not.toMatch(/Invalid input/);
  });
});

describe('a key that this version does not know', () => {
  test('refuses nothing, so that a version can be rolled back', () => {
    const settings = someSettings({ future: 'x', 'profiles:default:tools': 'not even JSON' });
    expect(settings).toEqual(someSettings());
  });

  test('is named, with its prefix and in order', () => {
    expect(unknownKeys(storedSettings({ z: '1', a: '2' }))).toEqual(['realtime:a', 'realtime:z']);
    expect(unknownKeys(storedSettings({ secretSeconds: '30' }))).toEqual([]);
  });

  test('is none of a profile’s, whatever its name and value', () => {
    const profiles = { 'profiles:a': 'x', 'profiles:a:instructions': 'x', 'profiles:Not A Name': '{}' };
    expect(unknownKeys(storedSettings(profiles))).toEqual([]);
    expect(unknownKeys(storedSettings({ 'profiles:a:b': '1', profiles: '2', 'profiles:': '3' }))).toEqual([
      'realtime:profiles',
      'realtime:profiles:',
      'realtime:profiles:a:b',
    ]);
  });
});

describe('the content type of a value', () => {
  const VAULT = 'application/vnd.microsoft.appconfig.keyvaultref+json;charset=utf-8';
  const REFERENCE = '{"uri":"https://vault.example/secrets/x"}';
  const toVault =
    'is a reference to Key Vault, which is not followed here: write the value itself, without this content type';

  function typed(key: string, text: string, contentType: string) {
    return new Map(storedSettings()).set(`realtime:${key}`, { text, contentType });
  }

  test.each(KEYS)('that makes a reference to Key Vault of %s is refused by that key’s name', (key) => {
    expect(errorOf(parseSettings(typed(key, REFERENCE, VAULT)))).toEqual([
      { key: `realtime:${key}`, problem: toVault },
    ]);
  });

  test.each(['profiles:kv', 'profiles:kv:instructions'])(
    'that makes a reference to Key Vault of %s refuses that profile alone: its JSON would be the prompt',
    (key) => {
      const stored = typed('profiles:kv', '{}', '').set(`realtime:${key}`, { text: REFERENCE, contentType: VAULT });
      const { profiles } = unwrap(parseSettings(stored));
      expect(profiles.get('kv')).toMatchObject({
        ok: false,
        error: { problems: [{ key: `realtime:${key}`, problem: toVault }] },
      });
      expect(profiles.get('default')).toMatchObject({ ok: true });
    },
  );

  test.each([
    ['APPLICATION/vnd.microsoft.appconfig.KeyVaultRef+json', 'is a reference to Key Vault'],
    ['application/vnd.microsoft.appconfig.ff+json;charset=utf-8', 'is a feature flag'],
    [
      'application/json; profile="https://azconfig.io/mime-profiles/snapshot-ref"; charset=utf-8',
      'is a reference to a snapshot',
    ],
  ])('%s is refused, since its JSON stands for something else', (contentType, problem) => {
    const [first] = errorOf(parseSettings(typed('deployment', '{}', contentType)));
    expect(first?.problem).toContain(problem);
  });

  test.each([
    'application/json',
    'application/json; charset=utf-8',
    ' Application/JSON ;charset=utf-8',
    'application/problem+json',
    'application/vnd.example.v1+json;v=1',
  ])('%s makes a JSON string the text that it means', (contentType) => {
    expect(unwrap(parseSettings(typed('deployment', '"gpt-realtime-mini"', contentType))).deployment).toBe(
      'gpt-realtime-mini',
    );
    expect(unwrap(parseSettings(typed('secretSeconds', '45', contentType))).secretSeconds).toBe(45);
    const instructions = new Map(storedSettings({ 'profiles:a': '{}' })).set('realtime:profiles:a:instructions', {
      text: '"Say \\"hello\\".\\nBe brief."\n',
      contentType,
    });
    expect(unwrap(parseSettings(instructions)).profiles.get('a')).toMatchObject({
      value: { session: { instructions: 'Say "hello".\nBe brief.' } },
    });
  });

  test('JSON leaves a value that is JSON as it is, and a text that is none', () => {
    expect(
      unwrap(parseSettings(typed('cors:origins', GOOD['cors:origins'], 'application/json')))['cors:origins'],
    ).toEqual(['https://app.example.com']);
    expect(unwrap(parseSettings(typed('deployment', 'gpt-realtime', 'application/json'))).deployment).toBe(
      'gpt-realtime',
    );
    expect(errorOf(parseSettings(typed('cors:origins', JSON.stringify('[]'), 'application/json')))).toHaveLength(1);
  });

  test.each(['', 'text/plain', 'text/plain; charset=utf-8', 'application/jsonp', 'application/x-json-ish'])(
    '%j leaves the quotes, which are the text’s own',
    (contentType) => {
      const stored = typed('profiles:a', '{}', '').set('realtime:profiles:a:instructions', {
        text: '"Welcome" is the first word.',
        contentType,
      });
      expect(unwrap(parseSettings(stored)).profiles.get('a')).toMatchObject({
        value: { session: { instructions: '"Welcome" is the first word.' } },
      });
    },
  );

  test('of JSON makes an empty string an absent value', () => {
    expect(errorOf(parseSettings(typed('deployment', '""', 'application/json')))).toEqual([
      { key: 'realtime:deployment', problem: 'is not set' },
    ]);
  });
});

describe('what editors and pipelines leave around a value', () => {
  const around = (text: string) => `\uFEFF ${text}\r\n`;

  test.each(KEYS)('counts for nothing in %s', (key) => {
    expect(someSettings({ [key]: around(GOOD[key]) })).toEqual(someSettings({ [key]: GOOD[key] }));
  });

  test('counts for nothing in a profile', () => {
    const { profiles } = someSettings({
      'profiles:a': around('{"secretSeconds":30}'),
      'profiles:a:instructions': '\uFEFF Be brief.\r\n',
    });
    // Instructions are somebody's words: they lose the mark, and nothing that was written.
    expect(profiles.get('a')).toMatchObject({
      value: { secretSeconds: 30, session: { instructions: ' Be brief.\r\n' } },
    });
  });
});

describe('a cloud', () => {
  const GOVERNMENT = 'https://contoso.openai.azure.us';
  const [OF_PUBLIC, OTHER_OF_PUBLIC] = CLOUDS.public.tokenScopes;
  const [OF_GOVERNMENT] = CLOUDS.usGovernment.tokenScopes;

  test('is the endpoint’s: its tokens are for what that cloud takes, and tenants sign in at its host', () => {
    const { endpoint, tokenScope, callers: rules } = someSettings({ endpoint: GOVERNMENT });
    expect([endpoint.origin, tokenScope]).toEqual([GOVERNMENT, 'https://cognitiveservices.azure.us/.default']);
    expect(rules[0]?.issuers).toEqual([
      {
        issuer: `https://login.microsoftonline.us/${TENANT}/v2.0`,
        discoveryUrl: `https://login.microsoftonline.us/${TENANT}/v2.0/.well-known/openid-configuration`,
      },
      {
        issuer: `https://sts.windows.net/${TENANT}/`,
        discoveryUrl: `https://login.microsoftonline.us/${TENANT}/.well-known/openid-configuration`,
      },
    ]);
  });

  test('leaves an issuer that is written out as it is', () => {
    const issuer = 'https://issuer.example.com';
    const written = JSON.stringify([{ issuer, audiences: [API], scope: 'x' }]);
    const { callers: rules } = someSettings({ endpoint: GOVERNMENT, callers: written });
    expect(rules[0]?.issuers).toEqual([expect.objectContaining({ issuer })]);
  });

  test('takes the scope of its own that is written', () => {
    expect(someSettings({ endpoint: GOVERNMENT, tokenScope: OF_GOVERNMENT }).tokenScope).toBe(OF_GOVERNMENT);
    expect(someSettings({ tokenScope: OTHER_OF_PUBLIC }).tokenScope).toBe(OTHER_OF_PUBLIC);
  });

  test.each([
    [GOVERNMENT, OF_PUBLIC, OF_GOVERNMENT],
    [GOVERNMENT, OTHER_OF_PUBLIC, OF_GOVERNMENT],
    ['https://contoso.openai.azure.com', OF_GOVERNMENT, OF_PUBLIC],
  ])('at %s refuses the scope %s of another by its key, and asks for %s', (endpoint, tokenScope, instead) => {
    const { settings, problems } = readSettings(storedSettings({ endpoint, tokenScope }));
    expect(problems).toEqual([
      {
        key: 'realtime:tokenScope',
        problem: expect.stringMatching(/^is of another cloud than realtime:endpoint, where it is /) as string,
      },
    ]);
    expect(settings?.tokenScope).toBe(instead);
  });

  test('keeps the scope that it had while one of another is written', () => {
    const before = readSettings(storedSettings({ tokenScope: OTHER_OF_PUBLIC }));
    const mixed = readSettings(storedSettings({ tokenScope: OF_GOVERNMENT }), before);
    expect([mixed.settings?.tokenScope, mixed.problems.length]).toEqual([OTHER_OF_PUBLIC, 1]);
    const moved = readSettings(storedSettings({ endpoint: GOVERNMENT, tokenScope: OTHER_OF_PUBLIC }), before);
    expect([moved.settings?.tokenScope, moved.problems.length]).toEqual([OF_GOVERNMENT, 1]);
  });

  test('is the store’s before the settings say', () => {
    expect(cloudOfStore('https://contoso.azconfig.azure.us')).toBe(CLOUDS.usGovernment);
    const others = ['https://contoso.azconfig.io', 'https://azconfig.azure.us.evil.example', 'no address', undefined];
    for (const store of others) expect(cloudOfStore(store)).toBe(CLOUDS.public);
  });
});
