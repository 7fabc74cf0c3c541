/** Which pages of a browser the control service lets in, and what every other one is refused. */
import type { EmulatedAzure } from '../../../../local/azure/emulated-azure.ts';
import { startStorageService } from '../../../../local/azure/storage/storage-service.ts';
import { startTestAzure } from '../../../support/start-test-azure.ts';
import { askControl, askIdentity, headerOf, send } from './clients.ts';

let azure: EmulatedAzure;
beforeAll(async () => {
  azure = await startTestAzure();
});
afterEach(() => azure.switches.reset());
afterAll(() => azure.stop());

const JSON_TYPE = { 'content-type': 'application/json' };
const control = (method: string, path: string, body?: unknown, headers?: Record<string, string>) =>
  askControl(azure, method, path, body, headers);

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
    const before = headerOf(await azure.callerToken());
    expect((await control('POST', '/caller-token', undefined, headers)).status).toBe(403);
    expect((await control('POST', '/issuer/rotate', undefined, { ...headers, ...JSON_TYPE })).status).toBe(403);
    expect(headerOf(await azure.callerToken())).toBe(before);
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
    const before = headerOf(await azure.callerToken());
    expect((await control('POST', '/issuer/rotate', undefined, headers)).status).toBe(415);
    expect((await control('POST', '/az', 'account\0show\0', headers)).status).toBe(415);
    expect(headerOf(await azure.callerToken())).toBe(before);
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
