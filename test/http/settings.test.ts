/** The settings, while the app runs: changes take effect without a restart, and a wrong one harms nobody. */
import { type Answer, type System, startSystem } from './system.ts';

/** Beyond the age at which settings are polled, with a second for the app's own clock. */
const STALE_MS = 37_000;
const OLD_MS = 5 * 60_000 + 1_000;
const DEPLOYMENT = 'realtime:deployment';

let system: System;

const deploymentOf = ({ json }: Answer): unknown => json['model'];
const polls = (status?: number): number =>
  system.azure.requests.count('appConfiguration', (request) => status === undefined || request.status === status);

/** Lets the settings grow stale and has them polled, as the next request does; gives the answer of that request. */
async function poll(): Promise<Answer> {
  const [answered, asked] = [polls(200) + polls(304), polls()];
  await system.advance(STALE_MS);
  const answer = await system.mint();
  await system.until(() => polls() > asked && polls(200) + polls(304) > answered);
  // The store has answered; by the time of another mint the app has read it.
  await system.mint();
  return answer;
}

/** Waits until mints are for that deployment. */
async function mintsFrom(name: string): Promise<void> {
  await system.until(async () => deploymentOf(await system.mint()) === name);
}

describe('one page of settings without a label', () => {
  beforeAll(async () => {
    system = await startSystem({
      environment: { AZURE_APPCONFIGURATION_LABEL: '' },
      prepare: ({ settings }) => settings.set(DEPLOYMENT, 'voice-assistant', 'staging'),
    });
  });
  afterAll(() => system.stop());
  beforeEach(async () => {
    system.azure.settings.delete('realtime:secretSeconds');
    system.azure.settings.set(DEPLOYMENT, 'gpt-realtime-mini');
    await system.advance(OLD_MS);
    expect(deploymentOf(await system.mint())).toBe('gpt-realtime-mini');
  });

  test('a changed deployment takes effect without a restart: the next request may get the old one, then none does', async () => {
    system.azure.settings.set(DEPLOYMENT, 'gpt-realtime');
    await system.advance(STALE_MS);
    const first = await system.mint();
    expect(first.status).toBe(200);
    expect(['gpt-realtime-mini', 'gpt-realtime']).toContain(deploymentOf(first));
    await mintsFrom('gpt-realtime');
    const next = await system.mint();
    expect(next.json).toMatchObject({ model: 'gpt-realtime', session: { model: 'gpt-realtime' } });
  });

  test('nothing is polled within 30 s, however many requests come', async () => {
    system.azure.settings.set(DEPLOYMENT, 'gpt-realtime');
    const before = polls();
    await system.advance(20_000);
    const answers = await Promise.all(Array.from({ length: 10 }, () => system.mint()));
    expect(polls()).toBe(before);
    expect(new Set(answers.map(deploymentOf))).toEqual(new Set(['gpt-realtime-mini']));
  });

  test('a poll that finds nothing changed costs one request that is answered 304, and nothing is loaded again', async () => {
    const loaded = (await system.logged('settings_loaded')).length;
    const [all, unchanged] = [polls(), polls(304)];
    await poll();
    expect([polls() - all, polls(304) - unchanged]).toEqual([1, 1]);
    expect(await system.logged('settings_loaded')).toHaveLength(loaded);
  });

  test('one poll serves all who come while the settings are stale', async () => {
    const before = polls();
    await system.advance(STALE_MS);
    await Promise.all(Array.from({ length: 20 }, () => system.mint()));
    expect(polls()).toBe(before + 1);
  });

  test('an idle instance asks nothing', async () => {
    const before = polls();
    await system.advance(2 * 60 * 60_000);
    await system.request('/api/healthz');
    expect(polls()).toBe(before);
  });

  test('a request that finds settings older than five minutes waits for the new ones', async () => {
    system.azure.settings.set(DEPLOYMENT, 'gpt-realtime');
    await system.advance(OLD_MS);
    expect(deploymentOf(await system.mint())).toBe('gpt-realtime');
  });

  test('a label that is not asked for is not read', async () => {
    await poll();
    expect(deploymentOf(await system.mint())).toBe('gpt-realtime-mini');
  });

  test('a wrong value keeps the last good one, holds no other key back, and is told until it is mended', async () => {
    const reported = async () => (await system.logged('settings_unusable', 0)).length;
    const warnings = async () => (await system.request('/api/readyz')).json['warnings'];
    const before = await reported();
    system.azure.settings.set('realtime:secretSeconds', 'soon');
    // Good in itself, and in force at once.
    system.azure.settings.set(DEPLOYMENT, 'gpt-realtime');
    await poll();
    const [line] = (await system.logged('settings_unusable', before + 1)).slice(before);
    expect(line).toMatchObject({ reason: 'settings_invalid', problems: [{ key: 'realtime:secretSeconds' }] });
    expect(await warnings()).toEqual(['settings_invalid']);
    expect(await system.request('/api/readyz')).toMatchObject({ status: 200 });
    await mintsFrom('gpt-realtime');
    await poll();
    expect(await reported()).toBe(before + 1);

    system.azure.settings.set('realtime:secretSeconds', '30');
    await poll();
    await poll();
    expect(await warnings()).toEqual([]);
  });

  test('a reference to Key Vault at a profile’s instructions refuses that profile, and is no prompt', async () => {
    const [profile, instructions] = ['realtime:profiles:kv', 'realtime:profiles:kv:instructions'];
    const vault = 'application/vnd.microsoft.appconfig.keyvaultref+json;charset=utf-8';
    system.azure.settings.set(profile, '{}');
    system.azure.settings.set(instructions, '{"uri":"https://vault.example/secrets/prompt"}', undefined, vault);
    await poll();
    const ask = async () => {
      const headers = { ...(await system.bearer()), 'Content-Type': 'application/json' };
      return system.mint({ headers, body: JSON.stringify({ profile: 'kv' }) });
    };
    const refused = await ask();
    expect([refused.status, refused.json['code']]).toEqual([503, 'profile_invalid']);
    expect(refused.json['detail']).toContain(`${instructions} is a reference to Key Vault`);
    expect(await system.mint()).toMatchObject({ status: 200 });

    system.azure.settings.set(instructions, '"Be \\"brief\\"."', undefined, 'application/json');
    await poll();
    await poll();
    expect(await ask()).toMatchObject({ status: 200 });
    for (const key of [profile, instructions]) system.azure.settings.delete(key);
    await poll();
  });

  test('a required key that is deleted keeps its last good value', async () => {
    system.azure.settings.delete(DEPLOYMENT);
    await poll();
    expect(deploymentOf(await poll())).toBe('gpt-realtime-mini');
    expect((await system.request('/api/readyz')).json['warnings']).toEqual(['settings_invalid']);
  });

  test('an unknown key is warned about in the log and refuses nothing', async () => {
    system.azure.settings.set('realtime:of-a-later-version', '{"anything":true}');
    await poll();
    const lines = await system.logged('settings_unknown', 1);
    expect(lines.at(-1)).toMatchObject({ keys: ['realtime:of-a-later-version'] });
    expect(await system.mint()).toMatchObject({ status: 200 });
    expect((await system.request('/api/readyz')).json).toMatchObject({ status: 'ready', warnings: [] });
  });

  test('another app’s key in the same store is not looked at', async () => {
    const warned = (await system.logged('settings_unknown', 0)).length;
    system.azure.settings.set('other-app:deployment', 'x');
    system.azure.settings.set('realtimes:deployment', 'x');
    await poll();
    await poll();
    expect(await system.logged('settings_unknown', 0)).toHaveLength(warned);
  });
});

