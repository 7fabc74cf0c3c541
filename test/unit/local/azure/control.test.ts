/** The control service, as a shell or another process uses it. */
import { decodeJwt } from 'jose';
import type { EmulatedAzure } from '../../../../local/azure/emulated-azure.ts';
import { anOffer, mintSecret, postOffer, resourceOf } from '../../../calls/caller.ts';
import { startTestAzure } from '../../../support/start-test-azure.ts';
import { askControl, askIdentity, headerOf } from './clients.ts';

let azure: EmulatedAzure;
beforeAll(async () => {
  azure = await startTestAzure();
});
afterEach(() => azure.switches.reset());
afterAll(() => azure.stop());

const JSON_TYPE = { 'content-type': 'application/json' };
const control = (method: string, path: string, body?: unknown, headers?: Record<string, string>) =>
  askControl(azure, method, path, body, headers);

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

test('a rotation over HTTP makes earlier tokens old', async () => {
  const before = headerOf(await azure.callerToken());
  expect((await control('POST', '/issuer/rotate', undefined, JSON_TYPE)).status).toBe(204);
  expect(headerOf(await azure.callerToken())).not.toBe(before);
});

test('unknown paths and methods are refused', async () => {
  expect((await control('GET', '/nothing')).status).toBe(404);
  expect((await control('PATCH', '/switches')).status).toBe(405);
  expect((await control('GET', '/settings/%ff')).status).toBe(404);
});

test('a body that never should be is refused before it is kept', async () => {
  expect((await control('POST', '/caller-token', 'x'.repeat(1_048_577))).status).toBe(413);
});
