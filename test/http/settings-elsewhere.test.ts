/** Whoever can write settings must not be able to send the identity's token anywhere but to Azure OpenAI. */
import { type LoopbackServer, startLoopbackServer } from '../support/loopback-server.ts';
import { type Answer, type System, startSystem } from './system.ts';

/** The two resources that the identity's token is ever fetched for here, by their order of need. */
const STORE = 'https://appconfig.azure.com';
const OPENAI = ['https://cognitiveservices.azure.com', 'https://ai.azure.com'];

let system: System;
/** Stands where the wrong settings point: whatever reaches it would have had the token. */
let elsewhere: LoopbackServer;
let port: string;
beforeAll(async () => {
  elsewhere = await startLoopbackServer();
  port = new URL(elsewhere.origin).port;
  system = await startSystem({ settings: { 'realtime:endpoint': 'https://evil.example.com' } });
});
afterAll(async () => {
  await system.stop();
  await elsewhere.close();
});

/** The answer to a mint that finds this setting, on an app that has never had a good set. */
async function mintWith(key: string, value: string): Promise<Answer> {
  system.azure.settings.set('realtime:endpoint', system.azure.urls.openai);
  system.azure.settings.delete('realtime:tokenScope');
  system.azure.settings.set(key, value);
  // Beyond the second for which a failed read is not repeated.
  await system.advance(2_000);
  return system.mint();
}

function resourcesAsked(): ReadonlySet<string | null> {
  const asked = system.azure.requests.list('identity').map(({ query }) => new URLSearchParams(query).get('resource'));
  return new Set(asked);
}

/** Refused by name, and nobody got anything. */
async function expectRefused(key: string, value: string): Promise<void> {
  const { status, headers, json } = await mintWith(key, value);
  expect([value, status, json['code']]).toEqual([value, 503, 'configuration_unavailable']);
  expect(json['detail']).toContain(`${key} `);
  expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
  expect(elsewhere.requests).toEqual([]);
  expect(system.azure.requests.count('openai')).toBe(0);
  expect([...resourcesAsked()].filter((resource) => resource !== STORE && resource !== OPENAI[0])).toEqual([]);
}

describe('before the app has had a good set', () => {
  test.each([
    'https://evil.example.com',
    'https://openai.azure.com',
    'https://openai.azure.com.evil.example',
    'https://contoso-openai.azure.com',
    'https://a.contoso.openai.azure.com',
    'https://contoso.openai.azure.com.',
    'https://contoso.openai.azure.com:8443',
    'https://contoso.openai.azure.com@evil.example',
    'https://user:password@contoso.openai.azure.com',
    'http://contoso.openai.azure.com',
    'https://evil.example/.openai.azure.com',
    'https://evil.example#.openai.azure.com',
    'https://evil.example\\.openai.azure.com',
    'https://eastus.api.cognitive.microsoft.com',
    'https://127.0.0.1.evil.example',
    'https://localhost.evil.example',
    'https://169.254.169.254',
    'ftp://127.0.0.1',
    'file:///etc/passwd',
    'contoso.openai.azure.com',
    'contoso',
  ])('the endpoint %s is refused by its key', async (endpoint) => {
    await expectRefused('realtime:endpoint', endpoint);
  });

  // Each of them would reach the server that stands elsewhere, if it were asked.
  test.each([
    ['every interface', () => `http://0.0.0.0:${port}`],
    ['every interface, in short', () => `http://0:${port}`],
    ['loopback as a mapped IPv6 address', () => `http://[::ffff:127.0.0.1]:${port}`],
    ['the host’s name with a dot', () => `http://localhost.:${port}`],
    ['loopback as credentials of another host', () => `http://127.0.0.1@0.0.0.0:${port}`],
  ])('the endpoint at %s is refused, and nothing arrives there', async (_what, endpoint) => {
    await expectRefused('realtime:endpoint', endpoint());
  });

  test('names the wrong key to whoever asks, and repeats nothing of its value', async () => {
    const { text } = await mintWith('realtime:endpoint', 'https://evil.example.com/path?secret=abc');
    expect(text).not.toMatch(/evil|secret=abc/);
  });
});

describe('with a token scope that is none of ours', () => {
  test.each([
    'https://management.azure.com/.default',
    'https://graph.microsoft.com/.default',
    'https://vault.azure.net/.default',
    'https://storage.azure.com/.default',
    'https://evil.example/.default',
    'https://cognitiveservices.azure.com',
    'https://cognitiveservices.azure.com/.default https://graph.microsoft.com/.default',
    'https://cognitiveservices.azure.com.evil.example/.default',
  ])('the token scope %s is refused by its key, and no token is asked for it: the default is', async (scope) => {
    const { status } = await mintWith('realtime:tokenScope', scope);
    expect(status).toBe(200);
    expect((await system.request('/api/readyz')).json['warnings']).toEqual(['settings_invalid']);
    expect([...resourcesAsked()].sort()).toEqual([STORE, OPENAI[0]].sort());
  });
});

describe('once the app has a good set', () => {
  const OLD_MS = 5 * 60_000 + 1_000;
  beforeAll(async () => {
    expect(await mintWith('realtime:endpoint', system.azure.urls.openai)).toMatchObject({ status: 200 });
  });

  test.each([
    ['realtime:endpoint', () => `http://0.0.0.0:${port}`],
    ['realtime:tokenScope', () => 'https://graph.microsoft.com/.default'],
  ])('a wrong %s does not replace it, and nothing arrives elsewhere', async (key, value) => {
    system.azure.settings.set(key, value());
    await system.advance(OLD_MS);
    const { status, json } = await system.mint();
    expect([status, json['url']]).toEqual([200, `${system.azure.urls.openai}/openai/v1/realtime/calls`]);
    expect((await system.request('/api/readyz')).json['warnings']).toEqual(['settings_invalid']);
    expect(elsewhere.requests).toEqual([]);
    expect([...resourcesAsked()].sort()).toEqual([STORE, OPENAI[0]].sort());
    system.azure.settings.set('realtime:endpoint', system.azure.urls.openai);
    system.azure.settings.delete('realtime:tokenScope');
  });

  test.each([
    ['with a slash', (origin: string) => `${origin}/`],
    ['with the path and query of a pasted target', (origin: string) => `${origin}/openai/deployments/x?api-version=1`],
    ['with space around it', (origin: string) => ` ${origin} `],
    ['by the name localhost', (origin: string) => origin.replace('127.0.0.1', 'localhost')],
  ])('the right endpoint is taken %s', async (_what, write) => {
    system.azure.settings.set('realtime:endpoint', write(system.azure.urls.openai));
    await system.advance(OLD_MS);
    expect(await system.mint()).toMatchObject({ status: 200 });
    expect((await system.request('/api/readyz')).json['warnings']).toEqual([]);
  });

  test('the other scope of the closed list is taken, and the token is fetched for it', async () => {
    system.azure.settings.set('realtime:tokenScope', 'https://ai.azure.com/.default');
    await system.advance(OLD_MS);
    expect(await system.mint()).toMatchObject({ status: 200 });
    expect([...resourcesAsked()].sort()).toEqual([STORE, ...OPENAI].sort());
  });
});
