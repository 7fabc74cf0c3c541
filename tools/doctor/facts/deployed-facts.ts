/** The Azure OpenAI accounts of a subscription with what is deployed in each, as far as they can be seen. */
import type { Account, Deployment } from '@azure/arm-cognitiveservices';
import { type ArmId, parseArmId } from '../arm/arm-id.ts';
import type { Arm } from '../arm/arm-port.ts';
import { type Look, look, seen, then } from '../look.ts';

export interface DeployedAccount {
  readonly id: ArmId;
  readonly account: Account;
  readonly deployments: readonly Deployment[];
}

/** Beyond these nobody looks for a deployment by hand either. */
const MAX_ACCOUNTS = 20;

/** @param except the id of one that is looked at elsewhere. */
export function findDeployed(
  arm: Arm,
  subscription: string,
  except?: string,
): Promise<Look<readonly DeployedAccount[]>> {
  async function deployedIn(account: Account): Promise<readonly DeployedAccount[]> {
    const id = parseArmId(account.id ?? '');
    if (!id) return [];
    const listed = await look('deployments', (signal) => arm.deployments(id, signal));
    return listed.seen ? [{ id, account, deployments: listed.value }] : [];
  }
  return then(
    look('the accounts of the subscription', (signal) => arm.accounts(subscription, signal)),
    async (accounts) => {
      const others = accounts.filter(({ id }) => id?.toLowerCase() !== except?.toLowerCase());
      return seen((await Promise.all(others.slice(0, MAX_ACCOUNTS).map(deployedIn))).flat());
    },
  );
}
