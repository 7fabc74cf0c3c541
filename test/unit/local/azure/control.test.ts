/** The control service, as a shell or another process uses it. */
import { decodeJwt } from 'jose';
import type { EmulatedAzure } from '../../../../local/azure/emulated-azure.ts';
import { startStorageService } from '../../../../local/azure/storage/storage-service.ts';
import { anOffer, mintSecret, postOffer, resourceOf } from '../../../calls/caller.ts';
import { startTestAzure } from '../../../support/start-test-azure.ts';
import { askIdentity, send } from './clients.ts';

let azure: EmulatedAzure;
beforeAll(async () => {
  azure = await startTestAzure();
});
afterEach(() => azure.switches.reset());
afterAll(() => azure.stop());

const JSON_TYPE = { 'content-type': 'application/json' };
const control = (method: string, path: string, body?: unknown, headers?: Record<string, string>) =>
  send(azure, `${azure.urls.control}${path}`, {
    method,
    ...(headers && { headers }),
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });

test('the front page names every route’s folder and every switch', async () => {
  const { body } = await control('GET', '/');
  for (const { name } of azure.switches.list()) expect(body).toContain(`${name} = `);
  for (const path of ['/caller-token', '/requests', '/calls', '/settings/{key}', '/issuer/rotate'])
    expect(body).toContain(path);
});

test('a switch is set, for good or for some requests, listed and reset', async () => {
  expect((await control('PUT', '/switches/identity.status', { value: 429, times: 1 })).status).toBe(200);
  expect((await askIdentity(azure, {})).status).toBe(429);
  expect((await askIdentity(azure, {})).status).toBe(400);
  await control('PUT', '/switches/mint.localAuth', 'true');
  const listed = JSON.parse((await control('GET', '/switches')).body);
  expect(listed).toContainEqual(expect.objectContaining({ name: 'mint.localAuth', current: 'on' }));
  expect((await control('DELETE', '/switches')).status).toBe(204);
  expect(azure.switches.get('mint.localAuth')).toBe('off');
});

test('to reset the switches leaves settings as they are', async () => {
  const path = '/settings/realtime:deployment';
  const before = azure.settings.get('realtime:deployment') ?? '';
  await control('PUT', path, 'voice-assistant');
  await control('DELETE', '/switches');
  expect((await control('GET', path)).body).toBe('voice-assistant');
  expect((await control('GET', '/')).body).toMatch(/DELETE \/switches +every switch as at start; settings.* stay/);
  await control('PUT', path, before);
});

test('a start afresh puts back switches, settings and what az has changed', async () => {
  const settings = () => azure.settings.list().map(({ key, label, value }) => [key, label, value]);
  const before = settings();
  await control('PUT', '/switches/mint.localAuth', 'true');
  await control('PUT', '/settings/realtime:deployment', 'voice-assistant');
  await control('PUT', '/settings/realtime:cors:origins?label=prod', '[]');
  azure.subscription.deleteDeployment('oai-local', 'gpt-realtime-mini');
  expect((await control('DELETE', '/')).status).toBe(204);
  expect(azure.switches.list().filter(({ initial, current }) => initial !== current)).toEqual([]);
  expect(settings()).toEqual(before);
  expect(azure.subscription.findAccount('oai-local')?.deployments.has('gpt-realtime-mini')).toBe(true);
});

test('the switch for the model acts on the deployment that the settings name, and puts its own model back', async () => {
  const modelOf = (name: string) => azure.subscription.findAccount('oai-local')?.deployments.get(name)?.model.name;
  await control('PUT', '/settings/realtime:deployment', 'voice-assistant');
  await control('PUT', '/switches/account.deploymentModel', '"gpt-4o"');
  expect([modelOf('voice-assistant'), modelOf('gpt-realtime-mini')]).toEqual(['gpt-4o', 'gpt-realtime-mini']);
  await control('DELETE', '/');
  expect(modelOf('voice-assistant')).toBe('gpt-realtime');
});

test.each<[string, unknown, string]>([
  ['nothing', '"on"', 'mint.error'],
  ['mint.error', '"nonsense"', 'deployment-not-found'],
  ['mint.delayMs', '-1', '0 to 120000'],
  ['mint.delayMs', '1.5', '0 to 120000'],
  ['mint.error', { value: 'firewall', times: 0 }, 'times is a whole number'],
  ['identity.down', { value: 'refuse', times: 1 }, 'cannot be limited'],
  ['mint.error', 'not JSON', 'JSON value'],
])('the switch %s cannot be %j, and the answer names what is legal', async (name, body, legal) => {
  const answer = await control('PUT', `/switches/${name}`, body);
  expect(answer.status).toBe(400);
  expect(JSON.parse(answer.body).error).toContain(legal);
});

