/**
 * The composition root, as a plain function: builds the parts, hands them to each other, returns the triggers as data.
 * It does no I/O and does not throw, whatever the environment holds: one exception while the host loads the app would
 * take every route with it. Two apps in one process share nothing.
 */
import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { onBehalfHeaders } from './auth/end-user.ts';
import { digestOf, saltsOf } from './auth/salt.ts';
import { createCallerVerifier } from './auth/verifier.ts';
import type { CallTable } from './calls/call-table.ts';
import { createGovernance, type Governance, type GovernanceParts } from './calls/governance.ts';
import { createPace } from './calls/pace.ts';
import { NO_RULES, type SweepRules } from './calls/sweep-verdict.ts';
import type { Environment } from './environment.ts';
import { createEdge } from './http/edge.ts';
import { createAllowances } from './issuance/allowance.ts';
import { createClosing } from './issuance/close.ts';
import { createEntries } from './issuance/entry.ts';
import { createIssue } from './issuance/issue.ts';
import { type Clock, MS_PER_SECOND } from './lib/clock.ts';
import { cloudOfStore } from './lib/clouds.ts';
import type { AskUpgrade, Send } from './lib/http.ts';
import type { Log } from './lib/log.ts';
import { createUnderWay } from './lib/under-way.ts';
import type { Converse } from './lib/web-socket.ts';
import { within } from './lib/within.ts';
import { toProblemResponse } from './problems/problem-response.ts';
import { type Refusal, toProblem } from './problems/to-problem.ts';
import { createCeiling } from './quota/ceiling.ts';
import { createQuota, QUOTA_TIMEOUT_MS } from './quota/quota.ts';
import type { QuotaTable } from './quota/quota-table.ts';
import { createRefusedAttempts } from './quota/refused-attempts.ts';
import { byApi, createCallControl } from './realtime/call-control.ts';
import { createCalls } from './realtime/calls.ts';
import { createClientSecrets } from './realtime/client-secrets.ts';
import type { RealtimeEndpoint } from './realtime/endpoint.ts';
import { createLiveControl } from './realtime/live-control.ts';
import { createLiveSessions } from './realtime/live-sessions.ts';
import { scopeAt } from './realtime/target.ts';
import { createTargetGate } from './realtime/target-gate.ts';
import { type Credential, createUpstreamTokens } from './realtime/upstream-token.ts';
import { createHangUpRoute } from './routes/call-hangup.ts';
import { createEndCallsRoute } from './routes/end-calls.ts';
import { createHealthRoute } from './routes/healthz.ts';
import { createIssuanceRoute } from './routes/issuance.ts';
import { createListCallsRoute } from './routes/list-calls.ts';
import { createOpenApiRoute } from './routes/openapi.ts';
import { createProblemPageRoute } from './routes/problem-page.ts';
import { createReadinessRoute } from './routes/readyz.ts';
import type { RouteHandler } from './routes/route-handler.ts';
import { ROUTE_NAMES, ROUTES, type RouteName } from './routes/routes.ts';
import type { HttpTrigger, TimerTrigger, Trigger } from './routes/trigger.ts';
import { createSettingsSource, type SettingsSource } from './settings/settings-source.ts';
import type { SettingsStore } from './settings/settings-store.ts';
import { createBuffer } from './telemetry/buffer.ts';
import { createDelivery, type Sender } from './telemetry/delivery.ts';
import { createTelemetry } from './telemetry/recorder.ts';
import { NO_TELEMETRY, type RequestTelemetry, type Telemetry } from './telemetry/telemetry.ts';

export interface App {
  readonly triggers: readonly Trigger[];
  /** Starts what the first caller would wait for, and waits for nothing. */
  warmUp(): void;
  /** Before the process ends: who is being served has two seconds, then what telemetry still holds has two. */
  terminate(): Promise<void>;
}

/** Of the environment, what the parts have to know beside their ports. */
type AppEnvironment = Pick<Environment, 'storeEndpoint' | 'storeLabel' | 'siteHost' | 'sweeps'>;

