/**
 * The emulated Azure of this machine: a small server per service on loopback, with new keys at each start. It does only
 * what is documented or recorded of Azure; a switch chooses wherever that leaves something open.
 */
import { randomUUID } from 'node:crypto';
import { delimiter } from 'node:path';
import { withoutForeigners } from '../kit/guard.ts';
import { startHttpServer } from '../kit/http-server.ts';
import type { Handler } from '../kit/reply.ts';
import { createSwitches } from '../kit/switches.ts';
import { ALL_SWITCHES } from './all-switches.ts';
import { createAppConfigurationService } from './app-configuration/app-configuration-service.ts';
import { createDefaultSettings } from './app-configuration/default-settings.ts';
import { createSettingsTable } from './app-configuration/emulated-settings.ts';
import { createArmService } from './arm/arm-service.ts';
import { createAz } from './cli/az.ts';
import { toOperatorSetup, writeAzProgram } from './cli/az-program.ts';
import { withCallerPages } from './control/caller-pages.ts';
import { createControlService } from './control/control-service.ts';
import type { AzureOptions, EmulatedAzure } from './emulated-azure.ts';
import { type Certificate, createCertificate } from './foundation/certificate.ts';
import { IDENTITY_CLIENT_ID } from './foundation/directory.ts';
import { followDownSwitch, withNetworkTrouble } from './foundation/network-trouble.ts';
import { createRequestLog, type ServiceName } from './foundation/request-log.ts';
import { createSigningKey } from './foundation/signing-key.ts';
import { createIdentityService, IDENTITY_PATH } from './identity/identity-service.ts';
import { createEnvelopeTable } from './ingestion/envelope-log.ts';
import { createIngestionService, INSTRUMENTATION_KEY } from './ingestion/ingestion-service.ts';
import { createCallerToken } from './issuer/caller-token.ts';
import { createEntraDirectory } from './issuer/entra-directory.ts';
import { ENTRA } from './issuer/entra-shapes.ts';
import { createIssuerService } from './issuer/issuer-service.ts';
import { ruleOf } from './issuer/issuer-shape.ts';
import { followShapeSwitch, shapeOf } from './issuer/issuer-shapes.ts';
import { createOpenAiService } from './openai/openai-service.ts';
import { callsOfAll, type RegionalAccount, regionalSwitches, switchesOf } from './openai/regional-account.ts';
import { type StorageService, startStorageService } from './storage/storage-service.ts';
import { createSubscription } from './subscription/subscription.ts';
import { followSubscriptionSwitches } from './subscription/subscription-switches.ts';

export type { AzureOptions, EmulatedAzure } from './emulated-azure.ts';

/** What pages of any origin call at Azure too. */
const CALLED_BY_PAGES: ReadonlySet<ServiceName> = new Set(['issuer', 'openai', 'elsewhere']);
const AZURE_OPENAI: ReadonlySet<ServiceName> = new Set(['openai', 'elsewhere']);
/** Where `npm start` serves the functions. */
const DEFAULT_SITE_HOST = 'localhost:7071';

/** @throws {PortTakenError} naming the port; whatever had started by then is stopped. */
export async function startAzure(options: AzureOptions = {}): Promise<EmulatedAzure> {
  const certificate = await createCertificate();
  const ends: (() => Promise<void>)[] = [];
  let storage: StorageService | undefined;
  const stop = () => stopAll(ends, certificate, storage);
  try {
    storage = options.storage === true ? await startStorageService(options.ports?.storage ?? 0) : undefined;
    return await startServices({ options, certificate, storage, ends, stop });
  } catch (error) {
    await stop();
    throw error;
  }
}

interface Parts {
  readonly options: AzureOptions;
  readonly certificate: Certificate;
  readonly storage: StorageService | undefined;
  /** How each server that listens is stopped, and what it keeps open; for the end, and for a failed start. */
  readonly ends: (() => Promise<void>)[];
  readonly stop: () => Promise<void>;
}

