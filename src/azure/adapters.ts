/**
 * The adapters that the environment asks for. It makes none that it does not name, and none of them reaches out or
 * throws before it is used: one exception while the host loads the app would take every route with it.
 */
import type { TokenCredential } from '@azure/identity';
import type { Environment } from '../environment.ts';
import type { Clock } from '../lib/clock.ts';
import type { Send } from '../lib/http.ts';
import type { Converse } from '../lib/web-socket.ts';
import { SETTINGS_TIMEOUT_MS } from '../settings/settings-source.ts';
import type { Sender } from '../telemetry/delivery.ts';
import { createAzureCallTable } from './call-table.ts';
import { createCredential } from './credential.ts';
import { createIdentityEndpoint } from './identity-endpoint.ts';
import { createAzureQuotaTable } from './quota-table.ts';
import { createAppConfigurationStore } from './settings-store.ts';
import type { StorageOptions } from './table-client.ts';
import { askUpgrade } from './upgrade-client.ts';

export function createAdapters(environment: Environment, world: { readonly send: Send; readonly now: Clock }) {
  const { hasManagedIdentity, clientId, storeEndpoint } = environment;
  const endpoint = createIdentityEndpoint(world);
  const credentialOf = (id: string | undefined) => createCredential({ hasManagedIdentity, clientId: id, endpoint });
  const credential = credentialOf(clientId);
  // Storage may be reached with an identity of its own.
  const storage = toStorage(environment, credentialOf(environment.storageClientId));
  return {
    credential,
    settingsStore:
      storeEndpoint === undefined
        ? undefined
        : createAppConfigurationStore({
            endpoint: storeEndpoint,
            label: environment.storeLabel,
            credential,
            timeoutMs: SETTINGS_TIMEOUT_MS,
          }),
    quotaTable: storage && createAzureQuotaTable(storage),
    callTable: storage && createAzureCallTable(storage),
    askUpgrade,
    converse,
    loadSender: senderLoader(environment, credential),
  };
}

/** Evaluated when the first Live session ends: most apps never have one. */
const converse: Converse = async (conversation) => (await import('./socket-client.ts')).converse(conversation);

function toStorage(
  { storageConnection: connection, tableServiceUri }: Environment,
  credential: TokenCredential,
): StorageOptions | undefined {
  if (connection === undefined && tableServiceUri === undefined) return undefined;
  return { connection, tableServiceUri, credential };
}

/** The second bundle: a file of its own, which is parsed once an answer has left. */
function senderLoader(
  { telemetryConnection: connectionString, siteName: role }: Environment,
  credential: TokenCredential,
) {
  if (connectionString === undefined) return undefined;
  return async (): Promise<Sender> => {
    const { createSender } = await import('./ingestion-sender.ts');
    return createSender({ connectionString, credential, role });
  };
}
