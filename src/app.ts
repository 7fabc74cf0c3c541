/**
 * The composition root, as a plain function: builds the parts, hands them to each other, returns the routes as data.
 * It does no I/O and does not throw, whatever the environment holds: one exception while the host loads the app would
 * take every route with it. Two apps in one process share nothing.
 */
import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { HttpHandler, HttpMethod } from '@azure/functions';
import type { TokenCredential } from '@azure/identity';
import { digestOf, saltsOf } from './auth/salt.ts';
import { createCallerVerifier } from './auth/verifier.ts';
import { type AzureQuotaTable, createAzureQuotaTable } from './azure/quota-table.ts';
import { createAppConfigurationStore } from './azure/settings-store.ts';
import { type Environment, readEnvironment } from './environment.ts';
import { createEdge, type RouteHandler } from './http/edge.ts';
import { type Clock, MS_PER_SECOND } from './lib/clock.ts';
import { cloudOfStore } from './lib/clouds.ts';
import type { Log } from './lib/log.ts';
import { withTimeout } from './lib/timeout.ts';
import { createUnderWay } from './lib/under-way.ts';
import { createQuota, QUOTA_TIMEOUT_MS } from './quota/quota.ts';
import { createRefusedAttempts } from './quota/refused-attempts.ts';
import { createCalls } from './realtime/calls.ts';
import { createClientSecrets } from './realtime/client-secrets.ts';
import { createNotBefore } from './realtime/not-before.ts';
import { createUpstreamTokens } from './realtime/upstream-token.ts';
import { createCallsRoute } from './routes/calls.ts';
import { createClientSecretsRoute } from './routes/client-secrets.ts';
import { createOpenApiRoute, createProblemPageRoute } from './routes/documents.ts';
import { createIssuanceLog } from './routes/issuance-log.ts';
import { createIssue } from './routes/issue.ts';
import { createHealthRoute, createReadinessRoute } from './routes/probes.ts';
import { createSettingsSource, SETTINGS_TIMEOUT_MS } from './settings/settings-source.ts';
import { createBuffer } from './telemetry/buffer.ts';
import { createDelivery, type Sender } from './telemetry/delivery.ts';
import { createTelemetry } from './telemetry/recorder.ts';
import type { SenderOptions } from './telemetry/sender-options.ts';
import { noTelemetry, type Telemetry } from './telemetry/telemetry.ts';

export interface Route {
  /** The function's name in the Functions host. */
  readonly name: string;
  readonly methods: HttpMethod[];
  /** Below the host's prefix, /api. */
  readonly route: string;
  readonly handler: HttpHandler;
}

export interface App {
  readonly routes: readonly Route[];
  /** Starts what the first caller would wait for, and waits for nothing. */
  warmUp(): void;
  /** Before the process ends: who is being served has two seconds, then what telemetry still holds has two. */
  terminate(): Promise<void>;
}

/** What the world gives; a test gives its own. */
export interface Ports {
  readonly fetch: typeof fetch;
  readonly now: Clock;
  readonly log: Log;
  readonly credential: (environment: Environment) => TokenCredential;
  /** Takes a moment in which nothing else runs. */
  readonly loadTelemetry: () => Promise<{ createSender(options: SenderOptions): Sender }>;
  /** What the build knows. */
  readonly version: string;
  readonly openApi: string;
}

/**
 * The host tells the worker to end without waiting for its invocations, and kills it 5 s later: half of that is for
 * who is being served, half for telemetry.
 */
export const DRAIN_MS = 2 * MS_PER_SECOND;
export const FLUSH_MS = 2 * MS_PER_SECOND;
/** After a handler has returned the worker still has to convert and send. It passes while telemetry is flushed. */
const ANSWER_LEAVES_MS = 250;
const RELAY_ROUTE = 'realtime/calls';
/** What probes ask by HEAD and pages may read. The host answers 404 to what is not registered, and drops HEAD's body. */
const READ: HttpMethod[] = ['GET', 'HEAD', 'OPTIONS'];
/** About a megabyte; at ten records a second, a minute and a half of trouble with ingestion. */
const MAX_WAITING_RECORDS = 1_000;

