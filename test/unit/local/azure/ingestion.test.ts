/** The ingestion of Application Insights: what it takes, and what it is told to refuse. */
import { gzipSync } from 'node:zlib';
import type { EmulatedAzure } from '../../../../local/azure/emulated-azure.ts';
import { INSTRUMENTATION_KEY } from '../../../../local/azure/ingestion/ingestion-service.ts';
import { startTestAzure } from '../../../support/start-test-azure.ts';
import { COGNITIVE_SERVICES, identityToken, send } from './clients.ts';

const MONITOR = 'https://monitor.azure.com';

let azure: EmulatedAzure;
beforeAll(async () => {
  azure = await startTestAzure();
});
afterEach(() => {
  azure.switches.reset();
  azure.envelopes.clear();
});
afterAll(() => azure.stop());

const anEnvelope = (name: string, iKey = INSTRUMENTATION_KEY) => ({ iKey, name });

async function track(body: string | Buffer, options: { audience?: string; gzip?: boolean } = {}) {
  const token = await identityToken(azure, options.audience ?? MONITOR);
  const answer = await send(azure, `${azure.urls.ingestion}/v2.1/track`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, ...(options.gzip === true && { 'content-encoding': 'gzip' }) },
    body: body as string,
  });
  return { ...answer, json: answer.body === '' ? undefined : JSON.parse(answer.body) };
}

test('an array of envelopes is accepted and kept, packed or not', async () => {
  const text = JSON.stringify([anEnvelope('a'), anEnvelope('b')]);
  expect(await track(text)).toMatchObject({ status: 200, json: { itemsReceived: 2, itemsAccepted: 2 } });
  expect(await track(gzipSync(JSON.stringify([anEnvelope('c')])), { gzip: true })).toMatchObject({ status: 200 });
  expect(azure.envelopes.list().map(({ name }) => name)).toEqual(['a', 'b', 'c']);
});

test('a token for another service is refused, and so is none', async () => {
  expect(await track('[]', { audience: COGNITIVE_SERVICES })).toMatchObject({ status: 401 });
  const { status } = await send(azure, `${azure.urls.ingestion}/v2.1/track`, { method: 'POST', body: '[]' });
  expect(status).toBe(401);
});

test.each([
  ['no JSON', '{'],
  ['no array', '{}'],
  ['an array of something else', '[1]'],
  ['another component', JSON.stringify([anEnvelope('a', 'other')])],
])('%s is refused', async (_what, body) => {
  expect(await track(body)).toMatchObject({ status: 400 });
  expect(azure.envelopes.list()).toEqual([]);
});

test('a body that only says that it is packed is refused', async () => {
  expect(await track('[]', { gzip: true })).toMatchObject({ status: 400 });
});

test.each([401, 429, 439, 500])('answers %i when it is told to, and keeps nothing', async (status) => {
  azure.switches.set('ingestion.status', status);
  expect(await track(JSON.stringify([anEnvelope('a')]))).toMatchObject({ status, json: { itemsAccepted: 0 } });
  expect(azure.envelopes.list()).toEqual([]);
});

test('accepts all but one when it is told to', async () => {
  azure.switches.set('ingestion.status', '206');
  const answer = await track(JSON.stringify([anEnvelope('a'), anEnvelope('b')]));
  expect(answer).toMatchObject({ status: 206, json: { itemsReceived: 2, itemsAccepted: 1 } });
});

test('the app is given a connection string only where that is asked for', async () => {
  expect(azure.environment).not.toHaveProperty('APPLICATIONINSIGHTS_CONNECTION_STRING');
  const asked = await startTestAzure({ telemetry: true });
  expect(asked.environment['APPLICATIONINSIGHTS_CONNECTION_STRING']).toBe(
    `InstrumentationKey=${INSTRUMENTATION_KEY};IngestionEndpoint=${asked.urls.ingestion}/`,
  );
  await asked.stop();
});

test('what arrived is shown and forgotten over HTTP', async () => {
  await track(JSON.stringify([anEnvelope('a')]));
  const url = `${azure.urls.control}/telemetry`;
  expect(JSON.parse((await send(azure, url)).body)).toEqual([anEnvelope('a')]);
  expect((await send(azure, url, { method: 'DELETE' })).status).toBe(204);
  expect((await send(azure, url)).body).toBe('[]');
});