/** A filter would take it for two names. */
const LABEL = 'staging,v2*';

describe('a label, and settings on several pages', () => {
  beforeAll(async () => {
    system = await startSystem({
      environment: { AZURE_APPCONFIGURATION_LABEL: LABEL },
      prepare({ settings, switches, urls }) {
        switches.set('appConfiguration.pageSize', 2);
        for (const key of ['endpoint', 'callers', 'cors:origins', 'resourceId', 'quota'].map(
          (name) => `realtime:${name}`,
        )) {
          settings.set(key, settings.get(key) ?? '', LABEL);
        }
        settings.set(DEPLOYMENT, 'voice-assistant', LABEL);
        // Only the label's own endpoint leads anywhere.
        settings.set('realtime:endpoint', urls.openai.replace(/\d+$/, '1'));
      },
    });
  });
  afterAll(() => system.stop());

  test('the label of the environment decides which settings are in force', async () => {
    const answer = await system.mint();
    expect(answer.status).toBe(200);
    expect(deploymentOf(answer)).toBe('voice-assistant');
  });

  test('all pages are read', async () => {
    await system.mintUntil(200);
    expect((await system.logged('settings_loaded', 1))[0]).toMatchObject({ keys: 6 });
  });

  test('a poll that finds nothing changed asks once for each page, and each is answered 304', async () => {
    await system.mintUntil(200);
    const [all, unchanged] = [polls(), polls(304)];
    await system.advance(OLD_MS);
    expect(await system.mint()).toMatchObject({ status: 200 });
    expect([polls() - all, polls(304) - unchanged]).toEqual([3, 3]);
  });

  test.each([
    ['on the last page', 'realtime:secretSeconds', '30'],
    ['on the first page', 'realtime:cors:origins', '["https://app.example.com"]'],
    ['that adds a page', 'realtime:tokenScope', 'https://ai.azure.com/.default'],
  ])('a change %s takes effect', async (_what, key, value) => {
    await system.mintUntil(200);
    const loaded = (await system.logged('settings_loaded', 1)).length;
    system.azure.settings.set(key, value, LABEL);
    await system.advance(OLD_MS);
    expect(await system.mint()).toMatchObject({ status: 200 });
    await system.logged('settings_loaded', loaded + 1);
  });

  test('a change of the same key without the label does not', async () => {
    system.azure.settings.set(DEPLOYMENT, 'gpt-realtime');
    await system.advance(OLD_MS);
    expect(deploymentOf(await system.mint())).toBe('voice-assistant');
  });

  test('settings that go, page by page, are gone', async () => {
    const headers = { Origin: 'https://app.example.com' };
    system.azure.settings.set('realtime:cors:origins', '["https://app.example.com"]', LABEL);
    await system.advance(OLD_MS);
    expect(await system.mint()).toMatchObject({ status: 200 });
    expect((await system.request('/api/healthz', { headers })).headers.has('access-control-allow-origin')).toBe(true);
    for (const key of ['cors:origins', 'resourceId']) system.azure.settings.delete(`realtime:${key}`, LABEL);
    await system.advance(OLD_MS);
    expect(await system.mint()).toMatchObject({ status: 200 });
    expect((await system.request('/api/healthz', { headers })).headers.has('access-control-allow-origin')).toBe(false);
  });
});
