/** Who we are to Azure: the one choice that depends on where this runs, and it is the platform's own. */
import {
  AzureCliCredential,
  AzureDeveloperCliCredential,
  ChainedTokenCredential,
  ManagedIdentityCredential,
  type TokenCredential,
} from '@azure/identity';

/**
 * Not DefaultAzureCredential: outside Azure it probes sources for seconds, and it hides which identity answered.
 */
export function createCredential(options: {
  readonly hasManagedIdentity: boolean;
  readonly clientId: string | undefined;
}): TokenCredential {
  if (!options.hasManagedIdentity) {
    return new ChainedTokenCredential(new AzureCliCredential(), new AzureDeveloperCliCredential());
  }
  return options.clientId === undefined
    ? new ManagedIdentityCredential()
    : new ManagedIdentityCredential({ clientId: options.clientId });
}
