/** The app as it ships, over ports that stand in memory: the test says what the world answers, and sees what it is asked. */
import type { HttpResponseInit } from '@azure/functions';
import { createApp, type Ports } from '../../src/app.ts';
import { createHttpClient } from '../../src/azure/http-client.ts';
import { readEnvironment } from '../../src/environment.ts';
import { err, ok } from '../../src/lib/result.ts';
import { ROUTES, type RouteName } from '../../src/routes/routes.ts';
import type { TelemetryRecord } from '../../src/telemetry/record.ts';
import { aClock } from './clock.ts';
import { anIdentityProvider, type SigningKey, VERSION_2_ISSUER } from './identity-provider.ts';
import { aMemoryCallTable } from './memory-call-table.ts';
import { aMemoryQuotaTable } from './memory-quota-table.ts';
import { aMemoryStore } from './memory-store.ts';
import { aLog } from './recording-log.ts';
import { aContext, aRequest } from './requests.ts';
import { storedSettings } from './stored-settings.ts';

export interface Answered {
  readonly status: number | undefined;
  readonly headers: Headers;
  readonly body: unknown;
}

const VARIABLES = {
  AZURE_APPCONFIGURATION_ENDPOINT: 'https://contoso.azconfig.io',
  WEBSITE_HOSTNAME: 'app.example.com',
};
const HOUR_MS = 3_600_000;

export type TestApp = ReturnType<typeof startApp>;

/**
 * Tokens are signed with `key`; whatever is on loopback is really asked, and nothing else is. `lines` is what invocations
 * log, `asked` what identity and network are asked, in order.
 */
export function startApp({
  variables = VARIABLES,
  settings = {},
  key,
  ports: overrides = {},
}: {
  readonly variables?: Readonly<Record<string, string>>;
  readonly settings?: Readonly<Record<string, string | undefined>>;
  readonly key?: SigningKey;
  readonly ports?: Partial<Ports>;
} = {}) {
  const clock = aClock();
  const log = aLog();
  const store = aMemoryStore(storedSettings(settings));
  const table = aMemoryQuotaTable();
  const callTable = aMemoryCallTable();
  const identity = { token: 'identity-token', failure: undefined as unknown };
  const provider = anIdentityProvider();
  if (key) provider.publish(VERSION_2_ISSUER, `${VERSION_2_ISSUER}/.well-known/openid-configuration`, [key]);
  const lines: string[] = [];
  const sent: TelemetryRecord[] = [];
  const asked: string[] = [];
  const send = createHttpClient();
  const app = createApp(readEnvironment(variables), {
    send: async (request) => {
      asked.push(`send ${request.url}`);
      return request.url.startsWith('http://127.0.0.1:') ? send(request) : provider.send(request);
    },
    now: clock.now,
    log,
    credential: {
      async getToken(scope) {
        asked.push(`token ${scope}`);
        if (identity.failure !== undefined) throw identity.failure;
        return { token: identity.token, expiresOnTimestamp: clock.now() + HOUR_MS };
      },
    },
    settingsStore: store,
    quotaTable: table,
    callTable,
    async converse({ url }) {
      asked.push(`converse ${url}`);
      return err({ kind: 'closed' });
    },
    askUpgrade: async ({ url }) => {
      asked.push(`upgrade ${url}`);
      return ok({ status: 101 });
    },
    async loadSender() {
      return {
        async send(records) {
          sent.push(...records);
          return { delivered: records.length, status: 200 };
        },
      };
    },
    version: '1.2.3',
    loadOpenApi: async () => '{}',
    ...overrides,
  });

  async function ask(name: RouteName, request: Parameters<typeof aRequest>[0] = {}): Promise<Answered> {
    const trigger = app.triggers.find((one) => one.name === name);
    if (trigger?.kind !== 'http') throw new Error(`No route ${name}`);
    const [method = 'GET'] = trigger.methods;
    const path = `/api/${ROUTES[name].route}`;
    // The edge answers with plain values, never with the class HttpResponse.
    const response = (await trigger.handler(
      aRequest({ method, path, ...request }),
      aContext(lines),
    )) as HttpResponseInit;
    const { status, headers, jsonBody, body } = response;
    return { status, headers: new Headers(headers as Record<string, string>), body: jsonBody ?? body };
  }

  /** What telemetry keeps: all that did not go well, and a share of the rest. */
  async function told(): Promise<readonly TelemetryRecord[]> {
    await app.terminate();
    return sent;
  }

  return { ...app, clock, log, lines, store, table, callTable, identity, provider, asked, ask, told };
}
