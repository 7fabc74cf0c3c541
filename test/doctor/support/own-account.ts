/** An account that this project did not make, as `az cognitiveservices account create` leaves it. */

import type { EmulatedAzure } from '../../../local/azure/emulated-azure.ts';
import { OPERATOR_OBJECT_ID } from '../../../local/azure/foundation/directory.ts';
import type { AccountProperties } from '../../../local/azure/subscription/account.ts';
import { defaultVersionOf } from '../../../local/azure/subscription/model-catalogue.ts';
import { ROLES } from '../../../local/azure/subscription/role-definitions.ts';

export const ACCOUNT = 'oai-theirs';

export interface OwnAccount {
  /** Models by the names of their deployments. */
  readonly deployments?: Readonly<Record<string, string>>;
  readonly account?: Partial<AccountProperties>;
  /** Who has the data role; by default whoever looks. */
  readonly user?: string | undefined;
}

export function createOwnAccount({ subscription }: EmulatedAzure, options: OwnAccount = {}): void {
  const { deployments = { voice: 'gpt-realtime' }, account, user = OPERATOR_OBJECT_ID } = options;
  const { id } = subscription.putAccount(ACCOUNT, {
    resourceGroup: 'rg-theirs',
    customSubDomainName: ACCOUNT,
    disableLocalAuth: false,
    ...account,
  });
  for (const [name, model] of Object.entries(deployments)) putDeployment(subscription, name, model);
  const held = { scope: id, role: ROLES.openAiUser.name, principalId: user, principalType: 'User' };
  if (!('user' in options) || options.user !== undefined) subscription.roles.put({ ...held, createdOnEpochMs: 0 });
}

function putDeployment(subscription: EmulatedAzure['subscription'], name: string, model: string): void {
  const deployed = { format: 'OpenAI', name: model, version: defaultVersionOf(model) } as const;
  const sku = { name: 'GlobalStandard', capacity: 20 };
  subscription.putDeployment(ACCOUNT, { name, model: deployed, sku, versionUpgradeOption: 'NoAutoUpgrade' }, 0);
}
