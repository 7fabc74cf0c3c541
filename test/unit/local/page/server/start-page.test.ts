/** The playground as it is served, beside a real emulated Azure. */
import { request } from 'node:http';
import type { EmulatedAzure } from '../../../../../local/azure/emulated-azure.ts';
import { type ServedPage, startPage } from '../../../../../local/page/server/start-page.ts';
import { startTestAzure } from '../../../../support/start-test-azure.ts';
import { holdPort } from '../../held-port.ts';

let azure: EmulatedAzure;
let page: ServedPage;
beforeAll(async () => {
  azure = await startTestAzure();
  page = await startPage({ port: 0, azure, endpoint: () => 'http://localhost:7071/api' });
});
afterEach(() => azure.switches.reset());
afterAll(async () => {
  await page.stop();
  await azure.stop();
});

/** fetch sends no Host of one's own. */
function statusWith(path: string, headers: Record<string, string>): Promise<number> {
  return new Promise((resolve, reject) => {
    request(`${page.url}${path}`, { headers }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    })
      .on('error', reject)
      .end();
  });
}

test.each([
  ['/', 'text/html; charset=utf-8', '<title>'],
  ['/main.js', 'text/javascript; charset=utf-8', 'RTCPeerConnection'],
  ['/style.css', 'text/css; charset=utf-8', '.talk-button'],
  ['/icon.svg', 'image/svg+xml', '<svg'],
])('serves %s as %s', async (path, type, part) => {
  const response = await fetch(`${page.url}${path}`);
  expect([response.status, response.headers.get('content-type')]).toEqual([200, type]);
  expect(await response.text()).toContain(part);
});

test('lets nothing run or load that is not its own, and nobody frame it', async () => {
  const policy = (await fetch(page.url)).headers.get('content-security-policy') ?? '';
  const directives = new Map(policy.split('; ').map((part) => [part.split(' ')[0], part.split(' ').slice(1)]));
  expect(directives.get('default-src')).toEqual(["'none'"]);
  for (const name of ['script-src', 'style-src', 'img-src']) expect(directives.get(name)).toEqual(["'self'"]);
  for (const name of ['base-uri', 'form-action', 'frame-ancestors']) expect(directives.get(name)).toEqual(["'none'"]);
  expect(directives.get('connect-src')).toEqual(["'self'", 'http://localhost:*', 'http://127.0.0.1:*', 'https:']);
  expect(policy).not.toMatch(/unsafe/);
});

test('names no other place than its own in what it serves', async () => {
  for (const path of ['/', '/style.css']) {
    expect(await (await fetch(`${page.url}${path}`)).text()).not.toMatch(/(?:src|href|url)[=(]["']?https?:/);
  }
});

test('tells the page where everything is, with the profiles of the moment', async () => {
  azure.settings.set('realtime:profiles:assistant', '{}');
  azure.settings.set('realtime:profiles:coach', '{"api":"live","deployment":"gpt-live"}');
  azure.settings.set('realtime:profiles:assistant:instructions', 'Be kind.');
  const config = await (await fetch(`${page.url}/config.json`)).json();
  expect(config).toEqual({
    endpoint: 'http://localhost:7071/api',
    callsUrl: `${azure.urls.openai}/openai/v1/realtime/calls`,
    targets: JSON.stringify([{ name: 'swedencentral', endpoint: azure.urls.openai }]),
    names: expect.objectContaining({ $RG: 'rg-local', $ACC: 'oai-local', $STORE: azure.urls.appConfiguration }),
    profiles: ['default', 'assistant', 'coach'],
    liveProfiles: ['coach'],
  });
});

test('lets its own origin call the endpoint, under both names of this machine', () => {
  const { port } = new URL(page.url);
  const origins = JSON.parse(azure.settings.get('realtime:cors:origins') ?? '');
  expect(origins).toEqual([`http://localhost:${port}`, `http://127.0.0.1:${port}`]);
});

test('offers the control service under its own origin', async () => {
  const set = await fetch(`${page.url}/control/switches/mint.error`, { method: 'PUT', body: '"firewall"' });
  expect(set.status).toBe(200);
  expect(azure.switches.get('mint.error')).toBe('firewall');
  expect((await fetch(`${page.url}/control/switches`, { method: 'DELETE' })).status).toBe(204);
  const token = await (await fetch(`${page.url}/control/caller-token`, { method: 'POST' })).text();
  expect(token).toMatch(/^eyJ/);
});

test.each(['/', '/config.json', '/control/switches'])('is for this machine only: %s', async (path) => {
  expect(await statusWith(path, { host: 'evil.example' })).toBe(403);
  expect(await statusWith(path, { origin: 'https://evil.example' })).toBe(403);
  expect(await statusWith(path, { origin: 'http://localhost:5173' })).toBe(403);
  expect(await statusWith(path, { 'sec-fetch-site': 'same-site' })).toBe(403);
  expect(await statusWith(path, { origin: page.url, 'sec-fetch-site': 'same-origin' })).toBe(200);
  expect(await statusWith(path, { 'sec-fetch-site': 'none' })).toBe(200);
});

test('has nothing else', async () => {
  expect((await fetch(`${page.url}/main.ts`)).status).toBe(404);
  expect((await fetch(`${page.url}/../package.json`)).status).toBe(404);
  expect((await fetch(page.url, { method: 'POST' })).status).toBe(405);
});

test('says which port is taken, and by whom it is needed', async () => {
  const { port, release } = await holdPort();
  const starting = startPage({ port, azure, endpoint: () => '' });
  await expect(starting).rejects.toThrow(`Port ${port} for the playground is taken`);
  await release();
});
