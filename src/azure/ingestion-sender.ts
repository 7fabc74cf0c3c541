/**
 * Entry of the second bundle, dist/telemetry.js: Application Insights. The SDK batches, authenticates and posts; the
 * gate writes what is posted. Nothing is collected automatically, nothing global is registered, nothing goes to disk.
 */
import type { TokenCredential } from '@azure/identity';
import { TelemetryClient } from 'applicationinsights/out/src/shim/telemetryClient.js';
import { MS_PER_SECOND } from '../lib/clock.ts';
import { within } from '../lib/within.ts';
import type { Sender } from '../telemetry/delivery.ts';
import type { TelemetryRecord } from '../telemetry/record.ts';
import { createGate, KEY } from './ingestion-gate.ts';

/** A first token takes 0.5 to 6 s in Azure. The SDK would wait 30 s, and keep the process alive as long. */
const TOKEN_TIMEOUT_MS = 8 * MS_PER_SECOND;
/** Of the public cloud and of the sovereign ones. */
const MONITOR_SCOPE = /^https:\/\/monitor\.azure\.(?:com|us|cn)(?:\/|$)/;

export interface SenderOptions {
  readonly connectionString: string;
  readonly credential: TokenCredential;
  /** The name of the app, as the host's own records have it. */
  readonly role: string | undefined;
}

/** @throws where the connection string names no ingestion; delivery counts that as what could not be loaded. */
export function createSender({ connectionString, credential, role }: SenderOptions): Sender {
  const gate = createGate({ origin: ingestionOrigin(connectionString), role });
  const client = new TelemetryClient(connectionString, { useGlobalProviders: false });
  client.config.azureMonitorOpenTelemetryOptions = {
    azureMonitorExporterOptions: {
      connectionString,
      credential: {
        async getToken(scopes, options) {
          // The connection string may name another audience: with it, not a token for another service of Azure.
          if (![scopes].flat().every((scope) => MONITOR_SCOPE.test(scope)))
            throw new RangeError('A scope of no ingestion.');
          return within(credential.getToken(scopes, options), TOKEN_TIMEOUT_MS);
        },
      },
      disableOfflineStorage: true,
      retryOptions: { maxRetries: 0 },
      additionalPolicies: [
        {
          position: 'perCall',
          policy: {
            name: 'gate',
            async sendRequest(request, next) {
              const { status, bodyAsText } = await gate.pass(request, next);
              // The headers only have to say that the body is JSON, as the request's do.
              return { request, status, bodyAsText: bodyAsText ?? '', headers: request.headers };
            },
          },
        },
      ],
    },
  };

  let nextKey = 0;
  return {
    async send(records) {
      const keyed = new Map<string, TelemetryRecord>();
      for (const record of records) {
        nextKey += 1;
        keyed.set(String(nextKey), record);
      }
      gate.open(keyed);
      for (const key of keyed.keys()) client.trackEvent({ name: 'record', properties: { [KEY]: key } });
      await client.flush();
      return gate.outcome();
    },
  };
}

function ingestionOrigin(connectionString: string): string {
  const [, endpoint] = /(?:^|;)\s*IngestionEndpoint=([^;]+)/i.exec(connectionString) ?? [];
  // The SDK would take a host of its own choice.
  if (endpoint === undefined) throw new RangeError('The connection string names no IngestionEndpoint.');
  // Plain http becomes https in the SDK.
  return new URL(endpoint.trim().replace(/^http:/i, 'https:')).origin;
}
