/**
 * The built-in roles that somebody may have, as ARM shows them: the ones of Cognitive Services by their published
 * definitions, the others as generally known. Actions that nothing here looks at are left out.
 */
import { ROLE_IDS } from '../../../tools/azure-facts/role-ids.ts';
import { SUBSCRIPTION_ID } from '../foundation/directory.ts';

export interface PermissionBlock {
  readonly actions: readonly string[];
  readonly notActions: readonly string[];
  readonly dataActions: readonly string[];
  readonly notDataActions: readonly string[];
}

export interface RoleDefinition {
  /** The GUID. */
  readonly name: string;
  readonly roleName: string;
  readonly permissions: readonly PermissionBlock[];
}

const OPENAI = 'Microsoft.CognitiveServices/accounts/OpenAI';
const TABLES = 'Microsoft.Storage/storageAccounts/tableServices/tables';
const BLOBS = 'Microsoft.Storage/storageAccounts/blobServices/containers';

export const ROLES = {
  owner: role('8e3af657-a8ff-443c-a75c-2fe8c4bcb635', 'Owner', { actions: ['*'] }),
  contributor: role('b24988ac-6180-42a0-ab88-20f7382dd24c', 'Contributor', {
    actions: ['*'],
    notActions: ['Microsoft.Authorization/*/Delete', 'Microsoft.Authorization/*/Write'],
  }),
  reader: role('acdd72a7-3385-48ef-bd42-f606fba81ae7', 'Reader', { actions: ['*/read'] }),
  openAiUser: role(ROLE_IDS.openAiUser, 'Cognitive Services OpenAI User', {
    actions: ['Microsoft.CognitiveServices/*/read', 'Microsoft.Authorization/roleAssignments/read'],
    dataActions: [
      `${OPENAI}/*/read`,
      `${OPENAI}/deployments/realtime/action`,
      `${OPENAI}/deployments/chat/completions/action`,
      `${OPENAI}/deployments/audio/action`,
      `${OPENAI}/assistants/*`,
      `${OPENAI}/responses/*`,
    ],
  }),
  cognitiveServicesUser: role('a97b65f3-24c7-4388-baec-2e87135dc908', 'Cognitive Services User', {
    actions: ['Microsoft.CognitiveServices/*/read', 'Microsoft.CognitiveServices/accounts/listkeys/action'],
    dataActions: ['Microsoft.CognitiveServices/*'],
  }),
  appConfigurationDataReader: role(ROLE_IDS.appConfigurationDataReader, 'App Configuration Data Reader', {
    dataActions: ['Microsoft.AppConfiguration/configurationStores/*/read'],
  }),
  appConfigurationDataOwner: role(ROLE_IDS.appConfigurationDataOwner, 'App Configuration Data Owner', {
    dataActions: [
      'Microsoft.AppConfiguration/configurationStores/*/read',
      'Microsoft.AppConfiguration/configurationStores/*/write',
      'Microsoft.AppConfiguration/configurationStores/*/delete',
    ],
  }),
  storageBlobDataOwner: role(ROLE_IDS.storageBlobDataOwner, 'Storage Blob Data Owner', {
    actions: [`${BLOBS}/*`],
    dataActions: [`${BLOBS}/blobs/*`],
  }),
  storageTableDataContributor: role(ROLE_IDS.storageTableDataContributor, 'Storage Table Data Contributor', {
    actions: [`${TABLES}/read`, `${TABLES}/write`, `${TABLES}/delete`],
    dataActions: [
      `${TABLES}/entities/read`,
      `${TABLES}/entities/write`,
      `${TABLES}/entities/delete`,
      `${TABLES}/entities/add/action`,
      `${TABLES}/entities/update/action`,
    ],
  }),
} as const satisfies Readonly<Record<string, RoleDefinition>>;

export function findRole(guid: string): RoleDefinition | undefined {
  return Object.values<RoleDefinition>(ROLES).find(({ name }) => name === guid.toLowerCase());
}

export function roleDefinitionId(guid: string): string {
  return `/subscriptions/${SUBSCRIPTION_ID}/providers/Microsoft.Authorization/roleDefinitions/${guid}`;
}

function role(name: string, roleName: string, block: Partial<PermissionBlock>): RoleDefinition {
  return {
    name,
    roleName,
    permissions: [{ actions: [], notActions: [], dataActions: [], notDataActions: [], ...block }],
  };
}