/** What the world gives; a test gives its own. `undefined`: the environment names none. */
export interface Ports {
  readonly send: Send;
  readonly now: Clock;
  readonly log: Log;
  readonly credential: Credential;
  readonly settingsStore: SettingsStore | undefined;
  readonly quotaTable: QuotaTable | undefined;
  readonly callTable: CallTable | undefined;
  readonly askUpgrade: AskUpgrade;
  readonly converse: Converse;
  /** Where telemetry goes. Loading takes a moment in which nothing else runs. */
  readonly loadSender: (() => Promise<Sender>) | undefined;
  /** Of the build. */
  readonly version: string;
  readonly loadOpenApi: () => Promise<string>;
}

/**
 * The host tells the worker to end without waiting for its invocations, and kills it 5 s later: half of that is for
 * who is being served, half for telemetry.
 */
export const DRAIN_MS = 2 * MS_PER_SECOND;
export const FLUSH_MS = 2 * MS_PER_SECOND;
/** After a handler has returned the worker still has to convert and send. It passes while telemetry is flushed. */
const ANSWER_LEAVES_MS = 250;
/** What a sweep waits for the store, before it goes by what is held. */
const FRESH_RULES_MS = 2 * MS_PER_SECOND;
const EACH_MINUTE = '0 * * * * *';
/** About a megabyte; at ten records a second, a minute and a half of trouble with ingestion. */
const MAX_WAITING_RECORDS = 1_000;

export function createApp(environment: AppEnvironment, ports: Ports): App {
  const { send, now, log, credential, quotaTable: table } = ports;
  const address = { endpoint: environment.storeEndpoint, label: environment.storeLabel };
  const telemetry = openTelemetry(ports);
  const verifier = createCallerVerifier({ send, now, log, store: address });
  const settings = createSettingsSource({
    store: ports.settingsStore,
    now,
    log,
    polled: ({ outcome, reason, failingSeconds }) =>
      telemetry.event('settings_refresh', { outcome, reason }, { failing: failingSeconds }),
    describe: ({ salt }) => ({ saltDigest: digestOf(saltsOf(address, salt)[0]) }),
    // The first caller of an instance that stands ready does not wait for the issuer, nor does one of a new issuer.
    adopted: ({ callers }) => verifier.warmUp(callers),
  });
  const tokens = createUpstreamTokens({ credential, now, log });
  const quota = createQuota({ table, now, random: Math.random, timeoutMs: QUOTA_TIMEOUT_MS, log });
  const secrets = createClientSecrets({ send, now });
  const calls = createCalls({ send, now });
  const attempts = createRefusedAttempts({ now });
  const tokenFor = async (endpoint: RealtimeEndpoint) => {
    const current = await settings.get();
    return tokens[scopeAt(current.ok ? current.value.targets : [], endpoint)].get();
  };
  const governance = openCalls(ports, {
    ...{ quota, telemetry, now, log },
    control: byApi({
      realtime: createCallControl({ ...ports, token: tokenFor }),
      live: createLiveControl({ ...ports, token: tokenFor }),
    }),
    rules: () => sweepRules(settings),
  });
  const leash = governance?.leash;
  const gate = createTargetGate({ now });
  const entries = createEntries({ gate, leash });
  const allowances = createAllowances({ attempts, entries, quota, ceiling: createCeiling(quota), leash });
  const closing = createClosing({ allowances, now });
  const issue = createIssue({
    ...{ settings, verifier, allowances, entries, tokens, secrets, calls, closing, leash, now },
    liveSessions: createLiveSessions({ send, now }),
    createId: createMintId,
    relayUrls: { realtime: toUrl(environment, 'calls'), live: toUrl(environment, 'live_sessions') },
  });
  const management = governance?.management;
  const callRoutes = { settings, verifier, management, pace: createPace({ now }) };
  const handlers: Readonly<Record<RouteName, RouteHandler>> = {
    client_secrets: createIssuanceRoute(issue, 'mint'),
    calls: createIssuanceRoute(issue, 'relay'),
    call_hangup: createHangUpRoute(callRoutes, 'realtime', 'call_id'),
    live_sessions: createIssuanceRoute(issue, 'live'),
    live_hangup: createHangUpRoute(callRoutes, 'live', 'session_id'),
    list_calls: createListCallsRoute(callRoutes),
    end_calls: createEndCallsRoute(callRoutes),
    healthz: createHealthRoute(ports.version),
    readyz: createReadinessRoute({
      ...{ settings, verifier, tokens, secrets, quota, closing, gate, now },
      clock: governance?.clock,
      sweptBy: sweeperOf(governance, environment),
    }),
    openapi: createOpenApiRoute(ports.loadOpenApi),
    problems: createProblemPageRoute(),
  };
  const withEdge = createEdge<Refusal, RequestTelemetry>({
    origins: { peek: () => settings.peek().held?.value['cors:origins'] ?? [], get: settings.get },
    closedHeaders: () => onBehalfHeaders(settings.peek().held?.value.callers ?? []),
    telemetry,
    toAnswer: (refusal, requestId) => toProblemResponse(toProblem(refusal), requestId),
  });
  const underWay = createUnderWay();

  const toTrigger = (name: RouteName): HttpTrigger => {
    return { kind: 'http', name, ...ROUTES[name], handler: underWay.track(withEdge(handlers[name])) };
  };

  return {
    triggers: [...ROUTE_NAMES.map(toTrigger), ...(governance && environment.sweeps ? [toTimer(governance)] : [])],
    warmUp() {
      void table?.warmUp();
      // The default scope, before the settings say which: nearly always right, and it saves a cold caller seconds.
      void tokens[cloudOfStore(address.endpoint).tokenScopes[0]].get();
      void settings.get().then((loaded) => {
        if (loaded.ok) for (const { tokenScope } of loaded.value.targets) void tokens[tokenScope].get();
      });
    },
    async terminate() {
      const leaves = underWay.isIdle() ? 0 : ANSWER_LEAVES_MS;
      await within(underWay.ended(), DRAIN_MS).catch(() => undefined);
      await Promise.all([telemetry.flush(FLUSH_MS), sleep(leaves)]);
    },
  };
}

