/**
 * The emulated Azure of this machine: a small server per service on loopback, with new keys at each start. It does only
 * what is documented or recorded of Azure; a switch chooses wherever that leaves something open.
 */
import { randomUUID } from 'node:crypto';
import { delimiter } from 'node:path';
import { createSwitches } from '../kit/switches.ts';
import { ALL_SWITCHES } from './all-switches.ts';
import { createAppConfigurationService } from './app-configuration/app-configuration-service.ts';
import { createDefaultSettings } from './app-configuration/default-settings.ts';
import { createSettingsTable } from './app-configuration/emulated-settings.ts';
import { createArmService } from './arm/arm-service.ts';
import { createAz } from './cli/az.ts';
import { toOperatorSetup, writeAzProgram } from './cli/az-program.ts';
import { createControlService } from './control/control-service.ts';
import type { AzureOptions, EmulatedAzure } from './emulated-azure.ts';
import { type Certificate, createCertificate } from './foundation/certificate.ts';
import { IDENTITY_CLIENT_ID, ON_BEHALF_ROLE } from './foundation/directory.ts';
import { createRequestLog } from './foundation/request-log.ts';
import { createSigningKey } from './foundation/signing-key.ts';
import { createIdentityService, IDENTITY_PATH } from './identity/identity-service.ts';
import { createEnvelopeTable } from './ingestion/envelope-log.ts';
import { createIngestionService, INSTRUMENTATION_KEY } from './ingestion/ingestion-service.ts';
import { followShapeSwitch, shapeOf } from './issuer/all-issuer-shapes.ts';
import { createCallerToken } from './issuer/caller-token.ts';
import { createEntraDirectory } from './issuer/entra-directory.ts';
import { ENTRA } from './issuer/entra-shapes.ts';
import { createIssuerKeys } from './issuer/issuer-keys.ts';
import { createIssuerService } from './issuer/issuer-service.ts';
import { ruleOf } from './issuer/issuer-shape.ts';
import { createConcurrency } from './openai/live/concurrency.ts';
import { createOpenAiService } from './openai/openai-service.ts';
import { callsOfAll, type RegionalAccount, regionalSwitches, switchesOf } from './openai/regional-account.ts';
import { createServers, type Opened } from './servers.ts';
import { type StorageService, startStorageService } from './storage/storage-service.ts';
import { createSubscription } from './subscription/subscription.ts';
import { followSubscriptionSwitches } from './subscription/subscription-switches.ts';

export type { AzureOptions, EmulatedAzure } from './emulated-azure.ts';

/** Where `npm start` serves the functions, unless it says otherwise afterwards. */
const SITE_HOST = 'localhost:7071';

