/** Who we are to Azure: the one choice that depends on where this runs, and it is the platform's own. */
import {
  AzureCliCredential,
  AzureDeveloperCliCredential,
  ChainedTokenCredential,
  ManagedIdentityCredential,
  type TokenCredential,
} from '@azure/identity';
import type { IdentityEndpoint } from './identity-endpoint.ts';

/**
 * Not DefaultAzureCredential: outside Azure it probes sources for seconds, and it hides which identity answered. All
 * credentials of a process share an endpoint, since MSAL sends every request through the first that it was given.
 */
export function createCredential({
  hasManagedIdentity,
  clientId,
  endpoint,
}: {
  readonly hasManagedIdentity: boolean;
  readonly clientId: string | undefined;
  readonly endpoint: IdentityEndpoint;
}): TokenCredential {
  return hasManagedIdentity
    ? new TellingCredential(clientId, endpoint)
    : new ChainedTokenCredential(new AzureCliCredential(), new AzureDeveloperCliCredential());
}

/** Its errors have the answer that they are about, as those of Azure's other clients have. */
class TellingCredential extends ManagedIdentityCredential {
  readonly #endpoint: IdentityEndpoint;

  constructor(clientId: string | undefined, endpoint: IdentityEndpoint) {
    const identity = clientId === undefined ? {} : { clientId };
    super({ ...identity, httpClient: endpoint, retryOptions: { maxRetries: 0 } });
    this.#endpoint = endpoint;
  }

  override async getToken(...request: Parameters<ManagedIdentityCredential['getToken']>) {
    try {
      return await super.getToken(...request);
    } catch (cause) {
      throw cause instanceof Error ? Object.assign(cause, { response: this.#endpoint.refusal() }) : cause;
    }
  }
}
