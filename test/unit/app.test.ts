import * as fc from 'fast-check';
import { createAdapters } from '../../src/azure/adapters.ts';
import { readEnvironment } from '../../src/environment.ts';
import type { Send } from '../../src/lib/http.ts';
import { err } from '../../src/lib/result.ts';
import { forAll } from '../support/property.ts';
import { settled } from '../support/settled.ts';
import { startApp } from '../support/start-app.ts';

const UNCONFIGURED = {
  variables: {},
  ports: { settingsStore: undefined, quotaTable: undefined, loadSender: undefined },
};
const COGNITIVE_SERVICES = 'token https://cognitiveservices.azure.com/.default';

describe('the app', () => {
  test('has its triggers as data, each under one name and one path', () => {
    const { triggers } = startApp();
    expect(
      triggers.map((one) => (one.kind === 'http' ? `${one.methods.join(',')} ${one.route}` : one.schedule)),
    ).toEqual([
      'POST,OPTIONS realtime/client_secrets',
      'POST,OPTIONS realtime/calls',
      'POST,OPTIONS realtime/calls/{call_id}/hangup',
      'POST,OPTIONS live/sessions',
      'POST,OPTIONS live/sessions/{session_id}/hangup',
      'GET realtime/calls',
      'DELETE realtime/calls',
      'GET,HEAD,OPTIONS healthz',
      'GET,HEAD,OPTIONS readyz',
      'GET,HEAD,OPTIONS openapi.json',
      'GET,HEAD,OPTIONS problems/{id}',
      '0 * * * * *',
    ]);
    expect(new Set(triggers.map(({ name }) => name)).size).toBe(triggers.length);
    for (const { name } of triggers) expect(name).toMatch(/^[A-Za-z][\w-]*$/);
  });

  test('touches nothing of the world while it is built', async () => {
    const { asked, table, store } = startApp();
    await settled();
    expect([asked, table.calls, store.reads]).toEqual([[], [], 0]);
  });

  test('is built in any environment, with the real adapters', () => {
    const name = fc.constantFrom(
      'AZURE_APPCONFIGURATION_ENDPOINT',
      'AZURE_APPCONFIGURATION_LABEL',
      'AZURE_CLIENT_ID',
      'IDENTITY_ENDPOINT',
      'APPLICATIONINSIGHTS_CONNECTION_STRING',
      'AzureWebJobsStorage',
      'AzureWebJobsStorage__accountName',
      'AzureWebJobsStorage__tableServiceUri',
    );
    const value = fc.oneof(fc.string(), fc.constantFrom('', ' ', 'https://', 'no address', '\0', 'https://x y'));
    const unreachable: Send = async () => err({ code: 'ECONNREFUSED', neverConnected: true });
    forAll(
      fc.property(fc.dictionary(name, value), (variables) => {
        const ports = createAdapters(readEnvironment(variables), { send: unreachable, now: Date.now });
        expect(startApp({ variables, ports }).triggers.length).toBeGreaterThanOrEqual(9);
      }),
    );
  });

  test('answers its health where nothing at all is configured', async () => {
    const app = startApp(UNCONFIGURED);
    expect(await app.ask('healthz')).toMatchObject({ status: 200, body: { version: '1.2.3' } });
  });

  test('answers a mint without a store with 503, naming the variable, and asks for no token', async () => {
    const { ask, asked } = startApp(UNCONFIGURED);
    const { status, body } = await ask('client_secrets');
    expect([status, body]).toEqual([503, expect.objectContaining({ code: 'configuration_unavailable' })]);
    expect(JSON.stringify(body)).toContain('AZURE_APPCONFIGURATION_ENDPOINT');
    expect(asked).toEqual([]);
  });

  test('fetches the token, the settings and what the quotas’ table needs when it warms up', async () => {
    const { warmUp, asked, table, store } = startApp({ settings: { callers: '[]' } });
    warmUp();
    await settled();
    expect([asked, table.calls, store.reads]).toEqual([[COGNITIVE_SERVICES], ['warm up'], 1]);
  });

  test('does not throw when neither store nor identity answers as it warms up', async () => {
    const { warmUp, store, identity } = startApp();
    store.failure = identity.failure = new Error('down');
    expect(warmUp).not.toThrow();
    await settled();
  });

  test('shares nothing with another app in the same process', async () => {
    const [first, second] = [startApp(UNCONFIGURED), startApp(UNCONFIGURED)];
    first.warmUp();
    await settled();
    expect([first.asked, second.asked]).toEqual([[COGNITIVE_SERVICES], []]);
    const failing = await Promise.all([first, second].map(({ ask }) => ask('readyz')));
    expect(failing).toMatchObject([{ status: 503 }, { status: 503 }]);
    second.warmUp();
    await settled();
    expect(second.asked).toEqual([COGNITIVE_SERVICES]);
  });
});
