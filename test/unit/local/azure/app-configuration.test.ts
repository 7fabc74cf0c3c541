/** App Configuration through its real client, and the wire where the client hides it. */
import type { AppConfigurationClient } from '@azure/app-configuration';
import type { EmulatedAzure } from '../../../../local/azure/emulated-azure.ts';
import { startTestAzure } from '../../../support/start-test-azure.ts';
import { APP_CONFIGURATION, COGNITIVE_SERVICES, createStoreClient, identityToken, send } from './clients.ts';

let azure: EmulatedAzure;
let client: AppConfigurationClient;
beforeAll(async () => {
  azure = await startTestAzure();
});
beforeEach(() => {
  azure.switches.reset();
  azure.settings.replaceAll({ 'app:a': '1', 'app:b': '2', 'app:c': '3', 'app:c,d': '4', other: '5' });
  azure.settings.set('app:a', 'labelled', 'green');
  client = createStoreClient(azure);
});
afterAll(() => azure.stop());

const UNLABELLED = '\0';

async function list(keyFilter?: string, labelFilter: string = UNLABELLED): Promise<string[]> {
  const found: string[] = [];
  for await (const { key, value } of client.listConfigurationSettings({
    ...(keyFilter && { keyFilter }),
    labelFilter,
  })) {
    found.push(`${key}=${value}`);
  }
  return found;
}

type Pages = ReturnType<AppConfigurationClient['listConfigurationSettings']>;

/** Status 304 is what the client shows of an unchanged page. */
async function pages(listing: Pages | ReturnType<AppConfigurationClient['checkConfigurationSettings']>) {
  const found: { etag: string | undefined; status: number }[] = [];
  for await (const page of listing.byPage()) found.push({ etag: page.etag, status: Number(page._response.status) });
  return found;
}

describe('listing', () => {
  test.each<[string | undefined, string, string[]]>([
    ['app:*', UNLABELLED, ['app:a=1', 'app:b=2', 'app:c=3', 'app:c,d=4']],
    ['app:a', UNLABELLED, ['app:a=1']],
    ['app:a,other', UNLABELLED, ['app:a=1', 'other=5']],
    ['app:c\\,d', UNLABELLED, ['app:c,d=4']],
    [undefined, 'green', ['app:a=labelled']],
    ['app:a', '*', ['app:a=1', 'app:a=labelled']],
    ['app:a', 'gr*', ['app:a=labelled']],
    ['nothing*', UNLABELLED, []],
  ])('the key filter %j under the label %j finds %j', async (key, label, expected) => {
    expect(await list(key, label)).toEqual(expected);
  });

  test.each(['a*b', '*a', 'a,b,c,d,e,f', 'a*,b'])('%j is no filter', async (filter) => {
    await expect(list(filter)).rejects.toMatchObject({ statusCode: 400 });
  });

  test('pages are cut at the switch’s size and followed to the end', async () => {
    azure.switches.set('appConfiguration.pageSize', 2);
    expect(await list('app:*')).toHaveLength(4);
    expect(azure.requests.list('appConfiguration').filter(({ query }) => query.includes('after='))).not.toHaveLength(0);
    expect(await pages(client.listConfigurationSettings({ labelFilter: UNLABELLED }))).toHaveLength(3);
  });

  test('101 settings are two pages', async () => {
    azure.settings.replaceAll(Object.fromEntries(Array.from({ length: 101 }, (_, index) => [`k${index}`, 'v'])));
    expect(await pages(client.listConfigurationSettings({ keyFilter: 'k*' }))).toHaveLength(2);
  });
});

describe.each(['listConfigurationSettings', 'checkConfigurationSettings'] as const)('polling with %s', (method) => {
  const filter = { keyFilter: 'app:*', labelFilter: UNLABELLED };
  beforeEach(() => azure.switches.set('appConfiguration.pageSize', 2));

  test('an unchanged store is 304 on every page, also beyond the first', async () => {
    const pageEtags = (await pages(client.listConfigurationSettings(filter))).map(({ etag }) => etag ?? '');
    expect((await pages(client[method]({ ...filter, pageEtags }))).map(({ status }) => status)).toEqual([304, 304]);
  });

  test('a change on the second page shows on the second page alone', async () => {
    const pageEtags = (await pages(client.listConfigurationSettings(filter))).map(({ etag }) => etag ?? '');
    azure.settings.set('app:c', 'changed');
    expect((await pages(client[method]({ ...filter, pageEtags }))).map(({ status }) => status)).toEqual([304, 200]);
  });
});

