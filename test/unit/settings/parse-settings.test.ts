import { TOKEN_SCOPES } from '../../../src/lib/clouds.ts';
import { parseSettings, unknownKeys } from '../../../src/settings/parse-settings.ts';
import { errorOf, unwrap } from '../../support/result.ts';
import { API, someSettings, storedSettings, TENANT } from '../../support/stored-settings.ts';
import { type BaseKey, inForce } from './other-values.ts';

function problemsWith(overrides: Readonly<Record<string, string | undefined>>) {
  return errorOf(parseSettings(storedSettings(overrides)));
}

const callers = JSON.stringify([{ tenant: TENANT, audiences: [API], role: 'Mint.All' }]);

describe('the settings', () => {
  test('have a default for everything but endpoint, deployment and callers', () => {
    expect(inForce(someSettings())).toMatchObject({
      endpoint: { origin: 'https://contoso.openai.azure.com' },
      deployment: 'gpt-realtime',
      callers: [{ tenant: TENANT, scope: 'access_as_user' }],
      'cors:origins': [],
      resourceId: undefined,
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

  test('give no page a secret where the minutes of some end users are counted, and else they do', () => {
    const isDirect = (quota: object) => {
      const rule = { tenant: TENANT, audiences: [API], role: 'Mint.All', onBehalf: { role: 'Speaks', quota } };
      const profile = someSettings({ callers: JSON.stringify([rule]) }).profiles.get('default');
      return profile?.ok && profile.value.api === 'realtime' && profile.value.direct;
    };
    expect(isDirect({ speech: { minutes: 5, windowSeconds: 60 } })).toBe(false);
    expect(isDirect({ day: { limit: 5, windowSeconds: 60 } })).toBe(true);
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

describe('the profiles', () => {
  test('have the app’s deployment and lifetime where they name none', () => {
    const { profiles } = someSettings({ deployment: 'mini', secretSeconds: '45', 'profiles:a': '{}' });
    expect(profiles.get('a')).toMatchObject({ value: { servedAt: [{ deployment: 'mini' }], secretSeconds: 45 } });
    expect(profiles.get('default')).toMatchObject({ value: { servedAt: [{ deployment: 'mini' }], secretSeconds: 45 } });
  });

  test('are no part of the set: a wrong one is a value of its own', () => {
    const settings = someSettings({ 'profiles:a': '{' });
    expect({ ...settings, profiles: undefined }).toEqual({ ...someSettings(), profiles: undefined });
    expect(settings.profiles.get('a')).toMatchObject({ ok: false });
    expect(settings.profiles.get('default')).toMatchObject({ ok: true });
  });
});

describe('a good value', () => {
  test.each<[BaseKey, string, unknown]>([
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
    expect(inForce(unwrap(parseSettings(storedSettings({ [key]: text }))))[key]).toEqual(value);
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
