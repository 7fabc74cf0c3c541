import * as fc from 'fast-check';
import { type App, createApp, type Ports } from '../../src/app.ts';
import { createCredential } from '../../src/azure/credential.ts';
import { aClock, NOON_MS } from '../support/clock.ts';
import { settled } from '../support/deferred.ts';
import { forAll } from '../support/property.ts';
import { aLog } from '../support/recording-log.ts';
import { aContext, aRequest } from '../support/requests.ts';

/** Ports that count every contact with the world. */
function somePorts(overrides: Partial<Ports> = {}) {
  const contacts: string[] = [];
  const ports: Ports = {
    fetch: async (input) => {
      contacts.push(`fetch ${String(input)}`);
      throw new TypeError('fetch failed');
    },
    now: aClock().now,
    log: aLog(),
    credential: () => ({
      async getToken(scope) {
        contacts.push(`token ${String(scope)}`);
        return { token: 'identity-token', expiresOnTimestamp: NOON_MS + 3_600_000 };
      },
    }),
    async loadTelemetry() {
      contacts.push('telemetry');
      throw new Error('not here');
    },
    version: '1.2.3',
    openApi: '{}',
    ...overrides,
  };
  return { contacts, ports };
}

async function ask(app: App, name: string) {
  const route = app.routes.find((candidate) => candidate.name === name);
  if (!route) throw new Error(`No route ${name}`);
  const method = route.methods[0] ?? 'GET';
  const response = await route.handler(aRequest({ method }), aContext());
  return typeof response === 'object' && 'status' in response ? response : undefined;
}

describe('the app', () => {
  test('has its routes as data, each under one name and one path', () => {
    const { routes } = createApp({}, somePorts().ports);
    expect(routes.map(({ methods, route }) => `${methods.join(',')} ${route}`)).toEqual([
      'POST,OPTIONS realtime/client_secrets',
      'POST,OPTIONS realtime/calls',
      'GET,HEAD,OPTIONS healthz',
      'GET,HEAD,OPTIONS readyz',
      'GET,HEAD,OPTIONS openapi.json',
      'GET,HEAD,OPTIONS problems/{id}',
    ]);
    expect(new Set(routes.map(({ name }) => name)).size).toBe(routes.length);
    for (const { name } of routes) expect(name).toMatch(/^[A-Za-z][\w-]*$/);
  });

  test('touches nothing of the world while it is built', async () => {
    const { contacts, ports } = somePorts();
    createApp({ AZURE_APPCONFIGURATION_ENDPOINT: 'https://store.azconfig.io', AZURE_CLIENT_ID: 'x' }, ports);
    await settled();
    expect(contacts).toEqual([]);
  });

  test('is built in any environment, with the real credential', () => {
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
    const { ports } = somePorts({ credential: createCredential });
    forAll(
      fc.property(fc.dictionary(name, value), (variables) => {
        expect(createApp(variables, ports).routes).toHaveLength(6);
      }),
    );
  });

  test('answers its health where nothing at all is configured', async () => {
    const app = createApp({}, somePorts().ports);
    expect(await ask(app, 'healthz')).toMatchObject({ status: 200, jsonBody: { version: '1.2.3' } });
  });

  test('answers a mint without a store with 503, naming the variable, and asks for no token', async () => {
    const { contacts, ports } = somePorts();
    const answer = await ask(createApp({}, ports), 'client_secrets');
    expect(answer).toMatchObject({ status: 503, jsonBody: { code: 'configuration_unavailable' } });
    expect(JSON.stringify(answer)).toContain('AZURE_APPCONFIGURATION_ENDPOINT');
    expect(contacts).toEqual([]);
  });

  test('fetches settings and token when it warms up, and does not throw when both fail', async () => {
    const { contacts, ports } = somePorts();
    createApp({}, ports).warmUp();
    await settled();
    expect(contacts).toEqual(['token https://cognitiveservices.azure.com/.default']);
    const failing = somePorts({ credential: () => ({ getToken: () => Promise.reject(new Error('down')) }) });
    expect(() => createApp({}, failing.ports).warmUp()).not.toThrow();
    await settled();
  });

  test('fetches storage’s token too where an identity reaches it, since a caller waits for it only shortly', async () => {
    const { contacts, ports } = somePorts();
    createApp({ AzureWebJobsStorage__accountName: 'account' }, ports).warmUp();
    await settled();
    expect(contacts).toContain('token https://storage.azure.com/.default');
  });

  test('shares nothing with another app in the same process', async () => {
    const [first, second] = [somePorts(), somePorts()];
    const apps = [createApp({}, first.ports), createApp({}, second.ports)];
    apps[0]?.warmUp();
    await settled();
    expect(first.contacts).toHaveLength(1);
    expect(second.contacts).toHaveLength(0);
    const failing = await Promise.all(apps.map((app) => ask(app, 'readyz')));
    expect(failing).toMatchObject([{ status: 503 }, { status: 503 }]);
    apps[1]?.warmUp();
    await settled();
    expect(second.contacts).toHaveLength(1);
  });
});