async function startServices({ options, certificate, storage, ends, stop }: Parts): Promise<EmulatedAzure> {
  const { regions = [] } = options;
  const switches = createSwitches([...ALL_SWITCHES, ...regions.flatMap(regionalSwitches)]);
  const requests = createRequestLog(options.onRequest);
  const settings = createSettingsTable({});
  const envelopes = createEnvelopeTable();
  let openaiPort = 0;
  const elsewhere: RegionalAccount[] = [];
  const subscription = createSubscription({
    nowEpochMs: Date.now(),
    origins: () => [`http://127.0.0.1:${openaiPort}`, `http://localhost:${openaiPort}`],
    elsewhere: regions.map((region, index) => ({ region, origin: () => elsewhere[index]?.url ?? '' })),
    siteHost: () => options.siteHost ?? DEFAULT_SITE_HOST,
  });
  const { sync } = followSubscriptionSwitches(switches, subscription);
  const [identityHeader, apiKey] = [randomUUID(), randomUUID()];
  const identityKey = createSigningKey(options.keyPair);
  // The issuer's, and the one of an app that has its own.
  let [issuerKey, ownKey] = [createSigningKey(options.keyPair), createSigningKey(options.keyPair)];

  function guard(service: ServiceName, handle: Handler): Handler {
    if (CALLED_BY_PAGES.has(service)) return handle;
    return service === 'control' ? withCallerPages(options.callerOrigins ?? [], handle) : withoutForeigners(handle);
  }

  async function serve(
    service: ServiceName,
    scheme: 'http' | 'https',
    handler: Handler,
    { port = options.ports?.[service] ?? 0, by = switches } = {},
  ): Promise<number> {
    const isSwitched = service !== 'control';
    const name = service === 'elsewhere' ? 'openai' : service;
    const switched = isSwitched ? withNetworkTrouble(name, by, handler) : handler;
    const server = await startHttpServer({
      service: `the emulated ${service}`,
      port,
      record: (arrived) => requests.record({ service, ...arrived }),
      hasWebSockets: AZURE_OPENAI.has(service),
      handle: guard(service, switched),
      ...(scheme === 'https' && { tls: certificate.tls }),
    });
    ends.push(server.stop);
    if (isSwitched) followDownSwitch(name, by, server);
    return server.port;
  }

  // `localhost` only where a host name is expected; elsewhere the address, which needs no resolver.
  const identity = `http://127.0.0.1:${await serve('identity', 'http', createIdentityService({ key: identityKey, identityHeader, switches }))}`;
  let issuerOrigin = '';
  const issuerService = createIssuerService({
    switches,
    keys: () => [issuerKey],
    ownKeys: () => [ownKey],
    origin: () => issuerOrigin,
    identityKey,
  });
  issuerOrigin = `https://localhost:${await serve('issuer', 'https', issuerService)}`;
  const issuer = ENTRA.issuer(issuerOrigin);
  const appConfigurationService = createAppConfigurationService({ table: settings, identityKey, switches });
  const appConfiguration = `https://127.0.0.1:${await serve('appConfiguration', 'https', appConfigurationService)}`;
  const redirectOrigin = () => `http://localhost:${openaiPort}`;
  const openaiService = createOpenAiService({ identityKey, apiKey, switches, subscription, redirectOrigin });
  ends.push(openaiService.stop);
  openaiPort = await serve('openai', 'http', openaiService.handle);
  const openai = `http://127.0.0.1:${openaiPort}`;
  for (const [index, region] of regions.entries()) {
    const by = switchesOf(region, switches);
    const service = createOpenAiService({ identityKey, apiKey, switches: by, subscription, redirectOrigin });
    ends.push(service.stop);
    const port = options.ports?.elsewhere && options.ports.elsewhere + index;
    const url = `http://127.0.0.1:${await serve('elsewhere', 'http', service.handle, { by, ...(port && { port }) })}`;
    elsewhere.push({ region, url, switches: by, calls: service.calls });
  }
  const ingestionService = createIngestionService({ envelopes, identityKey, switches, redirectOrigin });
  const ingestion = `https://127.0.0.1:${await serve('ingestion', 'https', ingestionService)}`;
  const armService = createArmService({
    subscription,
    identityKey,
    switches,
    storeEndpoint: () => appConfiguration,
    written: sync,
  });
  const arm = `https://127.0.0.1:${await serve('arm', 'https', armService)}`;
  const hasStorage = storage !== undefined;
  settings.replaceAll({
    ...createDefaultSettings({ callers: ruleOf(ENTRA, issuerOrigin), openai, hasStorage }),
    ...options.settings,
  });

  followShapeSwitch(switches, settings, () => issuerOrigin);
  const callerToken: EmulatedAzure['callerToken'] = async (claims, header) => {
    const { issuer: toIssuer, person, query } = shapeOf(switches);
    const key = query === undefined ? issuerKey : ownKey;
    return createCallerToken(key, toIssuer(issuerOrigin), claims, header, person);
  };
  const rotateIssuerKeys = (): void => {
    [issuerKey, ownKey] = [createSigningKey(options.keyPair), createSigningKey(options.keyPair)];
  };
  const controlService = createControlService({
    switches,
    requests,
    settings,
    envelopes,
    calls: callsOfAll(openaiService.calls, elsewhere),
    az: createAz({
      key: identityKey,
      arm: armService,
      settings,
      storeEndpoint: () => appConfiguration,
      directory: createEntraDirectory({ switches, key: () => issuerKey, issuer }),
    }),
    operatorSetup: toOperatorSetup(certificate),
    callerToken,
    rotateIssuerKeys,
  });
  const control = `http://127.0.0.1:${await serve('control', 'http', controlService)}`;
  await writeAzProgram(certificate.folder, control);

  return {
    urls: {
      identity,
      issuer,
      appConfiguration,
      openai,
      control,
      ingestion,
      arm,
      ...(storage && { storage: storage.url }),
    },
    environment: {
      IDENTITY_ENDPOINT: `${identity}${IDENTITY_PATH}`,
      IDENTITY_HEADER: identityHeader,
      AZURE_CLIENT_ID: IDENTITY_CLIENT_ID,
      AZURE_APPCONFIGURATION_ENDPOINT: appConfiguration,
      NODE_EXTRA_CA_CERTS: certificate.path,
      ...(storage && { AzureWebJobsStorage: storage.connection }),
      ...(options.telemetry === true && {
        APPLICATIONINSIGHTS_CONNECTION_STRING: `InstrumentationKey=${INSTRUMENTATION_KEY};IngestionEndpoint=${ingestion}/`,
      }),
    },
    operatorEnvironment: {
      PATH: `${certificate.folder}${delimiter}${process.env['PATH'] ?? ''}`,
      NODE_EXTRA_CA_CERTS: certificate.path,
    },
    certificate: { pem: certificate.pem, path: certificate.path },
    control: controlService,
    switches,
    requests,
    settings,
    subscription,
    envelopes,
    apiKey,
    calls: openaiService.calls,
    elsewhere,
    callerToken,
    rotateIssuerKeys,
    stop,
  };
}

async function stopAll(
  ends: readonly (() => Promise<void>)[],
  certificate: Certificate,
  storage: StorageService | undefined,
): Promise<void> {
  await Promise.all([...ends.map((end) => end()), storage?.stop()]);
  await certificate.remove();
}