export function createApp(variables: Readonly<Record<string, string | undefined>>, ports: Ports): App {
  const environment = readEnvironment(variables);
  const { fetch, now, log } = ports;
  const credential = ports.credential(environment);
  const { storeEndpoint: endpoint, storeLabel: label } = environment;
  const address = { endpoint, label };
  const store =
    endpoint === undefined
      ? undefined
      : createAppConfigurationStore({ endpoint, label, credential, timeoutMs: SETTINGS_TIMEOUT_MS });
  const telemetry = openTelemetry(environment, credential, ports);
  const verifier = createCallerVerifier({ fetch, now, log, store: address });
  const settings = createSettingsSource({
    store,
    now,
    log,
    polled: ({ outcome, reason, failingSeconds }) =>
      telemetry.event('settings_refresh', { outcome, reason }, { failing: failingSeconds }),
    describe: ({ salt }) => ({ saltDigest: digestOf(saltsOf(address, salt)[0]) }),
    // The first caller of an instance that stands ready does not wait for the issuer, nor does one of a new issuer.
    adopted: ({ callers }) => verifier.warmUp(callers),
  });
  const tokens = createUpstreamTokens({ credential, now, log });
  const table = createQuotaTable(environment, ports);
  const quota = createQuota({ table, now, random: Math.random, timeoutMs: QUOTA_TIMEOUT_MS, log });
  const secrets = createClientSecrets({ fetch, now });
  const attempts = createRefusedAttempts({ now });
  const notBefore = createNotBefore({ now });
  const issue = createIssue({ settings, verifier, quota, attempts, notBefore, tokens, secrets });
  const issuances = createIssuanceLog({ now });
  const relayUrl = toRelayUrl(environment);
  const edge = createEdge(settings, telemetry);
  const underWay = createUnderWay();
  const withEdge = (handler: RouteHandler) => underWay.track(edge(handler));

  return {
    routes: [
      {
        name: 'client_secrets',
        methods: ['POST', 'OPTIONS'],
        route: 'realtime/client_secrets',
        handler: withEdge(createClientSecretsRoute({ issue, issuances, createId: createMintId, relayUrl })),
      },
      {
        name: 'calls',
        methods: ['POST', 'OPTIONS'],
        route: RELAY_ROUTE,
        handler: withEdge(
          createCallsRoute({ issue, issuances, calls: createCalls({ fetch, now }), createId: createMintId }),
        ),
      },
      { name: 'healthz', methods: READ, route: 'healthz', handler: withEdge(createHealthRoute(ports.version)) },
      {
        name: 'readyz',
        methods: READ,
        route: 'readyz',
        handler: withEdge(createReadinessRoute({ settings, verifier, tokens, secrets, quota, issuances, now })),
      },
      {
        name: 'openapi',
        methods: READ,
        route: 'openapi.json',
        handler: withEdge(createOpenApiRoute(ports.openApi)),
      },
      {
        name: 'problems',
        methods: READ,
        route: 'problems/{id}',
        handler: withEdge(createProblemPageRoute()),
      },
    ],
    warmUp() {
      void table?.warmUp();
      // The default scope, before the settings say which: nearly always right, and it saves a cold caller seconds.
      void tokens[cloudOfStore(endpoint).tokenScopes[0]].get();
      void settings.get().then((loaded) => (loaded.ok ? tokens[loaded.value.tokenScope].get() : undefined));
    },
    async terminate() {
      const leaves = underWay.isIdle() ? 0 : ANSWER_LEAVES_MS;
      await withTimeout(underWay.ended(), DRAIN_MS).catch(() => undefined);
      await Promise.all([telemetry.flush(FLUSH_MS), sleep(leaves)]);
    },
  };
}

/**
 * Absolute where the platform says who we are: the Agents SDK cannot read another. Never made of the request, whose
 * Host is the caller's to choose.
 */
function toRelayUrl({ siteHost }: Environment): string {
  const path = `/api/${RELAY_ROUTE}`;
  if (siteHost === undefined) return path;
  const scheme = /^(?:localhost|127\.0\.0\.1)(?::|$)/.test(siteHost) ? 'http' : 'https';
  return `${scheme}://${siteHost}${path}`;
}

/** Storage may be reached with an identity of its own. */
function createQuotaTable(environment: Environment, ports: Ports): AzureQuotaTable | undefined {
  const { storageConnection: connection, tableServiceUri, storageClientId: clientId } = environment;
  if (connection === undefined && tableServiceUri === undefined) return undefined;
  return createAzureQuotaTable({
    connection,
    tableServiceUri,
    credential: ports.credential({ ...environment, clientId }),
  });
}

function openTelemetry(environment: Environment, credential: TokenCredential, ports: Ports): Telemetry {
  const { telemetryConnection: connectionString, siteName: role } = environment;
  if (connectionString === undefined) return noTelemetry;
  const { now, log } = ports;
  const delivery = createDelivery({
    buffer: createBuffer(MAX_WAITING_RECORDS),
    load: async () => (await ports.loadTelemetry()).createSender({ connectionString, credential, role }),
    now,
    log,
  });
  return createTelemetry({ delivery, now, random: Math.random });
}

/** The issuance id: in the answer, in the log, and one day the handle of a revocation. */
function createMintId(): string {
  return `mint_${randomBytes(16).toString('hex')}`;
}