describe('single settings', () => {
  test('what is set is read back, with its content type and tags, and seen in the process', async () => {
    await client.setConfigurationSetting({
      key: 'app/é *',
      label: 'green',
      value: 'v',
      contentType: 'text/plain',
      tags: { t: '1' },
    });
    const read = await client.getConfigurationSetting({ key: 'app/é *', label: 'green' });
    expect(read).toMatchObject({ value: 'v', contentType: 'text/plain', tags: { t: '1' }, isReadOnly: false });
    expect(azure.settings.get('app/é *', 'green')).toBe('v');
  });

  test('adding what is there is 412, adding what is not there works', async () => {
    await expect(client.addConfigurationSetting({ key: 'other', value: 'x' })).rejects.toMatchObject({
      statusCode: 412,
    });
    expect((await client.addConfigurationSetting({ key: 'new', value: 'x' })).etag).toBeDefined();
  });

  test('a write on an old ETag is 412, on the current one it works', async () => {
    const read = await client.getConfigurationSetting({ key: 'other' });
    await client.setConfigurationSetting({ ...read, value: '6' }, { onlyIfUnchanged: true });
    await expect(
      client.setConfigurationSetting({ ...read, value: '7' }, { onlyIfUnchanged: true }),
    ).rejects.toMatchObject({
      statusCode: 412,
    });
    expect(azure.settings.get('other')).toBe('6');
  });

  test('an unchanged setting is 304, a missing one 404', async () => {
    const read = await client.getConfigurationSetting({ key: 'other' });
    expect((await client.getConfigurationSetting(read, { onlyIfChanged: true })).statusCode).toBe(304);
    await expect(client.getConfigurationSetting({ key: 'missing' })).rejects.toMatchObject({ statusCode: 404 });
  });

  test('deleting answers 200, and 204 when there was nothing', async () => {
    expect((await client.deleteConfigurationSetting({ key: 'other' })).statusCode).toBe(200);
    expect((await client.deleteConfigurationSetting({ key: 'other' })).statusCode).toBe(204);
    expect(azure.settings.get('other')).toBeUndefined();
  });

  test('a setting ends at 10,000 characters, key included', async () => {
    expect((await client.setConfigurationSetting({ key: 'long', value: 'x'.repeat(9_996) })).etag).toBeDefined();
    await expect(client.setConfigurationSetting({ key: 'long', value: 'x'.repeat(9_997) })).rejects.toMatchObject({
      statusCode: 413,
    });
    expect(() => azure.settings.set('long', 'x'.repeat(9_997))).toThrow(RangeError);
  });
});

describe('who may read', () => {
  test('a token for another audience, an old one and none are 401 with a challenge', async () => {
    const url = `${azure.urls.appConfiguration}/kv?api-version=2026-04-01`;
    const ask = (authorization?: string) =>
      send(azure, url, { headers: authorization === undefined ? {} : { authorization } });
    const none = await ask();
    expect([none.status, none.headers['www-authenticate']]).toEqual([401, 'HMAC-SHA256, Bearer']);
    const other = await ask(`Bearer ${await identityToken(azure, COGNITIVE_SERVICES)}`);
    expect([other.status, other.headers['www-authenticate']]).toEqual([401, expect.stringContaining('invalid_token')]);
    const caller = await ask(`Bearer ${await azure.callerToken({ aud: APP_CONFIGURATION })}`);
    expect(caller.status).toBe(401);
    const good = await ask(`Bearer ${await identityToken(azure, `${APP_CONFIGURATION}/`)}`);
    expect(good.status).toBe(200);
    expect(good.headers['sync-token']).toMatch(/^[^=]+=[^;]+;sn=\d+$/);
    expect(good.headers.etag).toBe(`"${JSON.parse(good.body).etag}"`);
  });
});

describe('trouble by switch', () => {
  test.each([401, 403, 429, 500, 503])('status %d, and 200 again', async (value) => {
    azure.switches.set('appConfiguration.status', value);
    await expect(list()).rejects.toMatchObject({ statusCode: value });
    azure.switches.set('appConfiguration.status', 200);
    expect(await list('other')).toEqual(['other=5']);
  });

  test('the real client reads a malformed list as an empty one without an ETag: emptiness alone proves nothing', async () => {
    azure.switches.set('appConfiguration.body', 'malformed');
    expect(await list('other')).toEqual([]);
    expect(await pages(client.listConfigurationSettings({ keyFilter: 'other' }))).toEqual([
      { etag: undefined, status: 200 },
    ]);
  });

  test('down is a refused connection, and up again works', async () => {
    azure.switches.set('appConfiguration.down', 'refuse');
    await expect(list()).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    azure.switches.set('appConfiguration.down', 'off');
    expect(await list('other')).toEqual(['other=5']);
  });
});

test('at start the store holds what infrastructure writes, and what the start was given', async () => {
  const other = await startTestAzure({ settings: { 'realtime:deployment': 'gpt-realtime', 'realtime:extra': 'x' } });
  try {
    expect(other.settings.get('realtime:endpoint')).toBe(other.urls.openai);
    expect(other.settings.get('realtime:deployment')).toBe('gpt-realtime');
    expect(other.settings.get('realtime:extra')).toBe('x');
    expect(JSON.parse(other.settings.get('realtime:callers') ?? '')).toEqual([
      {
        issuer: other.urls.issuer,
        audiences: [expect.any(String), expect.stringMatching(/^api:/)],
        operatorRole: 'Realtime.Operate',
        scope: 'access_as_user',
        role: 'Realtime.Mint',
      },
    ]);
    expect(other.settings.get('realtime:cors:origins')).toBe('["http://localhost:3000"]');
    expect(other.settings.get('realtime:resourceId')).toMatch(/^\/subscriptions\//);
  } finally {
    await other.stop();
  }
});
