/** At the beginning and at the end of a process. Each test has one of its own; what is not about an instant runs at once. */
import { aTraceParent, TRACE } from '../support/telemetry-records.ts';
import { type System, type SystemOptions, startSystem } from './system.ts';
import { arrived, drawing } from './telemetry-envelopes.ts';

async function withSystem(options: SystemOptions, test: (system: System) => Promise<void>): Promise<void> {
  const system = await startSystem({
    realClock: true,
    ...options,
    environment: { ...drawing(0), ...options.environment },
  });
  try {
    await test(system);
  } finally {
    await system.stop();
  }
  expect(system.host.output()).not.toContain('FOREIGN HOST');
}

async function mintOnce(system: System): Promise<void> {
  const headers = { ...(await system.bearer()), traceparent: aTraceParent(TRACE.low) };
  expect(await system.mint({ headers })).toMatchObject({ status: 200 });
}

const tokensForIngestion = ({ azure }: System) =>
  azure.requests.list('identity').filter(({ query }) => query.includes('monitor.azure.com')).length;

test('sends what waits before the process ends', () =>
  withSystem({ telemetry: true }, async (system) => {
    await mintOnce(system);
    expect(arrived(system)).toEqual([]);
    await system.host.stop();
    expect(arrived(system, 'mint')).toHaveLength(1);
  }));

test('mints while the identity gives no token for ingestion', () =>
  withSystem({ telemetry: true }, async (system) => {
    await mintOnce(system);
    // Before the bundle is loaded, and so before it asks.
    system.azure.switches.set('identity.status', '400');
    expect((await system.logged('telemetry_lost'))[0]).toMatchObject({ cause: 'unreachable', status: 0 });
    await mintOnce(system);
  }));

test('does not keep the process while the identity never answers', () =>
  withSystem({ telemetry: true }, async (system) => {
    await mintOnce(system);
    system.azure.switches.set('identity.delayMs', 60_000);
    await system.host.stop();
    // Killed it would have no exit code.
    expect(await system.host.exited).toBe(0);
  }));

test.concurrent('does not keep the process when ingestion hangs at its end', () =>
  withSystem({ telemetry: true }, async (system) => {
    system.azure.switches.set('ingestion.answer', 'hang');
    await mintOnce(system);
    await system.host.stop();
    expect(await system.host.exited).toBe(0);
  }));

test.concurrent('does nothing at all without a connection string', () =>
  withSystem({}, async (system) => {
    await mintOnce(system);
    await system.host.stop();
    expect(system.azure.requests.count('ingestion')).toBe(0);
    expect(tokensForIngestion(system)).toBe(0);
  }));

test.concurrent.each([
  'nonsense',
  'InstrumentationKey=7e0a1b2c-0000-4000-8000-0000000000e1',
  'InstrumentationKey=x;IngestionEndpoint=:',
  'IngestionEndpoint=https://127.0.0.1:1/',
])('mints with the connection string %s', (APPLICATIONINSIGHTS_CONNECTION_STRING) =>
  withSystem({ environment: { APPLICATIONINSIGHTS_CONNECTION_STRING } }, async (system) => {
    await mintOnce(system);
    await system.logged('telemetry_lost');
    await mintOnce(system);
  }),
);

test.concurrent('takes no token for another service to ingestion, whatever audience the connection string names', () => {
  let ingestion = '';
  const options: SystemOptions = {
    prepare({ urls }) {
      ingestion = urls.ingestion;
    },
    // Read after `prepare`, when the address is known.
    environment: {
      get APPLICATIONINSIGHTS_CONNECTION_STRING() {
        return `InstrumentationKey=7e0a1b2c-0000-4000-8000-0000000000e1;IngestionEndpoint=${ingestion};AADAudience=https://cognitiveservices.azure.com/`;
      },
    },
  };
  return withSystem(options, async (system) => {
    await mintOnce(system);
    await system.logged('telemetry_lost');
    expect(system.azure.requests.count('ingestion')).toBe(0);
  });
});
