/** A page of one's own and the control service: `npm start -- --origin`. */
import type { EmulatedAzure } from '../../../../local/azure/emulated-azure.ts';
import { startTestAzure } from '../../../support/start-test-azure.ts';
import { send } from './clients.ts';

const OWN = 'http://localhost:5173';

let azure: EmulatedAzure;
beforeAll(async () => {
  azure = await startTestAzure({ callerOrigins: [OWN] });
});
afterAll(() => azure.stop());

/** As a browser sends it from a page of that origin. */
const fromPage = (origin: string, method: string, path: string) =>
  send(azure, `${azure.urls.control}${path}`, { method, headers: { origin, 'sec-fetch-site': 'cross-site' } });

test('a page of a listed origin gets a caller’s token that it can read', async () => {
  const { status, headers, body } = await fromPage(OWN, 'POST', '/caller-token');
  expect(status).toBe(200);
  expect(headers).toMatchObject({ 'access-control-allow-origin': OWN, vary: 'Origin' });
  expect(body.split('.')).toHaveLength(3);
});

test('its preflight is answered', async () => {
  const { status, headers } = await fromPage(OWN, 'OPTIONS', '/caller-token');
  expect(status).toBe(204);
  expect(headers).toMatchObject({ 'access-control-allow-origin': OWN, 'access-control-allow-methods': 'POST' });
});

test.each([
  ['GET', '/switches'],
  ['GET', '/settings/realtime:callers'],
  ['PUT', '/switches/mint.error'],
  ['POST', '/az'],
])('nothing else answers it: %s %s', async (method, path) => {
  const { status, headers } = await fromPage(OWN, method, path);
  expect(status).toBe(403);
  expect(headers).not.toHaveProperty('access-control-allow-origin');
});

test.each(['http://localhost:5174', 'https://localhost:5173', 'null', 'http://localhost:5173.example'])(
  'a page of %s gets no token',
  async (origin) => {
    const { status, headers } = await fromPage(origin, 'POST', '/caller-token');
    expect(status).toBe(403);
    expect(headers).not.toHaveProperty('access-control-allow-origin');
  },
);
