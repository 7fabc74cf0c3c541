import { resolve } from 'node:path';
import { aTraceParent, KEPT_TRACE } from '../support/telemetry-records.ts';
import { type System, startSystem } from './system.ts';
import { arrived } from './telemetry-envelopes.ts';

const NODE_OPTIONS = `--require ${resolve('test/support/loopback-only.cjs')}`;

async function mintOnce(system: System): Promise<void> {
  const headers = { ...(await system.bearer()), traceparent: aTraceParent(KEPT_TRACE) };
  expect(await system.mint({ headers })).toMatchObject({ status: 200 });
}

const tokensForIngestion = ({ azure }: System) =>
  azure.requests.list('identity').filter(({ query }) => query.includes('monitor.azure.com')).length;

it('sends what waits before the process ends', async () => {
  const system = await startSystem({ telemetry: true });
  await mintOnce(system);
  expect(arrived(system)).toEqual([]);
  await system.host.stop();
  expect(arrived(system, 'mint')).toHaveLength(1);
  await system.stop();
});

it('does not keep the process when ingestion hangs at its end', async () => {
  const system = await startSystem({ telemetry: true });
  system.azure.switches.set('ingestion.answer', 'hang');
  await mintOnce(system);
  await system.host.stop();
  // Killed it would have no exit code.
  expect(await system.host.exited).toBe(0);
  await system.stop();
});

it('mints while the identity gives no token for ingestion', async () => {
  const system = await startSystem({ telemetry: true });
  await mintOnce(system);
  // Before the bundle is loaded, and so before it asks.
  system.azure.switches.set('identity.status', '400');
  expect((await system.logged('telemetry_lost'))[0]).toMatchObject({ cause: 'unreachable', status: 0 });
  await mintOnce(system);
  await system.stop();
});

it('does not keep the process while the identity never answers', async () => {
  const system = await startSystem({ telemetry: true });
  await mintOnce(system);
  system.azure.switches.set('identity.delayMs', 60_000);
  await system.host.stop();
  expect(await system.host.exited).toBe(0);
  await system.stop();
});

it('does nothing at all without a connection string', async () => {
  const system = await startSystem();
  await mintOnce(system);
  await system.host.stop();
  expect(system.azure.requests.count('ingestion')).toBe(0);
  expect(tokensForIngestion(system)).toBe(0);
  await system.stop();
});

it.each([
  'nonsense',
  'InstrumentationKey=7e0a1b2c-0000-4000-8000-0000000000e1',
  'InstrumentationKey=x;IngestionEndpoint=:',
  'IngestionEndpoint=https://127.0.0.1:1/',
])('mints with the connection string %s', async (APPLICATIONINSIGHTS_CONNECTION_STRING) => {
  const system = await startSystem({ environment: { APPLICATIONINSIGHTS_CONNECTION_STRING, NODE_OPTIONS } });
  await mintOnce(system);
  await system.logged('telemetry_lost');
  await mintOnce(system);
  await system.stop();
  expect(system.host.output()).not.toContain('FOREIGN HOST');
});

it('takes no token for another service to ingestion, whatever audience the connection string names', async () => {
  const system = await startSystem();
  const { ingestion } = system.azure.urls;
  await system.stop();
  const other = await startSystem({
    environment: {
      APPLICATIONINSIGHTS_CONNECTION_STRING: `InstrumentationKey=7e0a1b2c-0000-4000-8000-0000000000e1;IngestionEndpoint=${ingestion};AADAudience=https://cognitiveservices.azure.com/`,
    },
  });
  await mintOnce(other);
  await other.logged('telemetry_lost');
  expect(other.azure.requests.count('ingestion')).toBe(0);
  await other.stop();
});