test('a caller’s token is plain text without a line end, with the claims that were asked for', async () => {
  const answer = await control('POST', '/caller-token');
  expect(answer.headers['content-type']).toMatch(/^text\/plain/);
  expect(decodeJwt(answer.body)).toMatchObject({ scp: 'access_as_user' });
  expect(decodeJwt((await control('POST', '/caller-token', { oid: 'other' })).body)['oid']).toBe('other');
  expect((await control('POST', '/caller-token', '[]')).status).toBe(400);
});

test('settings are written, read and removed as text', async () => {
  expect((await control('PUT', '/settings/realtime%3AsecretSeconds?label=green', '90')).status).toBe(204);
  expect(azure.settings.get('realtime:secretSeconds', 'green')).toBe('90');
  expect((await control('GET', '/settings/realtime:secretSeconds?label=green')).body).toBe('90');
  expect((await control('DELETE', '/settings/realtime:secretSeconds?label=green')).status).toBe(204);
  expect((await control('GET', '/settings/realtime:secretSeconds?label=green')).status).toBe(404);
  expect((await control('PUT', '/settings/k', 'x'.repeat(10_000))).status).toBe(400);
});

test('the log of requests shows who came, and no credential', async () => {
  await control('DELETE', '/requests');
  const secret = azure.environment['IDENTITY_HEADER'] ?? '';
  await askIdentity(
    azure,
    { resource: 'r' },
    { 'x-identity-header': secret, authorization: 'Bearer s3cr3t', 'api-key': 's3cr3t' },
  );
  const { body } = await control('GET', '/requests?service=identity');
  expect(body).not.toContain(secret);
  expect(body).not.toContain('s3cr3t');
  expect(JSON.parse(body)).toEqual([
    {
      service: 'identity',
      method: 'GET',
      path: '/msi/token',
      query: '?resource=r',
      headers: expect.objectContaining({ authorization: 'Bearer (removed)', 'x-identity-header': '(removed)' }),
      status: 400,
      at: expect.stringMatching(/^\d{4}-.*Z$/),
    },
  ]);
  expect((await control('GET', '/requests?service=other')).status).toBe(400);
});

test('open calls are listed, and hung up by their id', async () => {
  const resource = await resourceOf(azure);
  await postOffer(resource, await mintSecret(resource), await anOffer());
  const [listed, ...more] = JSON.parse((await control('GET', '/calls')).body);
  expect([listed, more]).toEqual([
    { id: expect.stringMatching(/^rtc_[0-9a-f]{32}$/), since: expect.any(String), state: 'connecting' },
    [],
  ]);
  expect((await control('DELETE', `/calls/${listed.id}`)).status).toBe(204);
  expect((await control('GET', '/calls')).body).toBe('[]');
  expect((await control('DELETE', `/calls/${listed.id}`)).status).toBe(404);
  const ended = JSON.parse((await control('GET', '/calls/ended')).body);
  expect(ended).toEqual([{ id: listed.id, since: listed.since, endedAt: expect.any(String), by: 'control' }]);
});

const keyOf = (token: string) => Buffer.from(token.split('.')[0] ?? '', 'base64url').toString();

test('a rotation over HTTP makes earlier tokens old', async () => {
  const before = keyOf(await azure.callerToken());
  expect((await control('POST', '/issuer/rotate', undefined, JSON_TYPE)).status).toBe(204);
  expect(keyOf(await azure.callerToken())).not.toBe(before);
});

