/** The state of the subscription in the shapes of Resource Manager. */
import {
  IDENTITY_RESOURCE_ID,
  RESOURCE_GROUP,
  SITE_RESOURCE_ID,
  STORAGE_ACCOUNT_NAME,
  STORAGE_RESOURCE_ID,
  STORE_RESOURCE_ID,
  SUBSCRIPTION_ID,
} from '../foundation/directory.ts';
import { type Account, createdAt, type Deployment } from '../subscription/account.ts';
import type { Subscription } from '../subscription/subscription.ts';

export type ArmResource = Readonly<Record<string, unknown>> & { readonly id: string };

const TAGS = { 'azd-env-name': 'local' };
const LOCATION = 'westeurope';

export function toArmAccount(account: Account): ArmResource {
  const { customSubDomainName, location } = account;
  return {
    id: account.id,
    name: account.name,
    type: 'Microsoft.CognitiveServices/accounts',
    location,
    kind: account.kind,
    sku: { name: 'S0' },
    tags: TAGS,
    properties: {
      provisioningState: 'Succeeded',
      // Without a custom subdomain Azure gives the region's own address, which takes no Entra token.
      endpoint: customSubDomainName ? `${account.endpoint}/` : `https://${location}.api.cognitive.microsoft.com/`,
      ...(customSubDomainName && { customSubDomainName }),
      disableLocalAuth: account.disableLocalAuth,
      publicNetworkAccess: account.publicNetworkAccess,
      networkAcls: account.networkAcls,
    },
  };
}

export function toArmDeployment(account: Account, deployment: Deployment): ArmResource {
  const made = new Date(createdAt(deployment, Date.now())).toISOString();
  return {
    id: `${account.id}/deployments/${deployment.name}`,
    name: deployment.name,
    type: 'Microsoft.CognitiveServices/accounts/deployments',
    sku: deployment.sku,
    systemData: { createdAt: made, createdByType: 'User', lastModifiedAt: made, lastModifiedByType: 'User' },
    properties: {
      model: deployment.model,
      versionUpgradeOption: deployment.versionUpgradeOption,
      currentCapacity: deployment.sku.capacity,
      raiPolicyName: deployment.raiPolicyName ?? 'Microsoft.DefaultV2',
      provisioningState: deployment.provisioningState ?? 'Succeeded',
    },
  };
}

export function toArmSite({ site }: Subscription): ArmResource {
  return {
    id: SITE_RESOURCE_ID,
    name: nameOf(SITE_RESOURCE_ID),
    type: 'Microsoft.Web/sites',
    kind: 'functionapp,linux',
    location: LOCATION,
    tags: { ...TAGS, 'azd-service-name': 'api' },
    identity: { type: 'UserAssigned', userAssignedIdentities: site.identities },
    properties: {
      state: site.state,
      enabled: true,
      defaultHostName: site.host,
      // This machine has two names, as a site may have a domain of its own.
      enabledHostNames: [site.host, site.host.replace(/^(?:127\.0\.0\.1|localhost)(?=:)/, otherName)],
      functionAppConfig: {
        deployment: {
          storage: {
            type: 'blobContainer',
            value: `https://${STORAGE_ACCOUNT_NAME}.blob.core.windows.net/packages`,
            authentication: {
              type: 'UserAssignedIdentity',
              userAssignedIdentityResourceId: IDENTITY_RESOURCE_ID,
            },
          },
        },
      },
    },
  };
}

export function toArmStore(endpoint: string): ArmResource {
  return {
    id: STORE_RESOURCE_ID,
    name: nameOf(STORE_RESOURCE_ID),
    type: 'Microsoft.AppConfiguration/configurationStores',
    location: LOCATION,
    sku: { name: 'standard' },
    tags: TAGS,
    properties: {
      provisioningState: 'Succeeded',
      endpoint,
      disableLocalAuth: true,
      publicNetworkAccess: 'Enabled',
    },
  };
}

/** Everything that Resource Graph knows; its columns are those of ARM and two more. */
export function listResources(subscription: Subscription, storeEndpoint: string): readonly ArmResource[] {
  const storage: ArmResource = {
    id: STORAGE_RESOURCE_ID,
    name: STORAGE_ACCOUNT_NAME,
    type: 'Microsoft.Storage/storageAccounts',
    location: LOCATION,
    tags: TAGS,
    properties: {},
  };
  return [
    ...subscription.accounts().map(toArmAccount),
    toArmSite(subscription),
    toArmStore(storeEndpoint),
    storage,
  ].map((resource) => ({
    ...resource,
    subscriptionId: SUBSCRIPTION_ID,
    resourceGroup: /\/resourceGroups\/([^/]+)/i.exec(resource.id)?.[1]?.toLowerCase() ?? RESOURCE_GROUP,
  }));
}

function otherName(name: string): string {
  return name === 'localhost' ? '127.0.0.1' : 'localhost';
}

function nameOf(id: string): string {
  return id.slice(id.lastIndexOf('/') + 1);
}
