/** What the app's identity needs: a data role on each resource that it uses. */

import { ROLE_IDS } from '../../azure-facts/role-ids.ts';
import type { ArmId } from '../arm/arm-id.ts';
import type { CheckId } from '../check-ids.ts';
import { type Look, then, unseen } from '../look.ts';

/** What has to be found before anybody's roles on it can be. */
export interface RoleResources {
  accountId(): Promise<Look<ArmId>>;
  /** `undefined`: it does not exist. */
  account(): Promise<Look<object | undefined>>;
  storeId(): Promise<Look<ArmId>>;
  storageId(): Promise<Look<ArmId>>;
}

export interface RoleNeed {
  readonly id: CheckId;
  readonly about: string;
  readonly resource: (facts: RoleResources) => Promise<Look<ArmId>>;
  readonly dataActions: readonly string[];
  readonly role: string;
  readonly roleName: string;
}

/** Which one the mint checks is not verified. */
export const ACCOUNT_DATA_ACTIONS = ['Microsoft.CognitiveServices/accounts/OpenAI/deployments/realtime/action'];

const STORAGE = 'Microsoft.Storage/storageAccounts';

export const ROLE_NEEDS: readonly RoleNeed[] = [
  {
    id: 'roles.account',
    about:
      'Whether the app’s identity may use the Azure OpenAI account, by the data action that creates a realtime connection. Nobody has verified which action the mint checks. Owner and Contributor do not have it, and a role at a Foundry project does not reach `/openai/v1`.',
    resource: existingAccount,
    dataActions: ACCOUNT_DATA_ACTIONS,
    role: ROLE_IDS.openAiUser,
    roleName: 'Cognitive Services OpenAI User',
  },
  {
    id: 'roles.store',
    about: 'Whether the app’s identity may read the settings.',
    resource: (facts) => facts.storeId(),
    dataActions: ['Microsoft.AppConfiguration/configurationStores/keyValues/read'],
    role: ROLE_IDS.appConfigurationDataReader,
    roleName: 'App Configuration Data Reader',
  },
  {
    id: 'roles.tables',
    about:
      'Whether the app’s identity may read and write table entities, where the quotas are. Without it the app serves nobody.',
    resource: (facts) => facts.storageId(),
    dataActions: ['read', 'add/action', 'update/action'].map(
      (verb) => `${STORAGE}/tableServices/tables/entities/${verb}`,
    ),
    role: ROLE_IDS.storageTableDataContributor,
    roleName: 'Storage Table Data Contributor',
  },
  {
    id: 'roles.blobs',
    about:
      'Whether the app’s identity may read and write blobs. The host keeps its locks and keys there, and starts the package from there.',
    resource: (facts) => facts.storageId(),
    dataActions: ['read', 'write'].map((verb) => `${STORAGE}/blobServices/containers/blobs/${verb}`),
    role: ROLE_IDS.storageBlobDataOwner,
    roleName: 'Storage Blob Data Owner',
  },
];

/** A role on an account that is gone fixes nothing: `resource.found` says that it is gone. */
function existingAccount(facts: RoleResources): Promise<Look<ArmId>> {
  return then(facts.account(), async (account) =>
    account ? facts.accountId() : unseen('the Azure OpenAI account does not exist'),
  );
}