describe('another page in a browser of this machine', () => {
  const host = 'localhost:3000';
  const foreign: readonly Readonly<Record<string, string>>[] = [
    { host: 'evil.example' },
    { host: 'localhost.evil.example:80' },
    { host: '127.0.0.1.nip.io:7084' },
    { host: '0.0.0.0:7084' },
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { host, origin: 'http://localhost:5173' },
    { host, origin: 'http://127.0.0.1:3000' },
    { host, origin: 'https://localhost:3000' },
    { host, origin: 'http://localhost' },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { host, origin: 'http://localhost:3000', 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' },
  ];

  test.each(foreign)('gets no token and turns no key with %j', async (headers) => {
    const before = keyOf(await azure.callerToken());
    expect((await control('POST', '/caller-token', undefined, headers)).status).toBe(403);
    expect((await control('POST', '/issuer/rotate', undefined, { ...headers, ...JSON_TYPE })).status).toBe(403);
    expect(keyOf(await azure.callerToken())).toBe(before);
  });

  test.each(foreign.slice(0, -1))('reads nothing with %j', async (headers) => {
    expect((await control('GET', '/requests', undefined, headers)).status).toBe(403);
  });

  test.each(['PUT', 'DELETE', 'POST'])('gets no leave from a preflight for %s', async (method) => {
    const preflight = { origin: 'http://localhost:5173', 'access-control-request-method': method };
    const { status, headers } = await control('OPTIONS', '/switches/mint.error', undefined, preflight);
    expect([status, headers['access-control-allow-origin']]).toEqual([403, undefined]);
  });

  test.each([
    {},
    { 'content-type': 'text/plain;charset=UTF-8' },
    { 'content-type': 'application/x-www-form-urlencoded' },
    { 'content-type': 'multipart/form-data; boundary=x' },
  ])('could change nothing by a POST without a preflight, were its browser silent about it: %j', async (headers) => {
    const before = keyOf(await azure.callerToken());
    expect((await control('POST', '/issuer/rotate', undefined, headers)).status).toBe(415);
    expect((await control('POST', '/az', 'account\0show\0', headers)).status).toBe(415);
    expect(keyOf(await azure.callerToken())).toBe(before);
  });

  test('uses up no trouble of the other services either', async () => {
    azure.switches.set('identity.status', { value: 429, times: 1 });
    const { IDENTITY_ENDPOINT: identity = '' } = azure.environment;
    const refused = await send(azure, identity, { headers: { 'sec-fetch-site': 'cross-site' } });
    expect(refused.status).toBe(403);
    expect((await askIdentity(azure, {})).status).toBe(429);
  });

  test.each(['identity', 'appConfiguration', 'ingestion', 'arm'] as const)(
    'does not even reach %s, with whatever it has found there',
    async (service) => {
      const asked = await send(azure, azure.urls[service], { headers: { origin: 'http://localhost:5173' } });
      expect(asked.status).toBe(403);
      expect((await send(azure, azure.urls[service])).status).not.toBe(403);
    },
  );

  test('reaches with another name for this address neither the identity nor the table, whose key everybody knows', async () => {
    const storage = await startStorageService(0);
    const reach = (url: string, host: string) => send(azure, url, { headers: { host } });
    const { IDENTITY_ENDPOINT: identity = '' } = azure.environment;
    const statuses = await Promise.all(
      [identity, storage.url].flatMap((url) =>
        ['evil.example', 'localhost'].map(async (host) => (await reach(url, host)).status),
      ),
    );
    await storage.stop();
    expect(statuses).toEqual([403, 401, 403, 400]);
  });
});

test.each([
  { host: 'localhost:7084' },
  { host: '[::1]:7084' },
  { host: 'localhost:3000', origin: 'http://localhost:3000', 'sec-fetch-site': 'same-origin' },
  { host: '127.0.0.1', origin: 'http://127.0.0.1' },
  { 'sec-fetch-site': 'none' },
  // What Node's fetch sends by itself.
  { 'sec-fetch-mode': 'cors' },
])('a shell, and a page of the same origin, get a token with %j', async (headers) => {
  expect((await control('POST', '/caller-token', undefined, headers)).status).toBe(200);
});

test('a link on a page of anybody leads to the front page', async () => {
  const link = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' };
  expect((await control('GET', '/', undefined, link)).status).toBe(200);
  expect((await control('GET', '/', undefined, { ...link, 'sec-fetch-dest': 'iframe' })).status).toBe(403);
});

test('unknown paths and methods are refused', async () => {
  expect((await control('GET', '/nothing')).status).toBe(404);
  expect((await control('PATCH', '/switches')).status).toBe(405);
  expect((await control('GET', '/settings/%ff')).status).toBe(404);
});

test('a body that never should be is refused before it is kept', async () => {
  expect((await control('POST', '/caller-token', 'x'.repeat(1_048_577))).status).toBe(413);
});