/** `undefined` where the environment names no storage: then no call can be counted, nor its end be promised. */
function openCalls({ callTable: table }: Ports, parts: Omit<GovernanceParts, 'table'>): Governance | undefined {
  return table && createGovernance({ ...parts, table });
}

/** As they are now; those that are held where the store does not answer soon, and none where nobody knows any. */
async function sweepRules(settings: SettingsSource): Promise<SweepRules> {
  await within(settings.refresh(), FRESH_RULES_MS).catch(() => undefined);
  const current = settings.peek().held?.value;
  if (!current) return NO_RULES;
  return { calls: current.calls, revoked: current.revoked, endBefore: current['calls:endBefore'] ?? 0 };
}

function sweeperOf(governance: Governance | undefined, { sweeps }: AppEnvironment) {
  if (!governance) return 'nobody';
  return sweeps ? 'timer' : 'requests';
}

function toTimer({ sweep }: Governance): TimerTrigger {
  return { kind: 'timer', name: 'sweep', schedule: EACH_MINUTE, handler: sweep };
}

/**
 * Absolute where the platform says who we are: the Agents SDK cannot read another. Never made of the request, whose
 * Host is the caller's to choose.
 */
function toUrl({ siteHost }: AppEnvironment, name: RouteName): string {
  const path = `/api/${ROUTES[name].route}`;
  if (siteHost === undefined) return path;
  const scheme = /^(?:localhost|127\.0\.0\.1)(?::|$)/.test(siteHost) ? 'http' : 'https';
  return `${scheme}://${siteHost}${path}`;
}

function openTelemetry({ loadSender: load, now, log }: Ports): Telemetry {
  if (load === undefined) return NO_TELEMETRY;
  const delivery = createDelivery({ buffer: createBuffer(MAX_WAITING_RECORDS), load, now, log });
  return createTelemetry({ delivery, now, random: Math.random });
}

/** The issuance id: in the answer, in the log, and one day the handle of a revocation. */
function createMintId(): string {
  return `mint_${randomBytes(16).toString('hex')}`;
}
