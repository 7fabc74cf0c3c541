/**
 * Who is who on this machine: the ids that an Entra tenant, its applications and the function's identity would have.
 * They are constants, so that settings and logs stay readable between starts; only the keys are new each time.
 */

/** The tenant of the issuer and of the identity. */
export const TENANT_ID = '7e0a1b2c-0000-4000-8000-000000000001';
/** The API that callers ask tokens for: the audience, also as `api://<guid>`. */
export const API_CLIENT_ID = '7e0a1b2c-0000-4000-8000-0000000000a1';
/** The application that a caller signs in with (`azp`). */
export const CALLER_APP_ID = '7e0a1b2c-0000-4000-8000-0000000000c1';
/** The person who calls (`oid`). */
export const CALLER_OBJECT_ID = '7e0a1b2c-0000-4000-8000-0000000000c2';
/** The person who deploys and looks after it all, and whom the Azure CLI of this machine is signed in as. */
export const OPERATOR_OBJECT_ID = '7e0a1b2c-0000-4000-8000-0000000000b1';

/** The function's user-assigned managed identity: AZURE_CLIENT_ID … */
export const IDENTITY_CLIENT_ID = '7e0a1b2c-0000-4000-8000-0000000000f1';
/** … and its principal, which PermissionDenied messages name. */
export const IDENTITY_OBJECT_ID = '7e0a1b2c-0000-4000-8000-0000000000f2';

export const API_SCOPE = 'access_as_user';
export const API_ROLE = 'Realtime.Mint';
export const OPERATOR_ROLE = 'Realtime.Operate';
/** Of an app that speaks for its users. */
export const ON_BEHALF_ROLE = 'Realtime.OnBehalf';

/** Where everything is, by the names that infra/main.bicep would give it. */
export const SUBSCRIPTION_ID = '7e0a1b2c-0000-4000-8000-0000000000d1';
export const RESOURCE_GROUP = 'rg-local';

export function toResourceId(type: string, name: string, resourceGroup: string = RESOURCE_GROUP): string {
  return `/subscriptions/${SUBSCRIPTION_ID}/resourceGroups/${resourceGroup}/providers/${type}/${name}`;
}

/** The account that the OpenAI service plays. */
export const ACCOUNT_NAME = 'oai-local';
export const ACCOUNT_RESOURCE_ID = toResourceId('Microsoft.CognitiveServices/accounts', ACCOUNT_NAME);
/** Of the account that a further region has. */
export function accountIn(region: string): string {
  return `${ACCOUNT_NAME}-${region}`;
}
export const STORE_RESOURCE_ID = toResourceId('Microsoft.AppConfiguration/configurationStores', 'appcs-local');
export const STORAGE_ACCOUNT_NAME = 'stlocal';
export const STORAGE_RESOURCE_ID = toResourceId('Microsoft.Storage/storageAccounts', STORAGE_ACCOUNT_NAME);
export const SITE_RESOURCE_ID = toResourceId('Microsoft.Web/sites', 'func-local');
export const IDENTITY_RESOURCE_ID = toResourceId('Microsoft.ManagedIdentity/userAssignedIdentities', 'id-local');