/** @throws {PortTakenError} naming the port; whatever had started by then is stopped. */
export async function startAzure(options: AzureOptions = {}): Promise<EmulatedAzure> {
  const certificate = await createCertificate(options.certificatePair);
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
  const { regions = [], ports = {} } = options;
  const switches = createSwitches(ALL_SWITCHES, regions.flatMap(regionalSwitches));
  const requests = createRequestLog(options.onRequest);
  const open = createServers({ azure: options, certificate, requests, ends });
  const identity = await open('identity', switches);
  const issuer = await open('issuer', switches);
  const appConfiguration = await open('appConfiguration', switches);
  const openai = await open('openai', switches);
  const ingestion = await open('ingestion', switches);
  const arm = await open('arm', switches);
  const control = await open('control', switches);
  const regional: (Opened & Pick<RegionalAccount, 'region' | 'switches'>)[] = [];
  for (const [index, region] of regions.entries()) {
    const own = switchesOf(region, switches);
    const opened = await open('elsewhere', own, ports.elsewhere && ports.elsewhere + index);
    regional.push({ ...opened, region, switches: own });
  }

  const identityKey = createSigningKey(options.keyPair);
  const [identityHeader, apiKey] = [randomUUID(), randomUUID()];
  identity.serve(createIdentityService({ key: identityKey, identityHeader, switches }));

  const issuerKeys = createIssuerKeys(options.keyPair);
  issuer.serve(createIssuerService({ switches, keys: issuerKeys, origin: issuer.origin, identityKey }));

  const settings = createSettingsTable({
    ...createDefaultSettings({
      callers: {
        ...ruleOf(ENTRA, issuer.origin),
        ...(options.onBehalf === true && { onBehalf: { role: ON_BEHALF_ROLE } }),
      },
      openai: openai.origin,
      hasStorage: storage !== undefined,
    }),
    ...options.settings,
  });
  followShapeSwitch(switches, settings, issuer.origin);
  appConfiguration.serve(createAppConfigurationService({ table: settings, identityKey, switches }));

  const otherOrigin = openai.origin.replace('127.0.0.1', 'localhost');
  const subscription = createSubscription({
    nowEpochMs: Date.now(),
    origins: [openai.origin, otherOrigin],
    elsewhere: regional,
    siteHost: SITE_HOST,
  });
  const { sync } = followSubscriptionSwitches(switches, subscription, () => settings.get('realtime:deployment'));
  const concurrency = createConcurrency();
  const account = { identityKey, apiKey, subscription, concurrency, redirectOrigin: otherOrigin };
  const openaiService = createOpenAiService({ ...account, switches });
  openai.serve(openaiService.handle);
  ends.push(openaiService.stop);
  const elsewhere = regional.map(({ region, origin, switches: own, serve }): RegionalAccount => {
    const service = createOpenAiService({ ...account, switches: own });
    serve(service.handle);
    ends.push(service.stop);
    return { region, url: origin, switches: own, calls: service.calls };
  });

  const envelopes = createEnvelopeTable();
  ingestion.serve(createIngestionService({ envelopes, identityKey, switches, redirectOrigin: otherOrigin }));

  const storeEndpoint = appConfiguration.origin;
  const armService = createArmService({ subscription, identityKey, switches, storeEndpoint, written: sync });
  arm.serve(armService);

  const callerToken: EmulatedAzure['callerToken'] = async (claims, header) => {
    const { issuer: toIssuer, person, query } = shapeOf(switches);
    const key = query === undefined ? issuerKeys.shared() : issuerKeys.own();
    return createCallerToken(key, toIssuer(issuer.origin), claims, header, person);
  };
  const issuerId = ENTRA.issuer(issuer.origin);
  const directory = createEntraDirectory({ switches, key: issuerKeys.shared, issuer: issuerId });
  const controlService = createControlService({
    switches,
    requests,
    settings,
    envelopes,
    calls: callsOfAll(openaiService.calls, elsewhere),
    az: createAz({ key: identityKey, arm: armService, settings, storeEndpoint, directory }),
    operatorSetup: toOperatorSetup(certificate),
    certificatePem: certificate.pem,
    callerToken,
    rotateIssuerKeys: issuerKeys.rotate,
    startAfresh() {
      switches.reset();
      settings.startAfresh();
      subscription.reset();
    },
  });
  control.serve(controlService);
  await writeAzProgram(certificate.folder, control.origin);

  return {
    urls: {
      identity: identity.origin,
      issuer: issuerId,
      appConfiguration: appConfiguration.origin,
      openai: openai.origin,
      control: control.origin,
      ingestion: ingestion.origin,
      arm: arm.origin,
      ...(storage && { storage: storage.url }),
    },
    environment: {
      IDENTITY_ENDPOINT: `${identity.origin}${IDENTITY_PATH}`,
      IDENTITY_HEADER: identityHeader,
      AZURE_CLIENT_ID: IDENTITY_CLIENT_ID,
      AZURE_APPCONFIGURATION_ENDPOINT: appConfiguration.origin,
      NODE_EXTRA_CA_CERTS: certificate.path,
      ...(storage && { AzureWebJobsStorage: storage.connection }),
      ...(options.telemetry === true && {
        APPLICATIONINSIGHTS_CONNECTION_STRING: `InstrumentationKey=${INSTRUMENTATION_KEY};IngestionEndpoint=${ingestion.origin}/`,
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
    rotateIssuerKeys: issuerKeys.rotate,
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
